"""Migration flow, later lift and predicted value: what is drawn are the figures of their tools."""

import pytest
from matplotlib.patches import PathPatch, Rectangle

from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.migration_flow import Band, bands_of, column_of
from customer_segmentation.workspace.run import run
from drawn_pages import page_of, picture_of, said


@pytest.fixture(scope="module")
def segments(demo):
    return run(find_tool("rfm_segments"), {}, demo).id


def facts(demo, tool, segments):
    found = next(r for r in demo.results_of(tool) if segments in r.request.values())
    return {key: fact.value for key, fact in found.reply.facts.items()}


def test_every_customer_is_in_one_band(demo, segments):
    page_of(demo, "migration_flow", segmentation=segments)
    moved = next(demo.results_of("segment_migration")).reply
    bands = bands_of(moved)
    values = {key: fact.value for key, fact in moved.facts.items()}
    everybody = values["segment_migration.all.customers_before"] + values["segment_migration.all.new"]
    assert sum(band.customers for band in bands) == everybody
    assert sum(band.customers for band in bands if band.way > 0) == values["segment_migration.all.up"]
    assert sum(band.customers for band in bands if band.way < 0) == values["segment_migration.all.down"]


def test_bands_are_as_high_as_their_customers_are_many(demo, segments):
    picture = picture_of(demo, "migration_flow", segmentation=segments)
    page = page_of(demo, "migration_flow", segmentation=segments)
    axes = page.figure.axes[0]
    ribbons = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    bands = bands_of(next(demo.results_of("segment_migration")).reply)
    total = sum(band.customers for band in bands)
    kept = [b for b in bands if b.customers >= 0.01 * total or b.before == b.after]
    heights = sorted(r.get_path().vertices[7][1] - r.get_path().vertices[0][1] for r in ribbons)
    scale = heights[-1] / max(band.customers for band in kept)
    assert heights == pytest.approx(sorted(band.customers * scale for band in kept))
    left_out = total - sum(band.customers for band in kept)
    assert picture.reply.value("draw_chart.all.not_drawn") == left_out
    assert len([p for p in axes.patches if isinstance(p, Rectangle)]) == len({b.before for b in bands}) + len(
        {b.after for b in bands}
    )


def test_a_column_has_room_for_all_and_the_same_scale():
    column = column_of({"a": 30, "b": 10, "c": 0}, 112, 40)
    assert column.scale == 2.5
    assert column.tops == {"a": 0, "b": 81, "c": 112}


def test_a_band_knows_its_way():
    assert Band("a", "b", 3, 1) != Band("a", "b", 3, -1)


def test_rates_stand_at_their_place_with_their_interval(demo, segments):
    page = page_of(demo, "later_lift", segmentation=segments)
    axes = page.figure.axes[0]
    known = facts(demo, "validate_segments", segments)
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
    drawn = next(demo.results_of("validate_segments")).reply.tables["validation"].subjects
    keys = [f"validate_segments.{subject}.repurchase_rate" for subject in drawn]
    keys = [key for key in keys if key in known]
    rates = [known[key] for key in keys]
    assert sorted(dots) == pytest.approx(sorted(rates))
    spans = [tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 3]
    ends = [(known[f"{key}_low"], known[f"{key}_high"]) for key in keys]
    assert [end for span in sorted(spans) for end in span] == pytest.approx(
        [x for span in sorted(ends) for x in span]
    )
    (mean,) = [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 1.4]
    assert mean == known["validate_segments.all.repurchase_rate"]


def test_what_is_foretold_is_drawn_by_segment(demo, segments):
    page = page_of(demo, "predicted_value", segmentation=segments)
    known = facts(demo, "predict_value", segments)
    dots = [line.get_xdata()[0] for line in page.figure.axes[0].lines if line.get_marker() == "o"]
    expected = [float(v) for k, v in known.items() if k.endswith(".expected_value")]
    assert set(dots) <= set(expected)
    assert len(dots) >= 8
    assert "expected turnover" in said(page)
