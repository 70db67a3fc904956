"""Dates as people write them, read in SQL: the style of a column is decided first, then every cell is read by it.

What cannot be mistaken (year first, a month's name, Excel's day numbers, seconds since 1970) is read cell by
cell; for days and months in digits the whole column follows one order, see ``date_order``.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.source_text import is_one_of
from customer_segmentation.engine.sql_file import literal

Order = Literal["dmy", "mdy", "ymd"]
Zone = Literal["", "wall", "utc"]

_LETTER: Final = r"[^\s\d.,:/()+-]"
"""Cheaper than a Unicode class, of which every use is compiled anew."""
_CLOCK: Final = (
    r"(?:[T,\s]*(上午|下午|[AaPp]\.?[Mm]\.?)?\s*(\d{1,2})[:：时点h](\d{2})(?:[:：分](\d{2}(?:\.\d{1,9})?)(?:[,:]\d{1,9})?)?"
    r"[分秒]?\s*([AaPp]\.?[Mm]\.?)?)?"
)
_OFFSET: Final = r"\s*(?:Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\([^)]*\))?$"
_WEEKDAY: Final = rf"^(?:{_LETTER}{{2,10}}\.?,?\s+)?"
_NUMBERS_FIRST: Final = (
    rf"{_WEEKDAY}(\d{{1,4}})(?:st|nd|rd|th|\.)?\s*[-/. 年]\s*(\d{{1,2}}|{_LETTER}{{3,10}})\.?\s*[-/., 月]\s*"
    r"(\d{4}|\d{1,2})\s*[日号]?"
)
_MONTH_FIRST: Final = rf"{_WEEKDAY}({_LETTER}{{3,10}})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"

LOOKS_LIKE_DATE: Final = (
    f"{_NUMBERS_FIRST}(?:[T,\\s]*\\D{{0,3}}\\d{{1,2}}[:：时点h]\\d{{2}}.*)?$|{_MONTH_FIRST}(?:\\D.*)?$"
)
PARTS: Final = ("a", "b", "c", "half", "hour", "minute", "second", "noon", "zone")

_EARLIEST: Final = "TIMESTAMP '1900-01-01'"
_AFTER_LATEST: Final = "TIMESTAMP '2300-01-01'"


@dataclass(frozen=True)
class DateStyle:
    """How a column's dates are read.

    Attributes:
        order: Of days and months in digits. ``ymd`` reads 24-03-05 as the year 2024.
        zone: Times with an offset are taken as they stand on the wall (``wall``), or as UTC where the
            column mixes time zones; empty where there are none.
        format: A strptime format, or ``cast`` for ISO dates, by which most cells can be read quickly.
        native: The source has dates, not text.
        assumed: The sample did not show the order; the whole column must.
    """

    order: Order = "dmy"
    zone: Zone = ""
    format: str = ""
    native: bool = False
    assumed: bool = field(default=False, compare=False)

    def quick(self, text: str) -> str:
        """Return SQL that reads the usual cell quickly; NULL, or a year before 1900, for any other."""
        if self.native:
            return f"CAST({text} AS TIMESTAMP)"
        if self.zone == "utc" or not self.format:
            return "CAST(NULL AS TIMESTAMP)"
        if self.format == "cast":
            last = f"{text}[-1]"
            return (
                f"CASE WHEN {last} BETWEEN '0' AND '9' OR {last} = 'Z' THEN TRY_CAST({text} AS TIMESTAMP) END"
            )
        # It would also read words such as "epoch".
        return (
            f"CASE WHEN {text} >= '0' AND {text} < ':' THEN TRY_STRPTIME({text}, {literal(self.format)}) END"
        )

    def parts(self, text: str) -> str:
        """Return SQL that takes a cell that was not read quickly apart into the struct that ``whole`` reads."""
        named = "[" + ", ".join(literal(part) for part in PARTS) + "]"
        return (
            f"CASE WHEN {text} IS NULL THEN NULL WHEN REGEXP_MATCHES({text}, {literal(_MONTH_FIRST)}) "
            f"THEN REGEXP_EXTRACT({text}, {literal(_MONTH_FIRST + _CLOCK + _OFFSET)}, {named}) "
            f"ELSE REGEXP_EXTRACT({text}, {literal(_NUMBERS_FIRST + _CLOCK + _OFFSET)}, {named}) END"
        )

    def whole(self, text: str, quick: str, parts: str) -> str:
        """Return SQL for the timestamp of a cell, NULL where it is no date; see ``plausible``.

        ``text`` and ``parts`` are NULL for cells that were read quickly.
        """
        written = f"TRY_CAST({self._written(parts)} AS TIMESTAMP)"
        if self.zone == "utc":
            written = f"({written} - {_offset(f'{parts}.zone')})"
        return f"CASE WHEN {text} IS NULL THEN {quick} WHEN {parts}.a <> '' THEN {written} ELSE {_counted(text)} END"

    def _written(self, parts: str) -> str:
        """Return SQL that writes the parts as an ISO timestamp."""
        a, b, c = (f"{parts}.{part}" for part in "abc")
        year_last = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[self.order]
        name_first = f"REGEXP_MATCHES({a}, '^\\D')"
        name_second = f"REGEXP_MATCHES({b}, '^\\D')"
        columns = []
        for n in range(3):
            by_name, by_number = ((c, a, b)[n], (a, b, c)[n])
            columns.append(
                f"CASE WHEN {name_first} THEN {by_name} WHEN LENGTH({a}) = 4 THEN {by_number} "
                f"WHEN {name_second} THEN {(c, b, a)[n]} WHEN LENGTH({c}) = 4 AND {literal(self.order)} = 'ymd' "
                f"THEN {(c, b, a)[n]} ELSE {year_last[n]} END"
            )
        year, month, day = columns
        return f"{_four_digits(year)} || '-' || {_month(month)} || '-' || {day} || {_clock(parts)}"


def unread(quick: str) -> str:
    """Return SQL that tells whether a cell was not read quickly."""
    return f"({quick} IS NULL OR {quick} < {_EARLIEST})"


def plausible(timestamp: str) -> str:
    """Return SQL for a timestamp of the years 1900 to 2299; any other is no date of a shop."""
    return f"CASE WHEN {timestamp} >= {_EARLIEST} AND {timestamp} < {_AFTER_LATEST} THEN {timestamp} END"


def _four_digits(year: str) -> str:
    """Two digits mean 1969 to 2068, as in POSIX."""
    short = f"LENGTH({year}) <= 2"
    return f"CASE WHEN {short} AND TRY_CAST({year} AS INTEGER) < 69 THEN '20' || LPAD({year}, 2, '0') WHEN {short} THEN '19' || {year} ELSE {year} END"


def _month(name: str) -> str:
    """Return SQL for the number of a month given by number or name."""
    names = lexicon().months
    cases = "".join(
        f" WHEN {is_one_of(f'LOWER({name})', [w for w, m in names.items() if m == month])} THEN '{month}'"
        for month in range(1, 13)
    )
    return f"CASE WHEN {name} BETWEEN '0' AND '99' THEN {name}{cases} END"


def _clock(parts: str) -> str:
    """Return SQL that writes the time of day after a blank; nothing where none was given."""
    hour, half = f"TRY_CAST({parts}.hour AS INTEGER)", f"LOWER(LEFT({parts}.half || {parts}.noon, 1))"
    shifted = (
        f"CASE WHEN {half} IN ('p', '下') AND {hour} < 12 THEN {hour} + 12 "
        f"WHEN {half} IN ('a', '上') AND {hour} = 12 THEN 0 ELSE {hour} END"
    )
    second = f"CASE WHEN {parts}.second = '' THEN '00' ELSE {parts}.second END"
    return f"CASE WHEN {parts}.hour = '' THEN '' ELSE ' ' || {shifted} || ':' || {parts}.minute || ':' || {second} END"


def _offset(zone: str) -> str:
    """Return SQL for a zone's offset such as +02:00 as an interval."""
    minutes = (
        f"TRY_CAST(SUBSTR({zone}, 2, 2) AS INTEGER) * 60 + COALESCE(TRY_CAST(RIGHT({zone}, 2) AS INTEGER), 0) "
        f"* CAST(LENGTH({zone}) > 3 AS INTEGER)"
    )
    sign = f"CASE WHEN LEFT({zone}, 1) = '-' THEN -1 ELSE 1 END"
    return f"TO_MINUTES(CASE WHEN {zone} = '' THEN 0 ELSE {sign} * ({minutes}) END)"


def _counted(text: str) -> str:
    """Return SQL for dates written as one number: YYYYMMDD, seconds since 1970, Excel's days since 1900."""
    bare = f"REGEXP_REPLACE({text}, '\\.0+$', '')"
    number = f"TRY_CAST({text} AS DOUBLE)"
    digits = f"CASE WHEN REGEXP_MATCHES({bare}, '^\\d+$') THEN LENGTH({bare}) END"
    excel = f"TIMESTAMP '1899-12-30' + TO_SECONDS(CAST(ROUND({number} * 86400) AS BIGINT))"
    return (
        f"CASE WHEN {digits} = 8 THEN TRY_STRPTIME({bare}, '%Y%m%d') "
        f"WHEN {digits} = 14 THEN TRY_STRPTIME({bare}, '%Y%m%d%H%M%S') "
        f"WHEN {digits} = 10 THEN TIMESTAMP '1970-01-01' + TO_SECONDS(TRY_CAST({bare} AS BIGINT)) "
        f"WHEN {digits} = 13 THEN TIMESTAMP '1970-01-01' + TO_MILLISECONDS(TRY_CAST({bare} AS BIGINT)) "
        f"WHEN {number} >= 20000 AND {number} < 60000 THEN {excel} END"
    )
