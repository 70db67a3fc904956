"""The power curve: lines where the power says, dots where the facts say, and what cannot be drawn."""

import math

import numpy as np
import pytest
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts
from odd_shops import form_segments

TOOL = "design_experiment"


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """Return the picture of tests that are asked for on a shop."""
    opened = Workspace.open(tmp_path_factory.mktemp("curves"))

    def ask(shop="shop", *, form=None, **asked):
        segments = form_segments(opened, shop, **(form or {}))
        result = run(tool_of(design_experiment), {"segmentation": segments.id, **asked}, opened)
        drawing = opened.with_(output=opened.root)
        return picture_of(drawing, "power_curve", segmentation=segments.id, result=result.id)

    return ask


def lines(page):
    """Return the curves by subject."""
    return {
        line.get_label(): line
        for axes in page.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) > 3
    }


def fact(picture, subject, measure):
    return float(picture.reply.facts[f"{TOOL}.{subject}.{measure}"].number)


def test_lines_are_the_chance_of_seeing_each_lift(proved):
    picture = proved()
    curves = lines(drawn(picture, LIGHT, "en"))
    assert 2 <= len(curves) <= 4
    assert "taken_together" in curves
    for subject, line in curves.items():
        base = fact(picture, subject, "base_rate")
        n, m = fact(picture, subject, "contacted"), fact(picture, subject, "held_out")
        for lift, chance in list(zip(line.get_xdata(), line.get_ydata(), strict=True))[::16]:
            expected = power_proportions_2indep(lift, base, n, ratio=m / n, alpha=0.05).power
            assert chance == pytest.approx(expected, abs=1e-9)
        assert np.interp(
            fact(picture, subject, "detectable"), line.get_xdata(), line.get_ydata()
        ) == pytest.approx(0.8, abs=0.005)


def test_lines_of_money_are_those_of_a_t_test_on_adjusted_revenue(proved):
    picture = proved(measured="revenue", lift=30)
    for subject, line in lines(drawn(picture, LIGHT, "en")).items():
        left = fact(picture, subject, "deviation") * math.sqrt(1 - fact(picture, subject, "variance_saved"))
        n, m = fact(picture, subject, "contacted"), fact(picture, subject, "held_out")
        rise, chance = line.get_xdata()[20], line.get_ydata()[20]
        assert chance == pytest.approx(TTestIndPower().power(rise / left, n, 0.05, ratio=m / n), abs=1e-6)


def test_dots_stand_on_their_lines_where_the_facts_say(proved):
    picture = proved(segments="champions")
    page = drawn(picture, LIGHT, "en")
    [line] = lines(page).values()
    dots = [one for one in line.axes.lines if len(one.get_xdata()) == 1]
    places = sorted(float(one.get_xdata()[0]) for one in dots)
    assert places == pytest.approx(
        sorted(fact(picture, "champions", m) for m in ("wanted", "break_even")), rel=1e-3
    )
    tips = list(page.tips.values())
    assert any(tip.startswith("Champions: Looked for +") for tip in tips)
    assert any(tip.startswith("Champions: Pays from") for tip in tips)


def test_the_chance_demanded_is_the_rule(proved):
    picture = proved(power=0.9)
    page = drawn(picture, LIGHT, "en")
    [line] = [
        one
        for one in page.figure.axes[0].lines
        if len(set(one.get_ydata())) == 1 and len(one.get_xdata()) == 2
    ]
    assert line.get_ydata()[0] == 0.9
    assert "demanded: 90%" in said(page)


def test_lines_differ_without_colour(proved):
    styles = [str(line._dash_pattern) for line in lines(drawn(proved(), LIGHT, "en")).values()]
    assert len(set(styles)) == len(styles)


CASES = {
    "plain": {},
    "money": {"measured": "revenue"},
    "one": {"segments": "champions"},
    "sure": {"power": 0.99, "alpha": 0.001},
    "tiny_lift": {"lift": 0.01},
    "large_lift": {"lift": 50},
    "long_names": {
        "form": {"names": f"champions={'Very dear friends of the house ' * 2}; at_risk=$x_i$ <b>风险</b> 😀"}
    },
    "yuan": {"form": {"merge": "at_risk+cant_lose=赢回"}, "measured": "revenue", "lift": 20},
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_words_stand_apart_on_the_page_whatever_is_tested(proved, name, language):
    page = drawn(proved(**CASES[name]), DARK, language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])
    assert len(page.words.title) <= 90
    assert "[[" not in page.words.title + page.words.reading


def test_groups_too_small_to_be_read_are_not_drawn(proved):
    with pytest.raises(MethodError) as told:
        proved(segments="new customers", held_out=5)
    assert told.value.code == "chart_no_test_to_draw"


def test_the_title_says_when_no_test_shows_what_is_looked_for(proved):
    page = drawn(proved(segments="at risk", lift=1), LIGHT, "en")
    assert page.words.title.startswith("At risk: looked for +1 point, shown from +")
