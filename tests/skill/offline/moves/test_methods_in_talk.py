"""The number of groups explained, groups named by id, and splitting after a figure."""

from datetime import date, timedelta

import pytest

LAST = date(2024, 12, 30)


@pytest.fixture
def two_kinds(fresh, tmp_path):
    """A conversation over a shop of two kinds of customers: many orders of late, or one long ago."""
    path = tmp_path / "orders.csv"
    rows = ["client_no,order_ref,created,amount"]
    for who in range(120):
        orders, silent = (12 + who % 3, who % 9) if who % 2 else (1, 600 + who % 40)
        rows += [
            f"C{who},O{who}-{n},{(LAST - timedelta(days=silent + 30 * n)).isoformat()},{20 + who % 7}"
            for n in range(orders)
        ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return fresh, path


def test_why_so_many_is_answered_by_what_was_tried(two_kinds):
    talk, path = two_kinds
    talk.say(f'load "{path}"')
    talk.say("cluster my customers")
    tried = talk.say("which k?")
    assert talk.calls == []
    assert tried.startswith("I tried each number of groups")
    for text in ("why 8 groups?", "why did you choose 4?", "how come only two clusters"):
        assert talk.say(text) == tried
    assert talk.problems() == []


def test_why_so_many_where_the_person_said_how_many(talk):
    talk.say("cluster my customers into 3")
    reply = talk.say("why 3 clusters?")
    assert reply.startswith("You told me how many groups to form.")
    assert "I tried each number of groups" in reply
    talk.language = "zh"
    assert talk.say("为啥是3个群").startswith("组数是您指定的。")


def test_why_so_many_where_density_decides(two_kinds):
    talk, path = two_kinds
    talk.say(f'load "{path}"')
    talk.say("use dbscan")
    assert talk.say("why only 2 groups").startswith("dbscan finds the number of groups itself: as many as")
    assert talk.calls == []


def test_why_so_many_of_rfm_is_how_they_are_formed(talk):
    reply = talk.say("why 8 groups?")
    assert talk.calls == []
    assert reply == talk.say("how were the segments formed?")


def test_why_so_many_by_a_trait(talk):
    talk.say("segment by country")
    assert "every value or band of country" in talk.say("why 3 groups?")


def test_a_cluster_is_named_by_its_id(talk):
    talk.say("cluster my customers into 3")
    reply = talk.say("call c1 VIPs")
    [(tool, arguments)] = talk.calls
    assert (tool, arguments["names"]) == ("cluster_customers", "c1=VIPs")
    assert "VIPs" in reply
    assert talk.say("call c9 stars").startswith("Nobody is in")
    assert talk.calls == []


def test_clusters_are_not_merged_but_fewer_are_formed(talk):
    talk.say("cluster my customers into 3")
    assert talk.say("merge c1 and c2").startswith("Groups of this method are not merged")


def test_splitting_customers_forms_groups_and_splitting_a_figure_asks_again(talk):
    talk.say("split by country")
    assert talk.calls == [("trait_segments", {"traits": "country"})]
    talk.say("orders by month")
    talk.say("split by country")
    assert talk.calls == [("query_data", {"measure": "orders", "by": "country"})]
    talk.say("split them by country and channel")
    assert talk.calls[0][0] == "trait_segments"


def test_the_figure_asked_about_after_cohorts_is_that_of_cohorts(talk):
    for asked in ("show the cohorts", "看下留存"):
        talk.say(asked)
        reply = talk.say("how do you know how many ordered again?")
        assert "on a later day" in reply
        assert "cohort_retention" in reply
