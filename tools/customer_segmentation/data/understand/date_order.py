"""Which way round a column writes its dates: decided from all of it, by evidence; never guessed."""

import re
from dataclasses import dataclass, fields
from typing import Final

from customer_segmentation.data.understand.parse_dates import DateStyle, Order, Zone, plausible
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal

_DIGITS: Final = r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})"
_OFFSET: Final = r"\d:\d\d.*?(Z|[+-]\d\d:?\d\d|[+-]\d\d)$"
_LONGEST_MONTH: Final = 31
_MONTHS: Final = 12
_RARE: Final = 0.05
"""Up to this share of cells may contradict the order of the others: they are set aside as unreadable."""
_FEWEST_STEPS: Final = 10
_SORTED: Final = 0.005
_UNSORTED: Final = 0.03
"""Shares of steps back in time; in sorted rows read the wrong way round about one step in twelve goes back."""
_DAYLIGHT_SAVING: Final = 60
"""Minutes by which the offsets of one place differ over a year."""


@dataclass(frozen=True)
class DateEvidence:
    """What the cells of a column say about their order; counts of cells.

    Attributes:
        digits: Dates in digits with the year last (or with two digits).
        first_over: First number over 12, so that it can be no month.
        equal: Both numbers alike, so that the order does not matter.
        first_most: Largest first number; likewise the second.
        dots: Written with dots, as in Germany.
        example: The smallest cell that could be read both ways, with both readings differing.
    """

    digits: int
    first_over: int
    second_over: int
    equal: int
    first_most: int
    second_most: int
    firsts: int
    seconds: int
    dots: int
    example: str


def date_evidence(engine: DuckDB, cells: str) -> DateEvidence:
    """Gather the evidence of a query that gives the text column ``x``."""
    numbers = f"REGEXP_EXTRACT(x, {literal(_DIGITS)}, ['a', 'b', 'c'])"
    row = engine.rows_of(
        f"WITH written AS (SELECT LEFT(x, 10) AS x, COUNT(*) AS n, MIN(x) AS whole FROM ({cells}) GROUP BY 1), "
        f"split AS (SELECT n, whole, CONTAINS(x, '.') AS dots, {numbers} AS d FROM written), "
        "parts AS (SELECT n, whole, dots, TRY_CAST(d.a AS INTEGER) AS a, TRY_CAST(d.b AS INTEGER) AS b FROM split "
        "WHERE d.a <> '') "
        f"SELECT SUM(n), SUM(n) FILTER (a > {_MONTHS}), SUM(n) FILTER (b > {_MONTHS}), SUM(n) FILTER (a = b), "
        "MAX(a), MAX(b), COUNT(DISTINCT a), COUNT(DISTINCT b), SUM(n) FILTER (dots), "
        f"MIN(whole) FILTER (a <> b AND a <= {_MONTHS} AND b <= {_MONTHS}) FROM parts"
    )[0]
    found = dict(zip((field.name for field in fields(DateEvidence)), row, strict=True))
    example = str(found.pop("example") or "")
    return DateEvidence(**{name: int(count or 0) for name, count in found.items()}, example=example)


def order_told(evidence: DateEvidence) -> Order | None:
    """Return the order that the numbers themselves prove, None where they prove nothing."""
    if evidence.first_most > _LONGEST_MONTH:
        return "ymd"
    first, second = evidence.first_over, evidence.second_over
    if not first and not second:
        return None
    if first and second and min(first, second) > _RARE * (first + second):
        return None
    return "dmy" if first > second else "mdy"


def contradicts_itself(evidence: DateEvidence) -> bool:
    """Tell whether many cells can only be day-first and many only month-first."""
    return bool(evidence.first_over and evidence.second_over) and order_told(evidence) is None


