"""What to leave in or out: only Germany, leave out wholesale, since March."""

import re
from dataclasses import dataclass
from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.dates import Period
from customer_segmentation_skill.offline.reading.reading import Reading

_OUT: Final = re.compile(
    r"\b(?:exclud(?:e|ing)|without|leav(?:e|ing) out|drop|ignor(?:e|ing)|remov(?:e|ing)|skip|filter out|take out|except(?: for)?|minus|"
    r"not counting|get rid of|kick out|omit|strip out|throw out|discard|but not|is not|not from|!=)\b|!="
    r"|去掉|排除|剔除|除去|除了|不要|不含|不包括|不包含|去除|忽略|扣除|刨去|剔掉|删掉|刨掉|不算|不看|别算|过滤掉|拿掉|撇开|抛开|别看|别包括|不是"
)
_OUT_AFTER: Final = re.compile(
    r"^(?:的)?(?:客户|订单|数据|用户|会员|部分)*(?:都|全)?(?:去掉|排除|剔除|除去|扣除|删掉|去除|过滤掉?|拿掉|刨掉|剔掉|不要|不算)|^ (?:out|excluded|removed|aside)\b"
)
_IN: Final = re.compile(
    r"\b(?:only|just|solely|exclusively|restrict\w*|limit\w*|narrow\w*|filter(?: by| on| for)?|focus\w*|keep|zoom in|include|add(?: back)?|where)\b|=="
    r"|只看|仅看|只要|只分析|仅分析|只算|仅限|限定|限于|只限|只保留|只统计|单看|单独看|聚焦|就看|只考虑|只用|只取|筛选|缩小|加上|加回|包括|包含|只|仅"
)
_PLACED: Final = re.compile(
    r"\b(?:in|from|within|outside|only|just|without|except|excluding|not)\s+(?:of |for |the )*$|(?:在|来自|位于|只看|只要|只|仅|排除|去掉|不要|不含)\s*$"
)
_OF: Final = re.compile(r"的(?!邮件|短信|图|报告)|以外|之外")
_CLEAR: Final = re.compile(
    r"\b(?:remove|clear|drop|reset|lift|cancel)\b.*\bfilters?\b|\b(?:leave|take|turn) (?:the |all |that |this )?filters? (?:out|off|away)\b|\b(?:all|every|whole|entire|full) (?:the )?(?:countries|data|period|range|dataset|dates|time|customers|everything)\b"
    r"|\bno (?:more )?filters?\b|(?:取消|清除|去掉|移除|清空|解除).{0,4}(?:筛选|过滤|条件|限制)|(?:恢复|改回|回到|看|用)(?:全部|所有|全量|整体|完整)"
)
_PHRASE: Final = re.compile(
    r"\s*(?:(?:all|the|our|my|any|orders?|customers?|accounts?|data|those|to|on|for|from|in|at|of|with|by|look|looking|sales)\b\s*|(?:所有|全部|那些|来自|在|掉|一下|分析|的)\s*)*"
    r"(?P<value>[^,;.!?，。；！？]+?)(?:\s+(?:and only|and just|but|please|customers?|clients?|accounts?|orders?|data|only|for now|again|from|in|since|this time|too)\b|(?:的)?(?:客户|用户|订单|数据|会员|部分)|吧|[,;.!?，。；！？]|$)"
)


@dataclass(frozen=True)
class Condition:
    """One thing to leave in or out; ``column`` is empty where the data do not tell which."""

    value: str
    column: str = ""
    exclude: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    """Every (column, value) that may be meant."""

    def as_slot(self) -> dict[str, Any]:
        """Return the condition as plain data, for a message to remember."""
        return {
            "value": self.value,
            "column": self.column,
            "exclude": self.exclude,
            "columns": [list(pair) for pair in self.columns],
        }


def filter_slots(reading: Reading) -> dict[str, Any]:
    """Return column, value, exclude, date_from, date_to, ``clear``, and every condition as ``conditions``."""
    slots: dict[str, Any] = {}
    if _CLEAR.search(reading.folded) and not reading.values:
        slots["clear"] = True
    found = [] if slots else conditions(reading)
    if found:
        slots["value"] = found[0].value
        if found[0].column:
            slots["column"] = found[0].column
        if found[0].exclude:
            slots["exclude"] = True
        slots["conditions"] = [condition.as_slot() for condition in found]
    return slots | date_slots(reading)


