"""Budget allocation: bars are as long as money is much, the curve passes through the plan, nothing is drawn of nothing."""

import itertools

import pytest

from chart_shops import lines_of, picture
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.workspace.run import run
from drawn_pages import off_the_page, overlapping, picture_of, said

TOOL = "plan_budget"


@pytest.fixture(scope="module")
def segments(demo):
    return run(find_tool("rfm_segments"), {}, demo).id


@pytest.fixture(scope="module")
def plan(demo, segments):
    """Return the picture of a plan of its own for each budget, and the plan."""

    def of(**asked):
        found = run(find_tool(TOOL), {"segmentation": segments, **asked}, demo)
        return picture_of(demo.with_(output=demo.root), "budget_allocation", result=found.number), found.reply

    return of


def test_bars_are_what_segments_bring_and_cost(plan):
    made, reply = plan(budget="9000")
    page = drawn(made, LIGHT, "en")
    axes = page.figure.axes[0]
    subjects = reply.detail["acting"]
    bars = [(bar.get_height(), bar.get_width()) for bar in axes.patches]
    returns = [width for height, width in bars if height == pytest.approx(0.36)]
    costs = [width for height, width in bars if height == pytest.approx(0.16)]
    assert returns == [float(reply.value(f"{TOOL}.{s}.expected")) for s in subjects]
    assert costs == [float(reply.value(f"{TOOL}.{s}.cost")) for s in subjects]
    ranges = [tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 1.2]
    ends = [tuple(float(reply.value(f"{TOOL}.{s}.expected_{e}")) for e in ("low", "high")) for s in subjects]
    assert ranges == ends
    assert len(page.tips) == len(subjects) + 2


def test_actions_are_called_by_their_names(plan):
    made, reply = plan(budget="9000")
    for language in ("en", "zh"):
        words = said(drawn(made, LIGHT, language))
        first = reply.spoken[reply.value(f"{TOOL}.{reply.detail['acting'][0]}.action")][language]
        assert any(first.startswith(word.rstrip("…")) and len(word) > 1 for word in words)


@pytest.mark.parametrize("budget", ["9000", "8"])
def test_the_curve_is_concave_and_passes_through_the_plan(plan, budget):
    made, reply = plan(budget=budget)
    points = reply.detail["frontier"]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points) if b[0] > a[0]]
    # Whole customers leave a crumb of each piece unspent.
    assert all(after <= before * 1.05 for before, after in itertools.pairwise(slopes))
    axes = drawn(made, LIGHT, "en").figure.axes[1]
    [dot] = [line for line in axes.lines if line.get_marker() == "o"]
    spent, brings = (float(reply.value(f"{TOOL}.all.{m}")) for m in ("cost", "expected"))
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (spent, brings)
    before = max((p for p in points if p[0] <= spent + 0.01), key=lambda p: p[0])
    after = min((p for p in points if p[0] >= spent - 0.01), key=lambda p: p[0])
    share = (spent - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0
    assert brings == pytest.approx(before[1] + share * (after[1] - before[1]), rel=0.02)


def test_without_a_curve_the_bars_stand_alone(plan):
    made, _ = plan(budget="9000", least="champions=2")
    page = drawn(made, LIGHT, "en")
    assert len(page.figure.axes) == 1


def test_a_plan_of_nothing_is_not_drawn(plan):
    with pytest.raises(MethodError) as caught:
        plan(budget="9000", caution="cautious")
    assert caught.value.code == "chart_nothing_spent"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "asked", [{"budget": "8"}, {"budget": "9000", "most": "champions=1"}, {"objective": "orders"}]
)
def test_words_stand_apart(plan, asked, language):
    made, _ = plan(**asked)
    page = drawn(made, DARK, language)
    assert (off_the_page(page), overlapping(page)) == ([], [])


def test_long_and_strange_names_are_cut_and_drawn_as_they_are(demo, segments):
    named = run(
        find_tool("rfm_segments"),
        {
            "names": "champions=$_<b>Very very long name of a segment that goes on and on</b>; loyal_customers=忠实的老朋友们🙂"
        },
        demo,
    )
    found = run(find_tool(TOOL), {"segmentation": named.id, "budget": "9000"}, demo)
    made = picture_of(
        demo.with_(output=demo.root), "budget_allocation", result=found.number, segmentation=named.id
    )
    page = drawn(made, LIGHT, "en")
    assert (off_the_page(page), overlapping(page)) == ([], [])
    assert any(text.startswith("$_<b>Very") for text in said(page))


def test_a_shop_without_rates_has_nothing_to_draw(workspace):
    with pytest.raises(MethodError):
        picture(workspace, lines_of([(5, 2, 10.0), (9, 1, 20.0)]), "budget_allocation")
