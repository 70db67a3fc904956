"""Advice on clusters and groups of traits: by what they are on the facts, and each thing said once."""

import pytest

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from odd_shops import form_segments
from rows_shop import column, line, shop


@pytest.fixture
def clusters(standing):
    """Advice on clusters of the standing shop, asked as given."""
    data = form_segments(standing).request["data"]

    def ask(**asked):
        formed = run(
            tool_of(cluster_customers), {"data": data, "method": "kmeans", "k": 5, **asked}, standing
        )
        return run(tool_of(recommend), {"segmentation": formed.id}, standing).reply, ThreadLedger(standing)

    return ask


def test_clusters_with_one_action_are_one_thing_to_do(clusters):
    reply, _ = clusters()
    things = reply.detail["things"]
    said = []
    for thing in things:
        actions = {e["action"] for e in reply.detail["ranked"] if e["segment"] in thing}
        assert len(actions) == 1
        said.append((reply.detail["words"][thing[0]]["goal"]["en"], *actions))
    assert len(set(said)) == len(said)
    assert "profile_message_test" not in {action for _, action in said}
    assert [s for thing in things for s in thing] == reply.detail["first"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_on_what_to_do_is_said_of_two_things(clusters, language):
    reply, ledger = clusters()
    text = prose("recommend", reply, language)
    mark = {"en": " How: ", "zh": " 做法："}[language]
    hows = [line for line in text.splitlines() if line.startswith(mark)]
    assert hows
    assert len(set(hows)) == len(hows)
    assert check(text, ledger) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_name_that_was_given_does_not_hide_what_sets_a_cluster_apart(clusters, language):
    reply, ledger = clusters(names="c1=VIPs")
    text = prose("recommend", reply, language)
    assert (
        f"VIPs ({reply.detail['apart']['c1']['en']})" in text
        or f"（{reply.detail['apart']['c1']['zh']}）" in text
    )
    assert check(text, ledger) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_groups_of_a_trait_are_one_thing_to_do_and_are_named(workspace, language):
    rows = [
        line(f"c{n}", f"o{n}-{k}", f"2024-0{1 + k}-{1 + n % 28:02d}", 20 + n % 7)
        for n in range(180)
        for k in range(1 + n % 5)
    ]
    traits = [{"customer_id": f"c{n}", "country": ("DE", "FR", "IT")[n % 3]} for n in range(180)]
    data = shop(workspace, rows, [column("country", table="customers")], traits)
    formed = run(tool_of(trait_segments), {"data": data, "traits": "country"}, workspace)
    reply = run(tool_of(recommend), {"segmentation": formed.id}, workspace).reply
    assert [len(thing) for thing in reply.detail["things"]] == [3]
    text = prose("recommend", reply, language)
    assert all(country in text for country in ("DE", "FR", "IT"))
    assert check(text, ThreadLedger(workspace)) == []
