"""What a question of figures asks: which measure, grouped by what, how many, of which part."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.understanding.filters import conditions, date_slots

Slots = dict[str, Any]

_TOP: Final = re.compile(r"\b(?:top|best|first|biggest|largest|worst|bottom|highest|leading|most)\b|前|最")
_BY: Final = re.compile(
    r"\b(?:by|per|each|every|across)\s+(?:the )?(?:customer'?s? )?$|(?:各个?|每个?|按照?|分|不同)$"
)


def query_slots(reading: Reading) -> Slots:
    """Return measure, by, top, conditions and dates, as far as they are told."""
    slots: Slots = {}
    groups = _groups(reading)
    if groups:
        slots["by"] = groups[0]
    taken = [(s, e) for meaning, s, e in reading.dimensions if groups and meaning == groups[0]]
    measures = [m for m, s, e in reading.measures if all(e <= a or b <= s for a, b in taken)]
    if "average_order_value" in measures:
        slots["measure"] = "average_order_value"
    elif measures:
        slots["measure"] = _asked_measure(measures, reading)
    counts = [n for n in reading.numbers if n.kind == "count"]
    if counts and _TOP.search(reading.folded):
        slots["top"] = counts[0].whole
    known = [condition.as_slot() for condition in conditions(reading) if condition.columns]
    if known:
        slots["conditions"] = known
    return slots | date_slots(reading)


def _asked_measure(measures: list[str], reading: Reading) -> str:
    """Prefer what "how many" or "number of" counts, and money over people elsewhere."""
    counted = re.search(r"(?:how many|number of|count of|多少个?|几个)\s?(?:\w+ )?", reading.folded)
    if counted:
        following = [m for m, start, _ in reading.measures if start >= counted.start()]
        return following[0] if following else measures[0]
    return next((m for m in measures if m != "customers"), measures[0])


def _groups(reading: Reading) -> list[str]:
    """Return the dimensions grouped by: those after "by" or "per", else those that are no measure."""
    measured = [(s, e) for _, s, e in reading.measures]
    whole = [(s, e) for m, s, e in reading.measures if m == "revenue_each"]  # holds "per customer" itself
    marked = [
        m
        for m, start, _ in reading.dimensions
        if _BY.search(reading.folded[:start]) and not any(s <= start < e for s, e in whole)
    ]
    counted = re.search(r"(?:how many|number of|多少个?)\s?\w*$", reading.folded)
    plain = [
        m
        for m, start, end in reading.dimensions
        if m not in {"customer", "segment", "day", "year", "week"}
        and all(end <= s or e <= start for s, e in measured)
    ]
    if any(re.match(r"[各每按]|分月|逐", reading.folded[s:e]) for _, s, e in reading.dimensions):
        marked += [m for m, s, e in reading.dimensions if re.match(r"[各每按]|分月|逐", reading.folded[s:e])]
    return marked or ([] if counted else plain)
