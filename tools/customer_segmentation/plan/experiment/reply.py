"""What ``design_experiment`` answers."""

from dataclasses import dataclass
from typing import Any, Final

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.explain.time_split import Window
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.plan.experiment.design import Design
from customer_segmentation.plan.experiment.request import ExperimentRequest, Measured
from customer_segmentation.plan.experiment.subject import Subject
from customer_segmentation.stats.wilson import wilson_interval
from customer_segmentation.workspace.workspace import Result

TOOL: Final = "design_experiment"
POOLED: Final = "taken_together"
_NEXT: Final = ("experiment_export", "experiment_how_sized", "experiment_other_power")
_MEASURES: Final = {
    Measured.ORDERED: ("customers", "held_out", "base_rate", "detectable", "wanted", "break_even", "needed"),
    Measured.REVENUE: ("customers", "held_out", "base_revenue", "detectable_money", "wanted_money", "needed"),
}


@dataclass(frozen=True)
class Designed:
    """What was designed: an experiment per segment, and one on several together where some are too small."""

    request: ExperimentRequest
    segments: Result
    evidence: Evidence
    about: list[Prospect]
    designs: list[Design]
    taken_together: list[Subject]
    pooled: Design | None
    window: Window


def experiment_reply(found: Designed) -> Reply:
    """Return the reply."""
    sheet = FactSheet(TOOL, found.segments.reply.currency)
    every = [*found.designs, *([found.pooled] if found.pooled else [])]
    _say_terms(sheet, found)
    for one in every:
        _say_design(sheet, one, found.request)
    _say_action(sheet, found)
    reply = Reply(
        names=found.segments.reply.names,
        described=found.segments.reply.described,
        currency=sheet.currency,
        findings=[*_findings(found), *found.evidence.findings],
        next=list(_NEXT),
        detail=_detail(found),
    )
    subjects = [one.subject.id for one in every]
    measures = [m for m in _MEASURES[found.request.measured] if any(sheet.has(s, m) for s in subjects)]
    reply.tables["experiments"] = FactTable(tool=TOOL, subjects=subjects, measures=measures)
    reply.facts = sheet.facts
    return reply


def _say_terms(sheet: FactSheet, found: Designed) -> None:
    asked = found.request
    sheet.say(ALL, "horizon_days", asked.horizon_days, "days", kind=Kind.PROPOSED)
    sheet.say(ALL, "followed_days", found.window.days, "days")
    sheet.say(ALL, "followed_from", found.window.split_on, "date")
    sheet.say(ALL, "power", asked.power, "share", kind=Kind.GIVEN if _told(asked, "power") else Kind.PROPOSED)
    sheet.say(ALL, "alpha", asked.alpha, "share", kind=Kind.GIVEN if _told(asked, "alpha") else Kind.PROPOSED)


def _told(asked: ExperimentRequest, field: str) -> bool:
    return bool(getattr(asked, field) != type(asked).model_fields[field].default)


def _say_design(sheet: FactSheet, one: Design, asked: ExperimentRequest) -> None:
    subject, name = one.subject, one.subject.id
    given = Kind.GIVEN if asked.lift else Kind.ASSUMED
    sheet.say(name, "customers", subject.customers, "customers")
    sheet.say(name, "held_out", one.groups.held_out, "customers", kind=Kind.PROPOSED)
    sheet.say(name, "contacted", one.groups.contacted, "customers", kind=Kind.PROPOSED)
    sheet.say(name, "held_out_share", one.held_out, "share", kind=Kind.PROPOSED)
    sheet.say(name, "followed", subject.followed, "customers")
    if asked.measured is Measured.ORDERED:
        _say_of_shares(sheet, one, given)
    else:
        _say_of_money(sheet, one, given)
    if one.needed is not None:
        sheet.say(name, "needed", one.needed, "customers", kind=Kind.ESTIMATED)


def _say_of_shares(sheet: FactSheet, one: Design, given: Kind) -> None:
    subject, name = one.subject, one.subject.id
    sheet.say(name, "base_rate", subject.base, "share", f"{name}.followed")
    ordered = round(subject.base * subject.followed)
    sheet.say_interval(name, "base_rate", wilson_interval(ordered, subject.followed), "share", Kind.ESTIMATED)
    if one.wanted:
        sheet.say(name, "wanted", one.wanted, "points", kind=given)
    if one.detectable is not None:
        basis = (f"{name}.base_rate", f"{name}.held_out", f"{name}.contacted")
        sheet.say(name, "detectable", one.detectable, "points", *basis, kind=Kind.ESTIMATED)


def _say_of_money(sheet: FactSheet, one: Design, given: Kind) -> None:
    subject, name = one.subject, one.subject.id
    sheet.say(name, "base_revenue", subject.mean, sheet.currency)
    sheet.say(name, "deviation", subject.deviation, sheet.currency)
    saved = subject.correlation**2
    sheet.say(name, "variance_saved", saved, "share", kind=Kind.ESTIMATED)
    if one.wanted:
        sheet.say(name, "wanted_money", one.wanted, sheet.currency, kind=given)
    if one.detectable is not None:
        basis = (f"{name}.deviation", f"{name}.held_out", f"{name}.contacted")
        sheet.say(name, "detectable_money", one.detectable, sheet.currency, *basis, kind=Kind.ESTIMATED)
        if subject.mean > 0:
            relative = one.detectable / subject.mean
            sheet.say(
                name, "detectable_change", relative, "change", f"{name}.detectable_money", kind=Kind.ESTIMATED
            )


def _say_action(sheet: FactSheet, found: Designed) -> None:
    """Say the action proposed for each segment and the lift that pays for it."""
    by_id = {one.subject.id: one.subject for one in found.designs}
    for one in found.about:
        subject = by_id.get(one.segment.id)
        if subject and subject.break_even is not None:
            sheet.say(subject.id, "break_even", subject.break_even, "points", kind=Kind.ASSUMED)


def _findings(found: Designed) -> list[Finding]:
    missing = [
        one.segment.id for one in found.about if one.segment.id not in {d.subject.id for d in found.designs}
    ]
    said = [
        Finding(code="experiment_segment_too_few", severity=Severity.WARNING, subject=segment)
        for segment in missing
    ]
    for one in found.designs:
        proof = one.subject.break_even
        if found.request.measured is Measured.ORDERED and proof and one.detectable and proof > one.wanted > 0:
            said.append(
                Finding(code="experiment_pays_beyond", severity=Severity.WARNING, subject=one.subject.id)
            )
    if found.request.measured is Measured.REVENUE:
        said.append(Finding(code="experiment_heavy_tails"))
    return said


def _detail(found: Designed) -> dict[str, Any]:
    return {
        "measured": found.request.measured.value,
        "lift_given": bool(found.request.lift),
        "verdicts": {one.subject.id: one.verdict.value for one in found.designs},
        "pooled": found.pooled.verdict.value if found.pooled else "",
        "pooled_of": [one.id for one in found.taken_together],
        "actions": {
            one.segment.id: {"en": one.chosen.action.name.en, "zh": one.chosen.action.name.zh}
            for one in found.about
            if one.chosen
        },
        "filter": found.segments.reply.detail.get("filter", ""),
        "randomised_by": "salted hash of the customer id",
    }
