"""What ``compare_segmentations`` answers: agreement, counterparts, and what each side sees that the other does not."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.explain.comparison.crossed import Crossed
from customer_segmentation.explain.comparison.sides import Named, named_sides
from customer_segmentation.explain.comparison.splits import Split
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.stats.agreement import adjusted_rand_interval
from customer_segmentation.stats.wilson import wilson_interval

TOOL: Final = "compare_segmentations"
_WIDEST: Final = 9
"""A cross table of more columns is not shown as one."""
_UNITS: Final = {"orders": "average", "recency_days": "days"}


@dataclass(frozen=True)
class Side:
    """One segmentation: what its segments are called, the cross table seen from it, and where it is divided."""

    formed: Segmentation
    named: dict[str, Named]
    seen: Crossed
    splits: list[Split]


@dataclass(frozen=True)
class Comparison:
    """Both sides of what was found."""

    first: Side
    second: Side
    dataset: Dataset


def comparison_of(
    first: Segmentation,
    second: Segmentation,
    found: Crossed,
    splits: tuple[list[Split], list[Split]],
    dataset: Dataset,
) -> Comparison:
    """Return both sides with their segments named."""
    names = named_sides(first.segments, second.segments)
    return Comparison(
        Side(first, names[0], found, splits[0]), Side(second, names[1], found.turned(), splits[1]), dataset
    )


def comparison_reply(comparison: Comparison) -> Reply:
    """Return the reply with the facts of both sides."""
    sheet = FactSheet(TOOL, comparison.dataset.currency)
    first, second = comparison.first, comparison.second
    _say_whole(sheet, first)
    measures: dict[str, list[NamePart]] = {}
    for side, other in ((first, second), (second, first)):
        measures |= _say_side(sheet, side, other)
    named = [*first.named.values(), *second.named.values()]
    reply = Reply(
        facts=sheet.facts,
        names={name.subject: name.given for name in named if name.given},
        described={name.subject: name.parts for name in named if not name.given},
        measures=measures,
        findings=_findings(comparison),
        next=["compare_which_better", "compare_what_sets_apart"],
        currency=comparison.dataset.currency,
        detail=_detail(comparison),
    )
    rows, columns = (first, second) if len(first.seen.first) >= len(second.seen.first) else (second, first)
    if len(columns.seen.first) <= _WIDEST:
        reply.tables["cross"] = FactTable(
            tool=TOOL,
            subjects=[rows.named[segment].subject for segment in rows.seen.first],
            measures=["customers", *(f"share_in_{columns.named[s].subject}" for s in columns.seen.first)],
        )
    return reply


def _say_whole(sheet: FactSheet, side: Side) -> None:
    found = side.seen
    sheet.say(ALL, "common_customers", found.customers, "customers")
    sheet.say(ALL, "only_first", found.only_first, "customers")
    sheet.say(ALL, "only_second", found.only_second, "customers")
    sheet.say(ALL, "first_segments", len(found.first), "count")
    sheet.say(ALL, "second_segments", len(found.second), "count")
    sheet.say(ALL, "agreement", found.agreement, "coefficient", f"{ALL}.common_customers")
    interval = adjusted_rand_interval(found.counts)
    if interval:
        sheet.say_interval(ALL, "agreement", interval, "coefficient")


def _say_side(sheet: FactSheet, side: Side, other: Side) -> dict[str, list[NamePart]]:
    """Say every segment's customers, where they are on the other side, and its counterpart; return what cells are called."""
    measures: dict[str, list[NamePart]] = {}
    for segment in side.seen.first:
        subject, own = side.named[segment].subject, side.seen.size(segment)
        sheet.say(subject, "customers", own, "customers")
        if own < SMALL:
            continue
        best = side.seen.counterpart(segment)
        sheet.say(subject, "counterpart_share", best.share, "share")
        sheet.say_interval(subject, "counterpart_share", wilson_interval(best.both, own), "share")
        sheet.say(subject, "counterpart_overlap", best.overlap, "share")
        sheet.say(subject, "spread", side.seen.spread(segment), "coefficient")
        for target, both in side.seen.row(segment).items():
            name = other.named[target]
            cell, share = f"in_{name.subject}", f"share_in_{name.subject}"
            sheet.say(subject, cell, both, "customers")
            sheet.say(subject, share, both / own, "share", f"{subject}.{cell}", f"{subject}.customers")
            measures[cell] = [NamePart(code="compare_customers_in", of=name.parts)]
            measures[share] = [NamePart(code="compare_share_in", of=name.parts)]
    for split in side.splits:
        measures |= _say_split(sheet, side.named[split.segment].subject, split, side.seen.size(split.segment))
    return measures