def placed_slots(reading: Reading) -> dict[str, Any]:
    """Return the values of the data that say where or of which kind those meant are: "at risk in Germany", 德国的冠军客户."""
    text = reading.folded
    placed = [
        _known(reading, hits, start, end).as_slot()
        for hits, start, end in reading.values
        if _PLACED.search(text[:start]) or _OF.match(text[end:])
    ]
    return {"conditions": placed} if placed else {}


def part_slots(reading: Reading) -> dict[str, Any]:
    """Return what is to be looked at of the data: values that they hold, what is left out, and time that they cover."""
    known = [
        condition.as_slot() for condition in conditions(reading) if condition.columns or condition.exclude
    ]
    until = reading.situation.data_until
    ahead = until and any(period.first and period.first > until for period in reading.periods)
    return ({"conditions": known} if known else {}) | ({} if ahead else date_slots(reading))


def conditions(reading: Reading) -> list[Condition]:
    """Return what the message wants in or out, in order: values of the data first, else its own words."""
    known = [_known(reading, hits, start, end) for hits, start, end in reading.values]
    taken = [(start, end) for _, start, end in reading.values] + [(p.start, p.end) for p in reading.periods]
    return known + _unknown(reading, taken)


def _known(reading: Reading, hits: tuple[tuple[str, str], ...], start: int, end: int) -> Condition:
    named = {meaning for meaning, *_ in reading.dimensions} | {meaning for meaning, *_ in reading.headers}
    chosen = [hit for hit in hits if hit[0] in named] or list(hits)
    column = chosen[0][0] if len(chosen) == 1 else ""
    return Condition(chosen[0][1], column, _excluded(reading.folded, start, end), tuple(chosen))


def _excluded(text: str, start: int, end: int) -> bool:
    """Whether the nearest word before a value, or what follows it, leaves it out."""
    out = max((m.end() for m in _OUT.finditer(text, 0, start)), default=-1)
    kept = max((m.end() for m in _IN.finditer(text, 0, start) if not _OUT.search(m[0])), default=-1)
    return out > kept or bool(_OUT_AFTER.match(text[end:]))


def _unknown(reading: Reading, taken: list[tuple[int, int]]) -> list[Condition]:
    """Return words after "only" or "without" that are no value of the data, such as wholesale."""
    found: list[Condition] = []
    text = reading.folded
    cues = [(m.end(), True) for m in _OUT.finditer(text)] + [(m.end(), False) for m in _IN.finditer(text)]
    for position, exclude in sorted(cues):
        match = _PHRASE.match(text, position)
        if match is None:
            continue
        start, end = match.span("value")
        overlaps = any(start < e and s < end for s, e in taken)
        words = reading.said(start, end)
        if words and not overlaps and not _OUT.search(text[start:end]) and not _is_form(text[start:end]):
            found.append(Condition(words, "", exclude))
            taken = [*taken, (start, end)]
    for quoted, start, end in reading.quoted:
        if not any(start < e and s < end for s, e in taken):
            found.append(Condition(quoted, "", _excluded(text, start, end)))
    return found


def _is_form(words: str) -> bool:
    """Whether the words only name what is filtered: the period, the data, the analysis."""
    plain = re.sub(
        r"\b(?:the|a|it|this|that|period|analysis|time|range|everything|view|again|now|them|those)\b",
        "",
        words,
    ).strip()
    dimension = found_terms("dimensions", words)
    return not plain or len(plain) < 2 or any(end - start == len(words) for _, start, end in dimension)  # noqa: PLR2004


def date_slots(reading: Reading) -> dict[str, Any]:
    """Return date_from and date_to (ISO days) of the periods a message names."""
    slots: dict[str, Any] = {}
    for period in reading.periods:
        first, last = _kept(period, reading.folded)
        if first:
            slots["date_from"] = first.isoformat()
        if last:
            slots["date_to"] = last.isoformat()
    if reading.periods and not slots and not any(period.known for period in reading.periods):
        slots["period"] = reading.periods[0].text
    return slots


def _kept(period: Period, text: str) -> tuple[Any, Any]:
    """Turn "ignore everything before June" round into what is kept: from June."""
    from datetime import timedelta

    day = timedelta(days=1)
    if _excluded(text, period.start, period.end):
        if period.first is None and period.last:
            return period.last + day, None
        if period.last is None and period.first:
            return None, period.first - day
    return period.first, period.last
