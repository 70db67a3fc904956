"""The plan in words: every figure is there, every sentence stands on it, both languages say the same figures."""

from functools import cache

import pytest

from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.placeholder import PLACEHOLDER
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import words_of
from customer_segmentation.plan.optimisation.parts import ENTRIES, Bet, Words, parts_of
from customer_segmentation.workspace.ledger import ThreadLedger

LANGUAGES = ("en", "zh")
MISSING = ("(figure not available)", "（无此数据）")
BY_TEMPLATES = {ProblemKind.BARE_NUMBER, ProblemKind.COMPARISON}
CASES = {
    "plenty": {"budget": "10000"},
    "tight": {"budget": "20"},
    "cautious": {"budget": "500", "caution": "cautious"},
    "told": {
        "effects": "champions: 5/10/30; at_risk/come_back_email: 1/5/9; at_risk/letter: 50/90/200; "
        "hibernating/small_offer_test: 200/300/400",
        "capacity": "post=30",
        "margin": "0.5",
    },
    "retained": {"objective": "retained", "horizon_days": 30, "held_out": 0},
    "yuan": {"currency": "CNY", "form": {"names": "champions=VIPs; at_risk=[[x]] {{ 7 * 7 }}"}},
    "short": {"shop": "short", "budget": "50"},
    "small": {"shop": "small", "budget": "50", "form": {"where": "orders >= 2"}},
}
"""What was asked, by what is odd about it."""
_BETS = 3
"""Bets of each plan that are read; all have the same words."""


@pytest.fixture(scope="module")
def said(written, standing):
    @cache
    def ask(name):
        case = dict(CASES[name])
        thread = f"plan-{name}"
        reply = written(case.pop("shop", "shop"), thread=thread, **case).reply
        return reply, ThreadLedger(standing.with_(thread=thread))

    return ask


def drafts(reply, language):
    yield prose("optimisation_plan", reply, language)
    for part in parts_of(reply):
        for block in part.blocks[: _BETS if part.id == "plan_bets" else None]:
            match block:
                case Words():
                    yield prose(f"report/{block.template}", reply, language)
                case Bet():
                    for entry in ENTRIES:
                        yield prose("report/plan_bet", reply, language, segments=[block.segment], entry=entry)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_there_and_every_sentence_stands_on_it(said, name, language):
    reply, ledger = said(name)
    text = Renderer(ReplyLedger(reply), language).text("\n\n".join(drafts(reply, language)))
    assert not any(mark in text for mark in MISSING), text
    for draft in drafts(reply, language):
        problems = [p for p in check(draft, ledger) if p.kind not in BY_TEMPLATES]
        assert problems == [], [(p.excerpt, p.hint) for p in problems]
    reply_alone = Renderer(ReplyLedger(reply), language).text(next(drafts(reply, language)))
    assert len([line for line in reply_alone.splitlines() if line.strip()]) <= 40


@pytest.mark.parametrize("name", CASES)
def test_both_languages_say_the_same_figures(said, name):
    reply, _ = said(name)
    english, chinese = (
        [{found[0].rstrip() for found in PLACEHOLDER.finditer(draft)} for draft in drafts(reply, language)]
        for language in LANGUAGES
    )
    assert english == chinese


def test_it_opens_with_goal_and_baseline_and_says_what_is_assumed(said):
    reply, _ = said("plenty")
    text = Renderer(ReplyLedger(reply), "en").text(prose("optimisation_plan", reply, "en"))
    lines = text.splitlines()
    assert lines[0].startswith("The plan from ")
    assert "with €10,000 and a margin of 40%. Goal: what remains of extra orders after all costs" in lines[0]
    assert lines[1].startswith("Baseline: left alone, about ")
    assert "These effects are assumptions from the playbooks, not measured in your shop" in text
    assert ". Not in the plan" not in text.replace("\nNot in the plan", "")


def test_what_spends_nothing_says_so_first(said):
    for name in ("cautious", "short"):
        assert prose("optimisation_plan", said(name)[0], "en").startswith("No money is committed yet.")
        assert prose("optimisation_plan", said(name)[0], "zh").startswith("目前不投入资金。")


def test_every_question_it_suggests_has_words(said):
    known = words_of("questions", "en")
    assert all(code in known for name in CASES for code in said(name)[0].next)
