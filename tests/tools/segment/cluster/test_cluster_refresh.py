"""Models score later customers without refitting, and groups keep their ids over refreshes."""

from datetime import date, timedelta

import pytest
from planted_shop import LAST, assigned, clustered, planted

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster import fitting
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from rows_shop import line, shop


@pytest.fixture
def first(workspace):
    shop(workspace, planted())
    return clustered(workspace, k=3, names="c1=Big")


def newcomers():
    return [
        *[line("new_r", f"r{n}", LAST - timedelta(days=20 + 20 * n), 30) for n in range(9)],
        line("new_l", "l", LAST - timedelta(days=350), 12),
        *[line("new_b", f"b{n}", LAST - timedelta(days=90 + 20 * n), 400) for n in range(3)],
        line("end", "end", LAST, 30),
    ]


@pytest.mark.parametrize("method", ["kmeans", "gmm", "hierarchical", "dbscan", "hdbscan"])
def test_new_customers_are_scored_without_refitting(workspace, monkeypatch, method):
    shop(workspace, planted())
    k = {} if "dbscan" in method else {"k": 3}
    fitted = clustered(workspace, method=method, **k)
    of_kind = {}
    for customer, segment in assigned(fitted).items():
        of_kind.setdefault(customer[0], set()).add(segment)
    shop(workspace, newcomers(), identity="e" * 24)
    monkeypatch.setattr(fitting, "fit", None)
    scored = clustered(workspace, model_from=fitted.id)
    assert all(s in of_kind[c[4:]] for c, s in assigned(scored).items() if c != "end")
    assert "cluster_scored" in [finding.code for finding in scored.reply.findings]
    again = clustered(workspace, model_from=scored.id)
    assert assigned(again) == assigned(scored)


def test_the_same_customers_scored_by_their_own_model_stay_where_they_are(workspace, first):
    scored = clustered(workspace, model_from=first.id)
    assert assigned(scored) == assigned(first)
    before, after = Segmentation.read(first.folder), Segmentation.read(scored.folder)
    assert [s.called("en") for s in after.segments] == [s.called("en") for s in before.segments]


def test_ids_and_given_names_survive_a_refresh(workspace, first):
    """The once largest group now brings least: it keeps its id and name all the same."""
    rows = [{**r, "amount": r["amount"] / 20} if r["customer_id"][0] == "b" else r for r in planted()]
    shop(workspace, rows, identity="e" * 24)
    result = clustered(workspace, k=3)
    assert assigned(result) == assigned(first)
    assert "cluster_ids_kept" in [finding.code for finding in result.reply.findings]
    formed = Segmentation.read(result.folder)
    assert {segment.id: segment.name for segment in formed.segments}["c1"] == "Big"
    assert formed.segments[0].id != "c1"


def test_another_shop_starts_afresh(workspace, first):
    rows = [{**row, "customer_id": f"other{row['customer_id']}"} for row in planted(seed=9)]
    shop(workspace, rows, identity="e" * 24)
    result = clustered(workspace, k=3)
    assert "cluster_ids_kept" not in [finding.code for finding in result.reply.findings]


def test_the_same_shop_as_of_an_earlier_day_keeps_its_ids_by_likeness(workspace, first):
    earlier = clustered(workspace, k=3, match=first.id, as_of=date(2024, 12, 21).isoformat())
    of_kind = {c[0]: s for c, s in assigned(first).items()}
    assert {c[0]: s for c, s in assigned(earlier).items()} == of_kind


@pytest.mark.parametrize("field", ["model_from", "match"])
def test_only_clusters_may_be_referred_to(workspace, field):
    shop(workspace, planted(20))
    other = run(tool_of(rfm_segments), {}, workspace)
    with pytest.raises(InputError, match="cluster_customers"):
        clustered(workspace, k=3, **{field: other.id})