def order_implied(evidence: DateEvidence, engine: DuckDB, cells: str) -> Order | None:
    """Return the order that circumstances speak for: one day in every month, sorted rows, dots.

    ``cells`` is a query of ``_line`` and the text column ``x``.
    """
    if evidence.equal == evidence.digits:
        return "dmy"
    if evidence.first_most == 1 and evidence.seconds > 1:
        return "dmy"
    if evidence.second_most == 1 and evidence.firsts > 1:
        return "mdy"
    by_sorting = _order_of_sorting(engine, cells)
    if by_sorting:
        return by_sorting
    return "dmy" if evidence.dots == evidence.digits else None


def _order_of_sorting(engine: DuckDB, cells: str) -> Order | None:
    """Return the order under which the rows are in order of time, if they are so under one alone."""
    shares: dict[Order, float] = {}
    orders: tuple[Order, ...] = ("dmy", "mdy")
    for order in orders:
        style = DateStyle(order)
        steps, down, up = engine.rows_of(
            f"WITH q AS (SELECT _line, x, CAST(NULL AS TIMESTAMP) AS q FROM ({cells})), "
            f"p AS (SELECT _line, x, q, {style.parts('x')} AS p FROM q), "
            f"d AS (SELECT _line, CAST({plausible(style.whole('x', 'q', 'p'))} AS DATE) AS d FROM p), "
            "s AS (SELECT d, LAG(d) OVER (ORDER BY _line) AS before FROM d WHERE d IS NOT NULL) "
            "SELECT COUNT(*) FILTER (d <> before), COUNT(*) FILTER (d < before), COUNT(*) FILTER (d > before) FROM s"
        )[0]
        if steps < _FEWEST_STEPS:
            return None
        shares[order] = min(down, up) / steps
    best, other = sorted(orders, key=lambda order: shares[order])
    return best if shares[best] <= _SORTED and shares[other] >= _UNSORTED else None


def zone_of(engine: DuckDB, cells: str) -> tuple[Zone, int]:
    """Return how offsets are treated, and how many different ones there are.

    One place's offsets differ by at most an hour over the year: its days are those on its own wall. More
    than that are several places, which only UTC brings into one order.
    """
    found = engine.rows_of(
        f"SELECT DISTINCT REGEXP_EXTRACT(x, {literal(_OFFSET)}, 1) AS z FROM ({cells}) ORDER BY z"
    )
    offsets = sorted({_minutes(zone) for (zone,) in found if zone})
    if not offsets:
        return "", 0
    one_place = offsets[-1] - offsets[0] <= _DAYLIGHT_SAVING
    return ("wall" if one_place else "utc"), len(offsets)


def _minutes(zone: str) -> int:
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 60 + int(digits[2:]))


def usual_format(engine: DuckDB, cells: str, order: Order) -> str:
    """Return the strptime format of the commonest shape, ``cast`` for ISO dates, nothing if neither."""
    found = engine.rows_of(
        f"SELECT MIN(x), COUNT(*) AS n FROM ({cells}) GROUP BY REGEXP_REPLACE(x, '\\d', '9', 'g') "
        "ORDER BY n DESC, MIN(x) LIMIT 1"
    )
    example = str(found[0][0]) if found else ""
    if re.fullmatch(
        r"\d{4}([-/])\d{1,2}\1\d{1,2}([T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:?\d\d|Z)?)?", example
    ):
        return "cast"
    if re.fullmatch(r"(19|20)\d{6}", example):
        return "%Y%m%d"
    split = re.fullmatch(
        r"\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})( \d{1,2}:\d\d(:\d\d)?( ?[AaPp][Mm])?)?", example
    )
    if split is None or order == "ymd":
        return ""
    year = "%Y" if len(split[2]) == len("2024") else "%y"
    days = ["%d", "%m"] if order == "dmy" else ["%m", "%d"]
    clock = ""
    if split[3]:
        noon = split[5] or ""
        clock = (" %I:%M" if noon else " %H:%M") + (":%S" if split[4] else "")
        clock += " %p" if noon.startswith(" ") else "%p" if noon else ""
    return split[1].join([*days, year]) + clock
