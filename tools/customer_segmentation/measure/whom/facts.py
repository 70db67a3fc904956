"""The facts and tables of whom to contact."""

from typing import Any, Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import MEASURE, FactTable, Finding, Reply, Severity
from customer_segmentation.measure.facts import TOOL, CampaignFacts
from customer_segmentation.measure.outcome import Scale
from customer_segmentation.measure.people import CONTROL
from customer_segmentation.measure.whom.portrait import Portrait
from customer_segmentation.measure.whom.ways import Way, Ways
from customer_segmentation.measure.whom.whom import NEEDED, Refusal, Whom
from customer_segmentation.stats.shares import Estimate

_WAYS: Final = ("reached", "gain", "gain_low", "gain_high")
_UNITS: Final = {"recency_days": "days", "tenure_days": "days", "orders": "average"}


def way_subject(way: Way) -> str:
    """Return the subject of facts of a way."""
    return f"way_{way.value}"


def say_whom(sheet: CampaignFacts, reply: Reply, found: Whom | Refusal) -> None:
    """Say whom to contact, or what it would take to tell: facts, tables, findings and ``whom`` of the detail."""
    if isinstance(found, Refusal):
        if found is Refusal.FEW:
            sheet.say(ALL, "whom_needed", NEEDED, "customers", kind=Kind.GIVEN)
        reply.detail["whom"] = {"refused": found.value}
    else:
        _say_found(sheet, reply, found)
    # What was asked for stands before the figures of single segments, of which a model may not see all.
    added = {key: fact for key, fact in sheet.facts.items() if key not in reply.facts}
    reply.facts = added | reply.facts


def _say_found(sheet: CampaignFacts, reply: Reply, found: Whom) -> None:
    unit = sheet.currency if found.scale is Scale.MONEY else "average"
    sheet.say(ALL, "valued", len(found.ways.customers), "customers")
    for way in Way:
        _say_way(sheet, found.ways, way, unit)
    subjects = [way_subject(way) for way in Way if way is not Way.NOBODY]
    reply.tables["whom"] = FactTable(
        tool=TOOL, subjects=subjects, measures=list(_WAYS), subject_label="whom_way"
    )
    _say_portraits(sheet, reply, found.portraits)
    code = "campaign_whom_uncosted"
    if found.scale is Scale.MONEY:
        code = "campaign_whom_free" if found.free else "campaign_whom_discount"
    reply.findings.append(Finding(code=code, severity=Severity.WARNING))
    reply.detail["whom"] = _detail(found)


def _say_way(sheet: CampaignFacts, ways: Ways, way: Way, unit: str) -> None:
    """Say what a way brings over all who were valued."""
    subject, chosen = way_subject(way), ways.chosen[way]
    sheet.say(subject, "reached", int((chosen != CONTROL).sum()), "customers")
    if way is not Way.NOBODY:
        _say(sheet, subject, "gain", ways.gain[way], len(chosen), unit)
    if way not in {Way.LEARNT, Way.NOBODY}:
        _say(sheet, ALL, f"ahead_of_{way.value}", ways.lead[way], len(chosen), unit)


def _say(sheet: CampaignFacts, subject: str, measure: str, each: Estimate, many: int, unit: str) -> None:
    basis = f"{ALL}.valued"
    sheet.say(subject, measure, many * each.value, unit, basis, kind=Kind.ESTIMATED)
    sheet.say_interval(subject, measure, (many * each.low, many * each.high), unit, Kind.ESTIMATED)


def _say_portraits(sheet: CampaignFacts, reply: Reply, found: list[Portrait]) -> None:
    subjects = []
    for one in found:
        place = sum(other.trait == one.trait for other in found[: found.index(one)])
        subject = f"trait_{one.trait}" + (f"_{place + 1}" if one.level else "")
        unit = "share" if one.level else _UNITS.get(one.trait, sheet.currency)
        for measure, value in (("of_contacted", one.contacted), ("of_left", one.left)):
            sheet.say(subject, measure, round(value) if unit == "days" else value, unit)
        code, values = ("usually", {"value": one.level}) if one.level else (f"features/{one.trait}", {})
        reply.described[subject] = [NamePart(code=code, values=values)]
        subjects.append(subject)
    if subjects:
        reply.tables["whom_traits"] = FactTable(
            tool=TOOL, subjects=subjects, measures=["of_contacted", "of_left"], subject_label=MEASURE
        )


def _detail(found: Whom) -> dict[str, Any]:
    reached = int((found.ways.chosen[Way.LEARNT] != CONTROL).sum())
    return {
        "refused": "",
        "advice": found.ways.advice.value,
        "money": found.scale is Scale.MONEY,
        "some": 0 < reached < len(found.ways.customers),
    }
