import pytest

from customer_segmentation.explain.comparison.compare_segmentations import compare_segmentations
from customer_segmentation.explain.comparison.other import other_meant
from customer_segmentation.explain.comparison.request import CompareRequest
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.render import table_cells
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from laid_segments import lay_segments, ungrounded
from profiled_shop import lay_shop
from shop_on_disk import load_shop
from small_shop import small_shop

T = "compare_segmentations."
FIRST, SECOND = "a" * 24, "b" * 24


def compared(workspace, **asked):
    return run(tool_of(compare_segmentations), asked, workspace).reply


@pytest.fixture
def groups(workspace):
    return lay_shop(workspace)


def lay_both(workspace, groups, *, names=("c", "d")):
    """Lay down a coarse division and one that divides its first half by money."""
    ids = sorted(groups)
    spent = {who: (10, 2, 900 if n % 2 else 30) for n, who in enumerate(ids)}
    coarse = {who: f"{names[0]}{1 if n < 100 else 2}" for n, who in enumerate(ids)}
    fine = {who: f"{names[1]}{(1 + n % 2) if n < 100 else 3}" for n, who in enumerate(ids)}
    lay_segments(workspace, fine, identity=SECOND, measures=spent)
    lay_segments(workspace, coarse, identity=FIRST, measures=spent)


def test_every_cell_is_a_fact_and_the_cells_add_up(workspace, groups):
    lay_both(workspace, groups)
    reply = compared(workspace)
    cells = {key: fact.value for key, fact in reply.facts.items() if ".c1.in_" in key}
    assert cells == {f"{T}c1.in_d1": 50, f"{T}c1.in_d2": 50, f"{T}c1.in_d3": 0}
    assert reply.value(f"{T}d3.share_in_c2") == 1
    assert reply.value(f"{T}all.common_customers") == 200
    assert reply.value(f"{T}c2.counterpart_overlap") == 1
    assert reply.tables["cross"].subjects == ["d1", "d2", "d3"]


def test_what_the_finer_one_sees_is_told(workspace, groups):
    lay_both(workspace, groups)
    reply = compared(workspace)
    [split] = reply.detail["splits"]
    assert (split["segment"], split["parts"], split["measure"], split["grade"]) == (
        "c1",
        ["d1", "d2"],
        "revenue",
        "large",
    )
    assert (reply.value(f"{T}c1.revenue_first"), reply.value(f"{T}c1.revenue_second")) == (30, 900)
    assert reply.value(f"{T}c1.split_first_share") == 0.5


def test_it_is_the_same_from_both_sides(workspace, groups):
    lay_both(workspace, groups)
    one, other = compared(workspace), compared(workspace, segmentation=SECOND, other=FIRST)
    for key, fact in one.facts.items():
        if not key.startswith((f"{T}all.first", f"{T}all.second", f"{T}all.only")):
            assert other.facts[key] == fact


def test_the_same_ids_on_both_sides_are_told_apart(workspace, groups):
    lay_both(workspace, groups, names=("zz", "zz"))
    reply = compared(workspace)
    assert reply.detail["first"] == ["a1", "a2"]
    assert reply.detail["second"] == ["b1", "b2", "b3"]
    heading, *rows = table_cells(reply.tables["cross"], reply, "en")
    assert heading == ["Segment", "Customers", "In zz1 (these)", "In zz2 (these)"]
    assert rows[0] == ["Zz1 (the others)", "50", "100%", "0%"]
    assert table_cells(reply.tables["cross"], reply, "zh")[1][0] == "Zz1（另一种）"


def test_rfm_against_rfm_of_a_part(workspace):
    load_shop(workspace, small_shop())
    run(tool_of(rfm_segments), {}, workspace)
    run(tool_of(rfm_segments), {"where": "orders >= 2"}, workspace)
    reply = compared(workspace)
    assert reply.value(f"{T}all.only_first") == 0
    assert reply.value(f"{T}all.only_second") > 0
    assert "compare_only_one" in {finding.code for finding in reply.findings}
    assert "Champions (the others)" in for_model(reply, "r1", "en")
    for language in ("en", "zh"):
        assert ungrounded("compare_segmentations", reply, workspace, language) == []


def test_the_other_is_the_latest_before_on_the_same_data(workspace, groups):
    lay_segments(workspace, groups, identity="e" * 24, data="d" * 24)
    lay_segments(workspace, dict.fromkeys(groups, "x1"), identity="f" * 24, data="9" * 24)
    lay_segments(workspace, dict.fromkeys(groups, "c9"), identity=FIRST)
    reply = compared(workspace, segmentation=FIRST)
    assert reply.detail["second"] == ["c1", "c2"]
    assert "compare_one_segment" in {finding.code for finding in reply.findings}


def test_a_result_that_came_between_changes_the_default_and_not_an_old_answer(workspace, groups):
    lay_both(workspace, groups)
    assert compared(workspace, segmentation=FIRST).detail["second"] == ["d1", "d2", "d3"]
    lay_segments(workspace, groups, identity="e" * 24, names={"c1": "Stars", "c2": "Rest"})
    assert compared(workspace, segmentation=FIRST).detail["second"] == ["b1", "b2"]


def test_nothing_to_compare_with_is_said(workspace, groups):
    lay_segments(workspace, groups)
    with pytest.raises(InputError, match="only one segmentation"):
        compared(workspace)
    with pytest.raises(InputError, match="one and the same"):
        compared(workspace, other="latest")
    lay_segments(workspace, {"stranger": "c1"}, identity=FIRST)
    with pytest.raises(MethodError, match="no customer in common"):
        compared(workspace)


def test_a_few_customers_have_counts_and_no_rates(workspace, groups):
    few = {who: "d1" if n < 4 else "d2" for n, who in enumerate(sorted(groups))}
    lay_segments(workspace, few, identity=SECOND)
    lay_segments(workspace, groups, identity=FIRST)
    reply = compared(workspace)
    assert [key for key in reply.facts if ".d1." in key] == [f"{T}d1.customers"]
    assert ".d1." not in for_model(reply, "r1", "en")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("names", [("c", "d"), ("c", "c")])
def test_its_words_are_grounded(workspace, groups, language, names):
    lay_both(workspace, groups, names=names)
    assert ungrounded("compare_segmentations", compared(workspace), workspace, language) == []


def test_the_same_groups_under_other_names_are_no_other(workspace):
    load_shop(workspace, small_shop())
    rfm = tool_of(rfm_segments)
    by_quantiles = run(rfm, {"scoring": "quantile"}, workspace)
    run(rfm, {}, workspace)
    renamed = run(rfm, {"names": "champions=Stars"}, workspace)
    asked = CompareRequest(segmentation=renamed.id)
    assert other_meant(asked, workspace) == {"other": by_quantiles.id}
