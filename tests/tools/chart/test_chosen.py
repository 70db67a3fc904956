"""Which pictures of which results are drawn."""

from datetime import date

import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from shop_on_disk import load_shop, sale

DRAW = find_tool("draw_chart")
RFM = tool_of(rfm_segments)


@pytest.fixture
def shop(demo):
    """Return the demo shop in a thread of its own, its data loaded there."""
    loaded = next(demo.results_of("load_data"))
    apart = demo.with_(thread="chosen")
    apart.journal.record("chosen", loaded.id, "load_data", "dataset", loaded.id)
    return apart


def draw(shop, **asked):
    return run(DRAW, asked, shop).reply


def kinds(reply):
    return list(reply.parts)


def test_pictures_follow_the_latest_segments(shop):
    run(RFM, {}, shop)
    german = run(RFM, {"where": "country = 'Germany'"}, shop)
    reply = draw(shop, kind="segment_bars")
    count = german.reply.facts["rfm_segments.all.customers"].value
    assert reply.facts["draw_chart.all.customers"].value == count
    assert "country" in str(reply.parts["segment_bars"].detail["filter"])


def test_a_result_that_belongs_to_the_segments_is_drawn_as_it_stands_and_computed_where_there_is_none(shop):
    run(RFM, {}, shop)
    before = len(list(shop.results_of("cohort_retention")))
    by_week = run(find_tool("cohort_retention"), {"period": "quarter"}, shop)
    draw(shop, kind="retention_heatmap")
    assert len(list(shop.results_of("cohort_retention"))) == before + 1
    named = draw(shop, kind="auto", result=by_week.id)
    assert kinds(named) == ["retention_heatmap", "cohort_value"]
    assert named.parts["retention_heatmap"].detail["period"] == "quarter"


def test_a_result_of_segments_is_drawn_as_its_own_segments(shop):
    first = run(RFM, {"where": "country = 'Germany'"}, shop)
    run(RFM, {}, shop)
    reply = draw(shop, kind="segment_bars", result=first.id)
    count = first.reply.facts["rfm_segments.all.customers"].value
    assert reply.facts["draw_chart.all.customers"].value == count


def test_a_result_that_a_picture_does_not_show_is_refused(shop):
    run(RFM, {}, shop)
    described = run(find_tool("describe_data"), {}, shop)
    with pytest.raises(InputError) as refused:
        draw(shop, kind="retention_heatmap", result=described.id)
    assert refused.value.code == "chart_not_of"
    with pytest.raises(MethodError) as none:
        draw(shop, kind="auto", result=described.id)
    assert none.value.code == "chart_none_of"


def test_a_picture_of_clusters_wants_clusters(shop):
    run(RFM, {}, shop)
    with pytest.raises(MethodError) as refused:
        draw(shop, kind="dendrogram")
    assert refused.value.code == "chart_other_segments"
    run(find_tool("cluster_customers"), {"method": "hierarchical", "k": "3"}, shop)
    run(RFM, {"names": "champions=VIPs"}, shop)
    assert kinds(draw(shop, kind="dendrogram")) == ["dendrogram"]


def test_where_one_of_several_pictures_cannot_be_drawn_the_others_are(workspace):
    rows = []
    for month in range(1, 7):
        for n in range(20):  # too few for money per customer, which only one of the two pictures needs
            who = f"{month}-{n}"
            rows += [sale(who, f"{who}-{day}", date(2024, day, 5), 9) for day in range(month, 7)]
    load_shop(workspace, rows, as_of=date(2024, 7, 1))
    run(RFM, {}, workspace)
    cohorts = run(find_tool("cohort_retention"), {"period": "month"}, workspace)
    assert kinds(draw(workspace, kind="auto", result=cohorts.id)) == ["retention_heatmap"]
    with pytest.raises(MethodError) as refused:
        draw(workspace, kind="cohort_value", result=cohorts.id)
    assert refused.value.code == "chart_no_cohort_followed"
