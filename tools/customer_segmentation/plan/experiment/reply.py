"""What ``design_experiment`` answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from customer_segmentation.advise.prospect import NEWCOMERS, Prospect
from customer_segmentation.explain.time_split import Window
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.plan.experiment.design import Design, Verdict, chance, least_holding
from customer_segmentation.plan.experiment.request import ExperimentRequest, Measured
from customer_segmentation.plan.experiment.rolling import Rolling
from customer_segmentation.plan.experiment.subject import Subject, action_to_test
from customer_segmentation.stats.wilson import wilson_interval
from customer_segmentation.workspace.workspace import Result

TOOL: Final = "design_experiment"
POOLED: Final = "taken_together"
_TOGETHER: Final = "experiment_together"
_NEXT: Final = {
    Measured.ORDERED: ("experiment_export", "experiment_how_sized", "experiment_by_money"),
    Measured.REVENUE: ("experiment_export", "experiment_other_share", "experiment_by_orders"),
}
_MEASURES: Final = {
    Measured.ORDERED: ("customers", "held_out", "base_rate", "detectable", "wanted", "break_even", "needed"),
    Measured.REVENUE: (
        *("customers", "held_out", "base_revenue", "detectable_money", "wanted_money"),
        *("break_even_money", "needed"),
    ),
}


@dataclass(frozen=True)
class Designed:
    """What was designed: an experiment per segment, and one on several together where some are too small."""

    request: ExperimentRequest
    segments: Result
    about: list[Prospect]
    designs: list[Design]
    taken_together: list[Subject]
    pooled: Design | None
    window: Window
    rolling: Rolling | None

    @property
    def every(self) -> list[Design]:
        """The experiments on segments, and the one on several last."""
        return [*self.designs, *([self.pooled] if self.pooled else [])]

    @property
    def to_do(self) -> list[Design]:
        """Those that show what is looked for: the ones worth doing."""
        return [one for one in self.every if one.verdict is Verdict.ENOUGH]


def experiment_reply(found: Designed) -> Reply:
    """Return the reply."""
    sheet = FactSheet(TOOL, found.segments.reply.currency)
    _say_terms(sheet, found)
    for one in found.every:
        _say_design(sheet, one, found.request)
    _say_chances(sheet, found)
    _say_rolling(sheet, found.rolling)
    reply = Reply(
        names=found.segments.reply.names,
        described=found.segments.reply.described,
        currency=sheet.currency,
        findings=_findings(found),
        next=_next(found),
        detail=_detail(found),
    )
    subjects = [one.subject.id for one in found.every]
    measures = [m for m in _MEASURES[found.request.measured] if any(sheet.has(s, m) for s in subjects)]
    reply.tables["experiments"] = FactTable(tool=TOOL, subjects=subjects, measures=measures)
    reply.facts = sheet.facts
    return reply


def _say_terms(sheet: FactSheet, found: Designed) -> None:
    asked = found.request

    def told(field: str) -> Kind:
        # By value: a result answers for everybody who asks the same, whether they said so or left it out.
        default = type(asked).model_fields[field].default
        return Kind.PROPOSED if getattr(asked, field) == default else Kind.GIVEN

    shortened = found.window.days < asked.horizon_days
    kind = Kind.PROPOSED if shortened else told("horizon_days")
    sheet.say(ALL, "horizon_days", found.window.days, "days", kind=kind)
    sheet.say(ALL, "history_days", found.window.history, "days")
    sheet.say(ALL, "followed_from", found.window.split_on, "date")
    sheet.say(ALL, "power", asked.power, "share", kind=told("power"))
    sheet.say(ALL, "alpha", asked.alpha, "share", kind=told("alpha"))
    if opted_out := sum(one.subject.opted_out for one in found.designs):
        sheet.say(ALL, "opted_out", opted_out, "customers")
    if asked.held_out:
        sheet.say(ALL, "held_out_share", asked.held_out / 100, "share", kind=Kind.GIVEN)


def _say_design(sheet: FactSheet, one: Design, asked: ExperimentRequest) -> None:
    subject, name = one.subject, one.subject.id
    sheet.say(name, "customers", subject.customers, "customers")
    sheet.say(name, "held_out", one.groups.held_out, "customers", kind=Kind.PROPOSED)
    sheet.say(name, "contacted", one.groups.contacted, "customers", kind=Kind.PROPOSED)
    kind = Kind.GIVEN if asked.held_out else Kind.PROPOSED
    sheet.say(name, "held_out_share", one.held_out, "share", kind=kind)
    sheet.say(name, "followed", subject.followed, "customers")
    if asked.measured is Measured.ORDERED:
        _say_of_shares(sheet, one, asked)
    else:
        _say_of_money(sheet, one, asked)
    if one.needed is not None:
        sheet.say(name, "needed", one.needed, "customers", kind=Kind.ESTIMATED)
    if asked.held_out and one.verdict is Verdict.SMALL and (more := least_holding(subject, asked)):
        sheet.say(name, "sufficient_share", more.held_out, "share", kind=Kind.ESTIMATED)


def _say_of_shares(sheet: FactSheet, one: Design, asked: ExperimentRequest) -> None:
    subject, name = one.subject, one.subject.id
    sheet.say(name, "base_rate", subject.base, "share", f"{name}.followed")
    as_if = max(round(subject.certainty), 1)
    interval = wilson_interval(round(subject.base * as_if), as_if)
    sheet.say_interval(name, "base_rate", interval, "share", Kind.ESTIMATED)
    if one.wanted:
        sheet.say(name, "wanted", one.wanted, "points", kind=Kind.GIVEN if asked.lift else Kind.ASSUMED)
    if one.detectable is not None:
        basis = (f"{name}.base_rate", f"{name}.held_out", f"{name}.contacted")
        sheet.say(name, "detectable", one.detectable, "points", *basis, kind=Kind.ESTIMATED)
    if subject.payoff:
        sheet.say(name, "break_even", subject.payoff.break_even, "points", kind=subject.payoff.kind)


def _say_of_money(sheet: FactSheet, one: Design, asked: ExperimentRequest) -> None:
    subject, name, unit = one.subject, one.subject.id, sheet.currency
    sheet.say(name, "base_revenue", subject.mean, unit)
    sheet.say(name, "deviation", subject.deviation, unit)
    sheet.say(name, "variance_saved", subject.correlation**2, "share", kind=Kind.ESTIMATED)
    if one.wanted:
        kind = Kind.GIVEN if asked.lift else Kind.ASSUMED
        sheet.say(name, "wanted_money", one.wanted, unit, f"{name}.base_revenue", kind=kind)
    if one.detectable is not None:
        basis = (f"{name}.deviation", f"{name}.held_out", f"{name}.contacted")
        sheet.say(name, "detectable_money", one.detectable, unit, *basis, kind=Kind.ESTIMATED)
        if subject.mean > 0:
            relative = one.detectable / subject.mean
            parts = (f"{name}.detectable_money", f"{name}.base_revenue")
            sheet.say(name, "detectable_change", relative, "change", *parts, kind=Kind.ESTIMATED)
    if subject.payoff and subject.payoff.money is not None:
        sheet.say(name, "break_even_money", subject.payoff.money, unit, kind=subject.payoff.kind)


def _say_chances(sheet: FactSheet, found: Designed) -> None:
    """Say how the tests worth doing fare under the likely scenario, and how often luck alone deceives them."""
    tests = found.to_do
    if not tests:
        return
    sheet.say(ALL, "tests", len(tests), "count")
    deceived = 1 - (1 - found.request.alpha) ** len(tests)
    sheet.say(ALL, "chance_of_luck", deceived, "share", "all.alpha", "all.tests", kind=Kind.ESTIMATED)
    seen = [
        chance(one.subject, one.likely, one.groups, found.request)
        for one in tests
        if one.likely and not found.request.lift
    ]
    if seen:
        sheet.say(ALL, "chance_likely_low", min(seen), "share", kind=Kind.ESTIMATED)
        sheet.say(ALL, "chance_likely_high", max(seen), "share", kind=Kind.ESTIMATED)


def _say_rolling(sheet: FactSheet, one: Rolling | None) -> None:
    if one is None:
        return
    sheet.say(NEWCOMERS, "inflow", max(round(one.weekly), 1), "customers")
    basis = (f"{NEWCOMERS}.needed", f"{NEWCOMERS}.inflow")
    sheet.say(NEWCOMERS, "weeks_needed", one.weeks, "count", *basis, kind=Kind.ESTIMATED)
    sheet.say(NEWCOMERS, "first_look", one.first_look, "share", "all.alpha", kind=Kind.PROPOSED)
    sheet.say(NEWCOMERS, "last_look", one.last_look, "share", "all.alpha", kind=Kind.PROPOSED)


def _next(found: Designed) -> list[str]:
    """Return what to ask next: to export as designed only where a test is worth doing, else to look at more segments."""
    first, *others = _NEXT[found.request.measured]
    if found.to_do:
        return [first, *others]
    return [_TOGETHER, *others] if len(found.designs) == 1 else others


def _findings(found: Designed) -> list[Finding]:
    designed = {one.subject.id for one in found.designs}
    said = [
        Finding(code="experiment_segment_too_few", severity=Severity.WARNING, subject=one.segment.id)
        for one in found.about
        if one.segment.id not in designed
    ]
    said += [
        Finding(code="experiment_pays_beyond", severity=Severity.WARNING, subject=one.subject.id)
        for one in found.designs
        if _pays_beyond(one, found.request)
    ]
    if any(one.subject.opted_out for one in found.designs):
        said.append(Finding(code="experiment_opted_out"))
    if found.window.days < found.request.horizon_days:
        said.append(Finding(code="experiment_window_shortened"))
    if found.request.measured is Measured.REVENUE:
        said.append(Finding(code="experiment_heavy_tails"))
    return said


def _pays_beyond(one: Design, asked: ExperimentRequest) -> bool:
    payoff = one.subject.payoff
    by_share = asked.measured is Measured.ORDERED
    return bool(by_share and payoff and one.wanted and payoff.break_even > one.wanted)


def _detail(found: Designed) -> dict[str, Any]:
    pooled = [one.id for one in found.taken_together]
    return {
        "measured": found.request.measured.value,
        "lift_given": bool(found.request.lift),
        "held_out_given": bool(found.request.held_out),
        "verdicts": {one.subject.id: one.verdict.value for one in found.designs},
        "pooled": found.pooled.verdict.value if found.pooled else "",
        "pooled_of": pooled,
        "holdouts": _holdouts(found),
        "actions": {one.segment.id: _action(one) for one in found.about if action_to_test(one)},
        "filter": found.segments.reply.detail.get("filter", ""),
        "randomised_by": "salted hash of the customer id",
    }


def _action(one: Prospect) -> dict[str, str]:
    case = action_to_test(one)
    return {"en": case.action.name.en, "zh": case.action.name.zh} if case else {}


def _holdouts(found: Designed) -> list[dict[str, Any]]:
    """Return which segments are exported with which percent held out, those with the same share together."""
    done = found.designs if not found.to_do else [one for one in found.designs if _is_done(one, found)]
    shares: dict[float, list[str]] = {}
    for one in done:
        shares.setdefault(round(one.held_out * 100, 4), []).append(one.subject.id)
    return [{"percent": percent, "segments": segments} for percent, segments in sorted(shares.items())]


def _is_done(one: Design, found: Designed) -> bool:
    pooled = found.pooled and found.pooled.verdict is Verdict.ENOUGH
    among: Sequence[str] = [subject.id for subject in found.taken_together] if pooled else ()
    return one.verdict is Verdict.ENOUGH or one.subject.id in among
