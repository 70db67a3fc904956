"""Changes to a schedule that waits for approval: another day, another time, asking each time."""

import re
from typing import Any, Final

from customer_segmentation_skill.adapters.deciding.proposals import MANY

_NO_PROPOSAL: Final = (
    r"(?:the )?\d{1,2}(?:(?:st|nd|rd|th)? of (?:every|each|the) month|:\d\d| ?[ap]m\b|[点时]| ?o'?clock)"
)
"""A day or a time, not the number of what waits."""
_LEAD: Final = (
    r"(?:(?:please|ok|okay|yes|no|but|rather|better)[ ,]+)*"
    r"(?:(?:change|make|set|do|run|move|repeat)(?: (?:it|that|this|the time|the day))?(?: to)? ?)?"
    rf"(?:(?!{_NO_PROPOSAL}){MANY}[ ,:]*(?:to |be |at )?)?(?:请|把)?(?:改到|改为|改成?|换成?|设为)?"
)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE_DAYS: Final = "一二三四五六日"
_PART: Final = re.compile(
    rf"(?:on |every |each )?(?P<weekday>{'|'.join(_DAYS)})s?|每?个?(?:周|星期|礼拜)(?P<zh_weekday>[一二三四五六日天])"
    r"|(?P<day>every day|daily|每天|每日)|(?P<week>every week|weekly|每周)|(?P<month>every month|monthly|每个?月)"
    r"|(?:on )?(?:the )?(?P<of>\d{1,2})(?:st|nd|rd|th)? of (?:every|each|the) month|每个?月(?P<zh_of>\d{1,2})[号日]"
    r"|(?:at )?(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)| ?(?P<half>am|pm)|:(?P<minute2>[0-5]\d) ?(?P<half2>am|pm))"
    r"|at (?P<bare>\d{1,2})(?: o'?clock)?"
    r"|(?P<part>早上|上午|下午|晚上)?(?P<zh_hour>\d{1,2})(?:点|时)(?P<zh_half>半)?"
    r"|(?P<ask>(?:but )?ask(?: me)?(?: first| each time| every time)|每次(?:都)?(?:先)?(?:问我|询问))"
)
_JOIN: Final = re.compile(
    r"\s*(?:,| and | with |和|并且?|、)\s*| (?=at \d|on (?:mon|tue|wed|thu|fri|sat|sun))|(?<=[一二三四五六日天])(?=早上|上午|下午|晚上|\d)"
)
_NOON: Final = 12


def schedule_edit_in(plain: str) -> tuple[str, dict[str, Any]] | None:
    """Return which proposals a message changes, in its words, and the new values; None if it is more than that."""
    plain = re.sub(r"(?: please| thanks| thank you| instead)+$", "", plain)
    lead = re.match(_LEAD, plain)
    if lead is None or not lead[0]:
        return None
    changes = _changes(plain[lead.end() :])
    return (str(lead["which"] or ""), changes) if changes else None


def _changes(text: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for part in _JOIN.split(text.strip()):
        found = _PART.fullmatch(part.strip())
        change = _change(found) if found else {}
        if not change:
            return {}
        changes |= change
    return changes


def _change(found: re.Match[str]) -> dict[str, Any]:
    if found["weekday"]:
        return {"every": "week", "weekday": found["weekday"]}
    if found["zh_weekday"]:
        return {
            "every": "week",
            "weekday": _DAYS[_CHINESE_DAYS.index(found["zh_weekday"].replace("天", "日"))],
        }
    if found["of"] or found["zh_of"]:
        return {"every": "month", "day": int(found["of"] or found["zh_of"])}
    if found["ask"]:
        return {"unattended": False}
    every = next((name for name in ("day", "week", "month") if found[name]), "")
    return {"every": every} if every else _time(found)


def _time(found: re.Match[str]) -> dict[str, Any]:
    hour = int(found["hour"] or found["bare"] or found["zh_hour"])
    minute = int(found["minute"] or found["minute2"] or (30 if found["zh_half"] else 0))
    half = found["half"] or found["half2"] or ""
    if (half == "pm" or found["part"] in {"下午", "晚上"}) and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return {"at": f"{hour:02d}:{minute:02d}"} if hour < 2 * _NOON else {}
