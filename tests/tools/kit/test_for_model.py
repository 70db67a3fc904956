from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.for_model import facts_shown, for_model, shareable
from customer_segmentation.kit.reply import FACTS_FOR_MODEL, Artifact, FactTable, Finding, Reply, RowTable


def reply(**facts):
    made = {f"rfm_segments.{key.replace('__', '.')}": Fact(value=v, unit=u) for key, (v, u) in facts.items()}
    return Reply(facts=made)


def test_facts_are_shown_with_key_value_kind_and_meaning():
    text = for_model(reply(cant_lose__customers=(121, "customers")), "r2", "en")
    assert "rfm_segments.cant_lose.customers = 121 (measured; customers in Can't lose)" in text.splitlines()
    assert text.startswith("result r2.")


def test_a_group_of_a_few_people_is_not_shown():
    small = reply(
        at_risk__customers=(4, "customers"),
        at_risk__revenue=("900", "EUR"),
        champions__customers=(5, "customers"),
    )
    text = for_model(small, "r1", "en")
    assert "at_risk" not in text
    assert "champions.customers = 5" in text
    assert "fewer than five" in text


def test_a_small_part_of_a_large_group_is_not_shown():
    text = for_model(
        reply(champions__customers=(50, "customers"), champions__overdue_customers=(3, "customers")),
        "r1",
        "en",
    )
    assert "overdue" not in text


def test_at_most_sixty_facts_whole_data_and_tables_first():
    many = {f"c{n}__revenue": (n, "EUR") for n in range(100)}
    whole = reply(**many, c7__customers=(7, "customers"), all__orders=(9, "orders"))
    whole.tables["t"] = FactTable(tool="rfm_segments", subjects=["c7"], measures=["customers"])
    shown = [line for line in for_model(whole, "r1", "en").splitlines() if " = " in line]
    assert len(shown) == FACTS_FOR_MODEL
    assert [line.split(" = ")[0] for line in shown[:2]] == [
        "rfm_segments.all.orders",
        "rfm_segments.c7.customers",
    ]


def test_rows_and_paths_stay_with_the_person():
    private = Reply(
        rows={"top": RowTable(columns=["id"], rows=[["secret-id"]])},
        artifacts=[Artifact(name="list.csv", path="/home/ann/list.csv", media_type="text/csv")],
        findings=[Finding(code="rejected", values={"what": "x", "id": "y"})],
    )
    text = for_model(private, "r1", "en")
    assert "secret-id" not in text
    assert "/home/ann" not in text
    assert "[[table:top]]" in text


def test_what_may_be_shared_has_no_rows_and_masks_a_few_people():
    small = reply(
        at_risk__customers=(4, "customers"),
        at_risk__revenue=("900", "EUR"),
        champions__customers=(50, "customers"),
        champions__overdue_customers=(3, "customers"),
    )
    small.rows["customers"] = RowTable(columns=["customer_id"], rows=[["planted"]])
    seen = shareable(small)
    values = {key.partition(".")[2]: fact.value for key, fact in seen.facts.items()}
    assert values == {
        "at_risk.customers": "<5",
        "at_risk.revenue": "–",
        "champions.customers": 50,
        "champions.overdue_customers": "<5",
    }
    assert (seen.rows, facts_shown(small)) == ({}, ["rfm_segments.champions.customers"])
