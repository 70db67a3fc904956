"""What is said of sensitive traits, proxies, surveys, single great buyers and groups that cannot be reached."""

import pytest
from trait_answers import COLUMNS, grouped, orders, people, people_shop, ungrounded

from answers import codes, values
from customer_segmentation.kit.errors import NeedsAnswer
from rows_shop import column, line

FAITH = column("faith", "text", "customers", "Religion")


def believers(proxy):
    """Religion follows the country wholly, or not at all."""
    return [
        {**p, "faith": ("one", "two", "three")[n % 3 if proxy else n // 3 % 3]}
        for n, p in enumerate(people())
    ]


def test_a_sensitive_trait_is_never_chosen_and_only_used_when_asked_for(workspace):
    people_shop(workspace, traits=believers(proxy=False), columns=(*COLUMNS, FAITH))
    assert "Religion" not in grouped(workspace).reply.detail["others"]
    with pytest.raises(NeedsAnswer) as raised:
        grouped(workspace, traits="Religion")
    assert raised.value.options[0] == ("Religion", {"sensitive": "Religion", "traits": ""})
    result = grouped(workspace, sensitive="Religion")
    assert result.reply.detail["traits"] == ["Religion"]
    assert codes(result)[0] == "trait_sensitive_used"
    assert ungrounded(result, workspace) == []


@pytest.mark.parametrize("proxy", [True, False])
def test_groups_that_stand_for_a_sensitive_trait_are_found_out(workspace, proxy):
    people_shop(workspace, traits=believers(proxy), columns=(*COLUMNS, FAITH))
    result = grouped(workspace, traits="country")
    assert ("trait_proxy" in codes(result)) is proxy
    if proxy:
        assert values(result, "trait_4")["association"] == pytest.approx(1.0)
    assert ungrounded(result, workspace) == []


@pytest.mark.parametrize(("items", "code"), [(3, "trait_survey_enough"), (5, "trait_survey_few")])
def test_surveys_need_seventy_customers_per_item_to_be_clustered(workspace, items, code):
    """300 customers carry four items (Dolnicar et al. 2014)."""
    columns = tuple(column(f"q{n}", "number", "customers") for n in range(items))
    traits = [
        {"customer_id": p["customer_id"], **{f"q{k}": 1 + (n + k) % 5 for k in range(items)}}
        for n, p in enumerate(people())
    ]
    people_shop(workspace, traits=traits, columns=columns)
    result = grouped(workspace, kind="psychographic")
    assert code in codes(result)
    assert values(result, "all")["survey_needed"] == 70 * items
    assert ungrounded(result, workspace) == []


def test_a_group_carried_by_one_buyer_is_no_finding_of_a_difference(workspace):
    """One buyer of 50,000 in Germany: the interval widens, and nothing is claimed."""
    people_shop(workspace, lines=[*orders(), line("k0000", "big", "2024-06-02", 50_000)])
    result = grouped(workspace, traits="country")
    assert (result.reply.detail["over"], result.reply.detail["under"]) == ([], [])


def test_a_way_to_reach_people_is_missed_where_there_is_none(workspace):
    people_shop(workspace)
    assert "trait_no_contact" in codes(grouped(workspace, traits="country"))


def test_an_address_in_the_data_is_a_way_to_reach_people(workspace):
    people_shop(workspace, columns=(*COLUMNS, column("email", "text", "customers", personal=True)))
    assert "trait_no_contact" not in codes(grouped(workspace, traits="country"))


def test_groups_by_the_number_of_orders_prove_nothing(workspace):
    people_shop(
        workspace, lines=[*orders(), *(line(f"k{n:04d}", f"x{n}", "2024-06-03", 9) for n in range(100))]
    )
    result = grouped(workspace, traits="usage")
    assert "trait_by_making" in codes(result)
    assert ungrounded(result, workspace) == []


def test_who_is_not_known_may_be_few_and_bring_in_much(workspace):
    lines = [*orders(), *(line(f"x{n}", f"x{n}", "2024-06-01", 500) for n in range(30))]
    people_shop(workspace, lines=lines)
    result = grouped(workspace, traits="country")
    assert codes(result)[0] == "trait_unknown_revenue"
    assert ungrounded(result, workspace) == []


def test_small_groups_are_counted_and_not_compared(workspace):
    traits = [{**p, "country": "Monaco" if n < 20 else "France"} for n, p in enumerate(people(100))]
    people_shop(workspace, lines=orders(100), traits=traits)
    result = grouped(workspace, traits="country")
    small = next(s for s in ("g1", "g2") if values(result, s)["customers"] == 20)
    assert "revenue_index" not in values(result, small)
    assert "trait_small_groups" in codes(result)
    assert ungrounded(result, workspace) == []


def test_a_handful_of_people_with_a_sensitive_trait_is_not_shown(workspace):
    traits = [{**p, "faith": "rare" if n < 3 else ("one", "two")[n % 2]} for n, p in enumerate(people())]
    people_shop(workspace, traits=traits, columns=(*COLUMNS, FAITH))
    result = grouped(workspace, sensitive="Religion")
    assert result.reply.tables["segments"].subjects == ["g1", "g2"]
    assert values(result, "others") == {}
    assert "trait_hidden" in codes(result)
    assert ungrounded(result, workspace) == []
