import pytest
from rfm_answers import one_order_each, segmented
from ten_customers import DAY, ago

from answers import assignment, codes, values
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.prose import prose
from customer_segmentation.segment.segmentation import Segmentation
from rows_shop import shop as load


def test_names_and_merges_change_words_and_groups_but_no_score(workspace, ten):
    request = {"names": "champions=VIPs", "merge": "at_risk+cant_lose=Win back"}
    result = segmented(workspace, **request)
    assert result.reply.names == {"champions": "VIPs", "m1": "Win back"}
    assert values(result, "m1")["customers"] == 2
    before, after = assignment(ten), assignment(result)
    assert {c for c, row in after.items() if row["segment"] == "m1"} == {"gus", "hal"}
    assert all(row["segment"] in {before[c]["segment"], "m1"} for c, row in after.items())
    kept = Segmentation.read(result.folder)
    assert ("m1", "Win back") in [(s.id, s.name) for s in kept.segments]
    assert "at_risk" not in kept.ids()


def test_as_of_leaves_out_what_came_later(workspace, ten):
    result = segmented(workspace, as_of=ago(55).isoformat())
    found = assignment(result)
    assert {"cat", "dan"}.isdisjoint(found)
    assert (found["ann"]["orders"], found["ann"]["recency_days"]) == (2, 25)
    assert values(result, "all")["as_of"] == ago(55)
    with pytest.raises(InputError) as raised:
        segmented(workspace, as_of="2001-01-01")
    assert raised.value.code == "scope_nothing_then"
    with pytest.raises(InputError) as raised:
        segmented(workspace, as_of="31/12/2024")
    assert raised.value.code == "scope_date_wrong"


def test_scoring_that_mixes_repeat_buyers_into_the_lowest_score_says_so(workspace, ten):
    result = segmented(workspace, thresholds="F=4,5,6,8")
    assert codes(result)[0] == "rfm_repeat_in_lowest_score"
    assert values(result, "all")["repeat_in_lowest_score"] == 3
    assert "repeat_in_lowest_score" not in values(ten, "all")


def test_given_thresholds_are_facts_of_that_kind(workspace, ten):
    facts = segmented(workspace, thresholds="R=30.5,60,90,120").reply.facts
    assert facts["rfm_segments.score_5.recency_below"].kind is Kind.GIVEN
    assert facts["rfm_segments.score_5.recency_below"].value == 31
    assert facts["rfm_segments.score_5.spent_from"].kind is Kind.MEASURED


def test_a_value_equal_to_a_given_cut_belongs_to_the_class_above_it(workspace, ten):
    found = assignment(segmented(workspace, thresholds="R=20,61,150.5,301;F=1,2,4,5;M=5,7.01,25,200"))
    assert {c: (row["r"], row["f"], row["m"]) for c, row in found.items()} == {
        "ann": (5, 4, 5), "bob": (5, 3, 4), "cat": (4, 2, 3), "dan": (4, 2, 5), "eve": (4, 3, 4),
        "fay": (3, 2, 2), "gus": (3, 5, 5), "hal": (2, 3, 4), "ida": (2, 2, 2), "jon": (1, 2, 3),
    }  # fmt: skip


def test_frozen_thresholds_need_an_rfm_result_of_the_same_unit(workspace, ten):
    by_day = segmented(workspace, frequency_unit="day")
    with pytest.raises(InputError) as raised:
        segmented(workspace, thresholds_from=by_day.number)
    assert raised.value.code == "rfm_thresholds_unit"
    with pytest.raises(InputError) as raised:
        segmented(workspace, thresholds_from=ten.number, thresholds="F=2")
    assert raised.value.code == "rfm_thresholds_twice"


def test_frozen_thresholds_carry_over_to_other_data(workspace, ten):
    load(workspace, one_order_each({"zoe": [(ago(19), 200)], "yan": [(ago(20), 199), (ago(300), 1)]}),
         as_of=DAY, identity="e" * 24)  # fmt: skip
    frozen = segmented(workspace, thresholds_from=ten.number)
    assert {c: (row["r"], row["f"], row["m"]) for c, row in assignment(frozen).items()} == {
        "zoe": (5, 1, 5), "yan": (4, 2, 5),
    }  # fmt: skip
    assert frozen.reply.detail["thresholds"] == ten.reply.detail["thresholds"]


def test_a_map_of_ones_own_is_part_of_the_address_of_a_result(workspace, ten, here):
    text = "grid: RxFxM\nmatch: first\nsegments:\n  - {name: Big, where: [{m: 5}]}\n  - {name: Bigger, where: [{m: 5, f: 5}]}\n"
    (here / "mine.yaml").write_text(text)
    first = segmented(workspace, map="mine.yaml")
    assert values(first, "s1")["customers"] == 3
    assert values(first, "others")["customers"] == 7
    assert codes(first)[-3:] == ["rfm_map_dead_name", "rfm_map_gaps", "rfm_map_overlaps"]
    assert (values(first, "all")["map_gaps"], values(first, "all")["map_overlaps"]) == (100, 5)
    (here / "mine.yaml").write_text(text.replace("Big,", "Big, id: whales,"))
    second = segmented(workspace, map="mine.yaml")
    assert second.id != first.id
    assert values(second, "whales")["customers"] == 3


def test_a_filter_is_said_in_the_reply(workspace, ten):
    result = segmented(workspace, where="orders >= 2")
    assert values(result, "all")["customers"] == 5
    assert "orders" in prose("rfm_segments", result.reply, "en").splitlines()[0]


def test_the_words_of_the_reply_keep_the_names_that_a_person_gave(workspace, ten):
    result = segmented(workspace, names="champions=VIPs")
    assert "VIPs" in prose("rfm_segments", result.reply, "en").splitlines()[0]
