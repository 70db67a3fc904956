"""Plans that rest on a past test: which test, what it may be planned with, and what is said of it."""

import json
import random
from datetime import date

import pytest

from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from odd_shops import form_segments, shop_rows
from shop_on_disk import sale

SENT = date(2024, 11, 1)
ARMS = ("reminder email", "control")


def _rows_and_arms():
    """Return the lines of a shop and the arm of each customer; the e-mail made every fifth buy once more."""
    draw = random.Random(9)  # noqa: S311 - a seeded shop, no secret
    rows = list(shop_rows("shop"))
    arms = {who: draw.choice(ARMS) for who in dict.fromkeys(row[0] for row in rows)}
    extra = [
        sale(who, f"extra-{who}", date(2024, 11, 3 + n % 20), "60.00")
        for n, (who, arm) in enumerate(arms.items())
        if arm != "control" and draw.random() < 0.2
    ]
    return [*rows, *extra], arms


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    rows, arms = _rows_and_arms()
    path = tmp_path_factory.mktemp("campaign") / "results.csv"
    lines = [f"{who},{arm},{SENT}" for who, arm in arms.items()]
    path.write_text("\n".join(["customer_id,arm,sent_on", *lines]) + "\n", encoding="utf-8")
    return rows, str(path)


@pytest.fixture
def tested(standing, shop):
    """Measure the campaign in a thread of its own and plan after it; returns the plan's reply and the thread."""

    def ask(name, how=None, form=None, **asked):
        rows, path = shop
        thread = standing.with_(thread=f"tested-{name}", typed=frozenset({path}))
        segments = form_segments(thread, rows)
        run(tool_of(measure_campaign), {"campaign": path, "segmentation": segments.id, **(how or {})}, thread)
        if form:
            segments = form_segments(thread, rows, **form)
        request = {"segmentation": segments.id, "budget": "500", **asked}
        return run(tool_of(plan_budget), request, thread).reply, thread

    return ask


def test_a_plan_rests_on_what_was_measured(tested):
    reply, thread = tested("fits")
    measured = next(iter(thread.results_of("measure_campaign")))
    about = json.loads((measured.folder / "effects.json").read_text(encoding="utf-8"))
    whole = about["effects"][0]
    assert reply.detail["effects"] == ["measured"]
    assert reply.detail["test"]["number"] == measured.number
    assert reply.value("plan_budget.all.tested") == whole["contacted"]
    assert reply.value("plan_budget.all.tested_held_out") == whole["held_out"]
    assert reply.value("plan_budget.all.horizon_days") == about["horizon_days"] == 30
    # What is believed of a segment is near what it showed, as near as so few customers can tell.
    cells = {one["segment"]: one for one in about["cells"]}
    for segment in reply.detail["acting"]:
        cell = cells[segment]
        shown = cell["contacted_mean"] - cell["held_out_mean"]
        error = (0.25 / cell["contacted"] + 0.25 / cell["held_out"]) ** 0.5
        likely = float(reply.value(f"plan_budget.{segment}.effect_likely"))
        assert likely == pytest.approx(shown, abs=2 * error)
        assert float(reply.value(f"plan_budget.{segment}.effect_worst")) < likely


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["fits", "beside", "later", "other_segments", "not_random", "correlational", "revenue"]
)
def test_every_sentence_on_a_test_stands_on_a_fact(tested, name, language):
    case = {
        "beside": {"effects": "at_risk: 50/60/90"},
        "later": {"horizon_days": 90},
        "other_segments": {"form": {"where": "orders >= 2"}},
        "not_random": {"how": {"held_out": 10}},
        "correlational": {"how": {"control": "none"}},
        "revenue": {"how": {"measured": "revenue"}},
    }.get(name, {})
    reply, thread = tested(name, **case)
    text = prose("plan_budget", reply, language)
    assert check(text, ThreadLedger(thread)) == []
    shown = Renderer(ReplyLedger(reply), language).text(text)
    uses = name in {"fits", "beside", "later"}
    words = {"en": "were measured in your test", "zh": "测试"}[language]
    assert (words in shown) or not uses
    assert ("measured" in reply.detail["effects"]) == uses


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("other_segments", {"form": {"where": "orders >= 2"}}),
        ("not_random", {"how": {"held_out": 10}}),
        ("correlational", {"how": {"control": "none"}}),
        ("other_outcome", {"how": {"measured": "revenue"}}),
    ],
)
def test_a_test_that_does_not_fit_is_left_out_with_a_reason_and_refused_where_it_is_named(tested, name, case):
    reply, thread = tested(f"named-{name}", **case)
    assert reply.detail["effects"] == ["assumed"]
    number = next(iter(thread.results_of("measure_campaign"))).number
    code = f"budget_test_{name}"
    assert code in {finding.code for finding in reply.findings}
    segments = thread.result("latest", "segmentation")
    with pytest.raises(MethodError) as raised:
        run(tool_of(plan_budget), {"segmentation": segments.id, "measured": number}, thread)
    assert raised.value.code == code


def test_none_leaves_the_test_out_and_another_result_is_no_test(tested):
    reply, thread = tested("none", measured="none")
    assert reply.detail["effects"] == ["assumed"]
    segments = thread.result("latest", "segmentation")
    with pytest.raises(InputError) as raised:
        run(tool_of(plan_budget), {"segmentation": segments.id, "measured": segments.number}, thread)
    assert raised.value.code == "budget_not_measured"
