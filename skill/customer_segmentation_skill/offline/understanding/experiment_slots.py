"""What a message tells about a test: on whom, what lift it is to show, who is held out, for how long, how sure."""

import re
from collections.abc import Callable
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.stretches import days_of
from customer_segmentation_skill.offline.understanding.method_slots import horizon_slots

Slots = dict[str, Any]

_SEEN_BEFORE: Final = 24
_POINTS: Final = re.compile(r"\s*(?:percentage\s)?(?:points?|pts?|pp|p\.p\.|ppts?)\b|\s*(?:个?百分点|个点)")
_JOINED: Final = r"(?:[\s:=]|of|at|is|to|by|an?|the|level|about|only|just|even|[为是到达有约]|一个)*$"
"""What may stand between a word and the number that it is about."""
_POWER: Final = (
    re.compile(rf"(?:\bpower|功效|把握){_JOINED}"),
    re.compile(r"\s*(?:statistical )?(?:power|chance|certainty|sure)\b|\s*的?(?:把握|功效)"),
)
_CONFIDENCE: Final = (
    re.compile(rf"(?:\bconfidence|置信度?){_JOINED}"),
    re.compile(r"\s*confiden\w+|\s*的?置信"),
)
_ALPHA: Final = (
    re.compile(rf"(?:\balpha|\bsignificance|\bfalse (?:alarms?|positives?)|显著性?水平?|误报率?){_JOINED}"),
    re.compile(r"\s*(?:significance|alpha|false (?:alarms?|positives?))|\s*的?(?:显著|误报)"),
)
_LIFT: Final = (
    re.compile(
        rf"(?:\b(?:uplift|lift|effect|increase|rise|difference|improvement|detect|see|show|notice)"
        rf"|提升|增加|差异|效果|看得?出|测出){_JOINED}"
    ),
    re.compile(r"\s*(?:up)?lift|\s*(?:increase|effect|difference|rise|more)\b|\s*的?(?:提升|增长|差异|效果)"),
)
_BESIDE: Final[tuple[tuple[str, tuple[re.Pattern[str], re.Pattern[str]], Callable[[float], float]], ...]] = (
    ("power", _POWER, lambda percent: percent / 100),
    ("alpha", _CONFIDENCE, lambda percent: round(1 - percent / 100, 6)),
    ("alpha", _ALPHA, lambda percent: percent / 100),
    ("lift", _LIFT, lambda percent: percent),
)
"""By the words before or after a percentage: the field that it fills, and what of it; the first that fits counts."""
_DAYS: Final = re.compile(
    r"(?P<count>\d{1,3}|an?|one|two|three|six|[一两二三四六]+)[\s-]?个?(?P<unit>days?|weeks?|months?|天|周|月)(?![a-z])"
)
_MOST_HELD_OUT: Final = 50
_LONGEST: Final = 365
_SHORTEST: Final = 7


def experiment_slots(reading: Reading) -> Slots:
    """Return segments, lift, held_out, power, alpha, horizon_days and measured, as far as they are told.

    Percentages are read by the words beside them; one without such words is the share held out.
    """
    slots: Slots = {}
    named = list(dict.fromkeys(segment for segment, *_ in (reading.segments or reading.described)))
    if named:
        slots["segments"] = named
    for number in reading.numbers:
        name, value = _meant(number, reading.folded)
        if name:
            slots.setdefault(name, value)
    outcome = first_term("test_outcomes", reading.folded)
    if outcome:
        slots["measured"] = outcome
    return slots | _days(reading)


def _meant(number: Number, text: str) -> tuple[str, float]:
    """Return which field a number of a message fills, and with what; no field for any other number."""
    before, after = text[max(0, number.start - _SEEN_BEFORE) : number.start], text[number.end :]
    value = float(number.value)
    if _POINTS.match(after):
        return "lift", value
    if number.kind != "percent":
        return "", 0.0
    for name, (words_before, words_after), read in _BESIDE:
        if words_after.match(after) or words_before.search(before):
            return name, read(value)
    return ("held_out", value) if 0 < value <= _MOST_HELD_OUT else ("", 0.0)


def _days(reading: Reading) -> Slots:
    """Return over how many days the test is read, within what a test may last."""
    match = _DAYS.search(reading.folded)
    found = {"horizon_days": days_of(match["count"], match["unit"])} if match else horizon_slots(reading)
    return {name: days for name, days in found.items() if _SHORTEST <= days <= _LONGEST}