def _say_split(sheet: FactSheet, subject: str, split: Split, own: int) -> dict[str, list[NamePart]]:
    for place, (_, customers) in zip(("first", "second"), split.parts, strict=True):
        sheet.say(subject, f"split_{place}", customers, "customers")
        sheet.say(
            subject,
            f"split_{place}_share",
            customers / own,
            "share",
            f"{subject}.split_{place}",
            f"{subject}.customers",
        )
    told = split.telling
    if told is None:
        return {}
    unit = _UNITS.get(told.measure, sheet.currency)
    sheet.say(subject, f"{told.measure}_first", _valued(told.typical, unit), unit)
    sheet.say(subject, f"{told.measure}_second", _valued(told.other, unit), unit)
    sheet.say(subject, f"{told.measure}_effect", told.size.value, "coefficient")
    sheet.say_interval(subject, f"{told.measure}_effect", (told.size.low, told.size.high), "coefficient")
    about = [NamePart(code=f"features/{told.measure}")]
    ends = ("first", "second", "effect", "effect_low", "effect_high")
    return {f"{told.measure}_{end}": [NamePart(code=f"compare_split_{end}", of=about)] for end in ends}


def _valued(value: float, unit: str) -> float | Decimal:
    if unit == "days":
        return round(value)
    return value if unit == "average" else Decimal(repr(value))


def _findings(comparison: Comparison) -> list[Finding]:
    found, seen = [], comparison.first.seen
    if seen.only_first or seen.only_second:
        code = "compare_only_one"
        found.append(Finding(code=code, severity=Severity.INFO))
    if min(len(seen.first), len(seen.second)) == 1:
        found.append(Finding(code="compare_one_segment", severity=Severity.WARNING))
    if comparison.first.formed.as_of != comparison.second.formed.as_of:
        found.append(Finding(code="compare_other_day"))
    return found


def _detail(comparison: Comparison) -> dict[str, Any]:
    first, second = comparison.first, comparison.second
    return {
        "verdict": first.seen.verdict,
        "methods": [first.formed.method, second.formed.method],
        "counterparts": [*_counterparts(first, second)],
        "splits": sorted(
            [*_split_words(first, second, "first"), *_split_words(second, first, "second")],
            key=lambda split: -split["weight"],
        ),
        "first": [first.named[s].subject for s in first.seen.first],
        "second": [second.named[s].subject for s in second.seen.first],
    }


def _counterparts(side: Side, other: Side) -> list[dict[str, Any]]:
    known = [segment for segment in side.seen.first if side.seen.size(segment) >= SMALL]
    largest_first = sorted(known, key=lambda segment: -side.seen.size(segment))
    return [
        {
            "segment": side.named[segment].subject,
            "counterpart": other.named[side.seen.counterpart(segment).segment].subject,
        }
        for segment in largest_first
    ]


def _split_words(side: Side, other: Side, which: str) -> list[dict[str, Any]]:
    return [
        {
            "side": which,
            "weight": round(side.seen.size(split.segment) * split.spread, 4),
            "segment": side.named[split.segment].subject,
            "parts": [other.named[part].subject for part, _ in split.parts],
            "measure": split.telling.measure if split.telling else "",
            "grade": split.telling.grade if split.telling else "",
        }
        for split in side.splits
    ]
