"""What a message tells a method: how many clusters, by which traits, over how long."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.moves.arguments import PERIODS
from customer_segmentation_skill.offline.reading.cues import first_term, found_terms
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.stretches import HALF_A_YEAR, YEAR, days_of, number_of
from customer_segmentation_skill.offline.understanding.filters import date_slots

Slots = dict[str, Any]

_MOST_CLUSTERS: Final = 20
_NO_TRAIT: Final = frozenset({*PERIODS, "weekday", "customer", "segment"})
_AHEAD: Final = re.compile(
    r"(?:next|coming|following|within(?: the next)?|over the next|in(?: the next)?|未来|接下来|今后|往后|下)\s*"
    r"(?P<count>\d{1,4}|an?|one|two|three|six|twelve|[一二两三四五六九十]+)?\s?个?"
    r"(?P<unit>days?|weeks?|months?|quarters?|years?|天|日|周|月|季度?|年)"
)
_NEXT_YEAR: Final = re.compile(r"明年|(?<!\d)年内")
_HALF_A_YEAR: Final = re.compile(r"半年|half a year|next half[- ]year")
_GROUPS_SPELLED: Final = re.compile(r"[二两三四五六七八九十]+(?=个?[类群组簇拨堆])")
_AMOUNT_OF_TIME: Final = re.compile(r"(?:\b(?:an?|one|two|three|six|few|half|\d+)|[半一两几\d])\s*$")
"""Before a unit of time it says how long, not by what: half a year later."""
_AT_THE_END: Final = re.compile(r"\b(?:end|close)(?: of)?(?: the)?\s*$")
_END_AFTER: Final = re.compile(r"^(?:底|末)")


def cluster_slots(reading: Reading) -> Slots:
    """Return method, k, and the features that are named by the data's own columns.

    ``asks_k`` is "which" where a message asks how many groups there should be, "why" where it doubts a number.
    """
    slots: Slots = {}
    method = first_term("cluster_methods", reading.folded)
    if method:
        slots["method"] = method
    counts = [n.whole for n in reading.numbers if n.kind == "count" and 1 < n.whole <= _MOST_CLUSTERS]
    counts += [number_of(match[0]) for match in _GROUPS_SPELLED.finditer(reading.folded)]
    if first_term("doubts", reading.folded):
        slots["asks_k"] = "why"
    elif counts:
        slots["k"] = str(counts[0])
    elif first_term("cluster_counts", reading.folded):
        slots["asks_k"] = "which"
    features = [*found_groups(reading), *trait_names(reading)]
    if features:
        slots["features"] = features
    return slots


def found_groups(reading: Reading) -> list[str]:
    """Return the groups of features that a message names."""
    group = first_term("feature_groups", reading.folded)
    return [group] if group else []


def trait_names(reading: Reading) -> list[str]:
    """Return what customers may be divided by: traits and dimensions of the data, each once, in order."""
    divided = found_terms("divided_by", reading.folded)
    spans = [(start, meaning) for meaning, start, _ in (*reading.traits, *reading.dimensions, *divided)]
    named = [meaning for _, meaning in sorted(spans) if meaning not in _NO_TRAIT]
    return list(dict.fromkeys(named))


def trait_slots(reading: Reading) -> Slots:
    """Return the traits to divide by, and their kind where only that is said."""
    slots: Slots = {}
    names = trait_names(reading)
    if names:
        slots["traits"] = names
    kind = first_term("trait_kinds", reading.folded)
    if kind:
        slots["kind"] = kind
    return slots


def cohort_slots(reading: Reading) -> Slots:
    """Return the length of a cohort's period, and by what else newcomers are divided."""
    slots: Slots = {}
    dimensions = [
        meaning
        for meaning, start, _ in reading.dimensions
        if meaning not in PERIODS or not _AMOUNT_OF_TIME.search(reading.folded[:start])
    ]
    period = first_term("cohort_periods", reading.folded) or next(
        (meaning for meaning in dimensions if meaning in PERIODS), ""
    )
    if period:
        slots["period"] = period
    by = next((meaning for meaning in dimensions if meaning not in _NO_TRAIT), "")
    if by:
        slots["by"] = by
    return slots | date_slots(reading)


def migration_slots(reading: Reading) -> Slots:
    """Return the two days between which customers moved; "end of March" is its last day."""
    ends = [
        period.last
        if _AT_THE_END.search(reading.folded[: period.start])
        or _END_AFTER.match(reading.folded[period.end :])
        else period.first
        for period in reading.periods
    ]
    slots = date_slots(reading)
    if len(ends) > 1 and ends[0] and reading.periods[-1].last:
        slots |= {"date_from": ends[0].isoformat(), "date_to": reading.periods[-1].last.isoformat()}
    return slots


def value_slots(reading: Reading) -> Slots:
    """Return how far to predict, and the segmentation where it is asked per segment."""
    per_segment = any(meaning == "segment" for meaning, *_ in reading.dimensions)
    return horizon_slots(reading) | ({"segmentation": "latest"} if per_segment else {})


def horizon_slots(reading: Reading) -> Slots:
    """Return how many days ahead a message looks; nothing where it does not say."""
    text = reading.folded
    if _NEXT_YEAR.search(text):
        return {"horizon_days": YEAR}
    if _HALF_A_YEAR.search(text):
        return {"horizon_days": HALF_A_YEAR}
    match = _AHEAD.search(text)
    if match:
        return {"horizon_days": days_of(match["count"] or "one", match["unit"])}
    return {}
