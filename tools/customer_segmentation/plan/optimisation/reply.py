"""What ``optimisation_plan`` answers: the facts of its steps under their own keys, and how they make one plan."""

from typing import Any, Final

from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply, small_subjects
from customer_segmentation.plan.optimisation.facts import TOOL, say_all
from customer_segmentation.plan.optimisation.material import Material
from customer_segmentation.plan.optimisation.steps import ADVICE, BUDGET, TESTS

_PLAN: Final = ("action", "contacted", "held_out", "cost", "expected", "expected_low", "expected_high")
_TESTED: Final = ("customers", "held_out", "base_rate", "detectable", "wanted", "needed")
_KEPT: Final = (
    *("objective", "cautious", "bound", "limited", "acting", "left", "actions", "instead", "effects", "test"),
    *("try_first", "sway", "assumed", "wanted", "filter", "randomised_by", "caps"),
)
"""What the budget plan says of itself that the whole plan says too."""


def optimisation_reply(found: Material) -> Reply:
    """Return the reply."""
    plan, segments = found.budget.reply, found.segments.reply
    sheet = FactSheet(TOOL, segments.currency)
    say_all(sheet, found)
    parts = {ADVICE.name: found.advice, BUDGET.name: plan}
    if found.tests:
        parts[TESTS.name] = found.tests
    reply = Reply(
        names=segments.names,
        described=plan.described,
        spoken=plan.spoken,
        currency=segments.currency,
        findings=_findings(found),
        next=_next(found),
        parts=parts,
    )
    for facts in (sheet.facts, plan.facts, *(one.facts for one in (*found.alone.values(), found.advice))):
        reply.facts |= facts
    if found.tests:
        reply.facts |= found.tests.facts
    reply.tables = _tables(found)
    reply.detail = _detail(found)
    return reply


def _tables(found: Material) -> dict[str, FactTable]:
    plan, tables = found.budget.reply, {}
    if found.bets:
        subjects = [*plan.detail["acting"], ALL]
        tables["plan"] = FactTable(tool=BUDGET.name, subjects=subjects, measures=list(_PLAN))
        tables["other_plans"] = FactTable(
            tool=BUDGET.name,
            subjects=[one for one in plan.tables["budget"].subjects if one not in plan.detail["acting"]],
            measures=["contacted", "cost", "expected", "expected_low", "expected_high", "loss_chance"],
        )
    if "break_evens" in plan.tables:
        tables["break_evens"] = plan.tables["break_evens"]
    if found.tests:
        subjects = found.tests.tables["experiments"].subjects
        shown = [m for m in _TESTED if any(f"{TESTS.name}.{s}.{m}" in found.tests.facts for s in subjects)]
        tables["experiments"] = FactTable(tool=TESTS.name, subjects=subjects, measures=shown)
    return tables


def _findings(found: Material) -> list[Finding]:
    """Return what a careful analyst would mention, once; why there are no tests, where there are none."""
    every = [*found.budget.reply.findings, *(found.tests.findings if found.tests else [])]
    if found.without_tests:
        every.append(found.without_tests)
    return [one for n, one in enumerate(every) if one not in every[:n]]


def _next(found: Material) -> list[str]:
    """Return codes of questions: what would make the plan surer, then what to do with it."""
    asks = [one for one in found.budget.reply.next if one.startswith("budget_tell_")]
    return [*asks[:1], *(["optimisation_report", "budget_draw"] if found.bets else ["budget_first"])]


def _detail(found: Material) -> dict[str, Any]:
    plan = found.budget.reply.detail
    tests = found.tests.detail if found.tests else {}
    few = small_subjects(found.budget.reply)
    return {
        **{name: plan[name] for name in _KEPT},
        "of": found.advice.detail["of"],
        "bets": {segment: _bet(found, segment) for segment in found.bets},
        "few": sorted(few),
        "first": list(found.calendar.first),
        "second": list(found.calendar.second),
        "calendar": _calendar(found),
        "verdicts": tests.get("verdicts", {}),
        "pooled": tests.get("pooled", ""),
        "pooled_of": tests.get("pooled_of", []),
    }


def _bet(found: Material, segment: str) -> dict[str, Any]:
    """Return what is done with a segment: its actions with their words, and what the playbook says of it."""
    doing = [
        {**one, **_how(found.action_words(segment, one["action"]))}
        for one in found.budget.reply.detail["doing"][segment]
    ]
    return {
        "doing": doing,
        "words": found.words_of(segment),
        "reason": found.advice.detail["reasons"][segment],
    }


def _how(words: dict[str, Any]) -> dict[str, Any]:
    """Return when and how an action is done, by language; empty words for an arm of a test, which has none."""
    return {name: words.get(name, {}) for name in ("when", "how")} | {"offer_words": words.get("offer", {})}


def _calendar(found: Material) -> list[dict[str, Any]]:
    """Return what happens when: the measure of each day, and what happens on it, several things of one day together."""
    days: dict[Any, list[str]] = {}
    for what, day in found.calendar.days().items():
        days.setdefault(day, []).append(what.value)
    return [{"on": f"{whats[0]}_on", "what": whats} for whats in days.values()]
