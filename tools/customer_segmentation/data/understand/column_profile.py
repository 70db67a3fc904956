"""What the cells of each column look like, on a bounded sample of the file's first rows."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.read.raw_table import LINE, RawColumn, RawTable
from customer_segmentation.data.understand.parse_dates import LOOKS_LIKE_DATE
from customer_segmentation.data.understand.parse_numbers import looks_like_number
from customer_segmentation.data.understand.source_text import text_of, without_missing
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal

SAMPLE: Final = "sample"
SAMPLE_ROWS: Final = 20_000
_SAMPLE_CELLS: Final = 1_000_000
_FEWEST_ROWS: Final = 500
_COLUMNS_AT_ONCE: Final = 40
_FEW_VALUES: Final = 12
_FEW_CODES: Final = 20
_SELDOM: Final = 0.01
"""A value of fewer cells, and without a digit, is rather a typing error than a code."""
_SHAPE_ROWS: Final = 2_000
_NEARLY_ALL: Final = 0.9

_SHAPES: Final = {
    "fractions": r"\d[.,]\d{1,2}\D{0,5}$",
    "whole": r"^-?(0|[1-9]\d*)([.,]00?)?$",
    "long": r"^-?\d{15,}$",
    "negatives": r"^\D{0,4}[-−(]\D{0,3}\d|\d\s?-$",
    "dates": LOOKS_LIKE_DATE,
    "compact_dates": r"^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$",
    "serials": r"^[2-5]\d{4}(\.\d+)?$",
    "epochs": r"^1\d{9}(\d{3})?$",
    "emails": r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$",
    "phones": r"^\+\d[\d\s()./-]{7,18}$|^\(?0\d[\d\s()./-]{6,16}$|^1[3-9]\d{9}$",
    "sentences": r"\S\s+\S+\s+\S+\s+\S+\s+\S|[。！？，]",
    "padded": r"^0\d+$",
    "letters": r"[A-Za-z\x{80}-\x{10ffff}]",
}


@dataclass(frozen=True)
class ColumnProfile:
    """One column of the sample: how many cells are filled and distinct, and of what shape they are.

    Attributes:
        rows: Rows of the sample.
        least: Smallest plain number, None if there is none.
        values: The distinct values, where there are at most twelve.
        coded: Numbers stand beside codes such as "5+" or "unknown": at most twenty values, each of several cells.
        shares: By shape, the share of the filled cells that have it.
    """

    column: RawColumn
    rows: int
    filled: int
    distinct: int
    least: float | None
    most: float | None
    values: tuple[str, ...]
    coded: bool
    shares: dict[str, float]

    def share(self, shape: str) -> float:
        """Return the share of the filled cells that have a shape."""
        return self.shares[shape]

    @property
    def whole_numbers(self) -> bool:
        """Nearly all cells are numbers without decimals."""
        return self.share("numbers") > _NEARLY_ALL and not self.share("fractions")

    @property
    def repeats(self) -> float:
        """Filled cells per distinct value."""
        return self.filled / self.distinct if self.distinct else 0.0


def take_sample(engine: DuckDB, raw: RawTable) -> int:
    """Make the table ``sample`` of the first rows, all columns as tidy text, and return its size."""
    rows = max(_FEWEST_ROWS, min(SAMPLE_ROWS, _SAMPLE_CELLS // max(1, len(raw.columns))))
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE part_0 AS SELECT * FROM {raw.table} LIMIT {rows}"
    )
    parts = _batches(raw.columns)
    for number, columns in enumerate(parts, 1):
        cells = ", ".join(f"{without_missing(text_of(c))} AS {identifier(c.name)}" for c in columns)
        engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE part_{number} AS SELECT {cells} FROM part_0")
    tables = " POSITIONAL JOIN ".join(f"part_{number}" for number in range(len(parts) + 1))
    cells = ", ".join(f"part_{number}.*" for number in range(1, len(parts) + 1))
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {SAMPLE} AS SELECT part_0.{LINE}, {cells} FROM {tables}"
    )
    for number in range(len(parts) + 1):
        engine.connection.execute(f"DROP TABLE part_{number}")
    return min(rows, raw.rows)


def _batches(columns: list[RawColumn]) -> list[list[RawColumn]]:
    """Divide columns: the time to plan a query grows faster than the number of its expressions."""
    return [columns[start : start + _COLUMNS_AT_ONCE] for start in range(0, len(columns), _COLUMNS_AT_ONCE)]


def profile_columns(engine: DuckDB, raw: RawTable) -> list[ColumnProfile]:
    """Return the profile of every column of the table ``sample``."""
    (size,) = engine.rows_of(f"SELECT COUNT(*) FROM {SAMPLE}")[0]
    cells = (
        f"(SELECT c, x, {LINE} % {size // _SHAPE_ROWS + 1} = 0 AS few FROM "
        f"(UNPIVOT {SAMPLE} ON COLUMNS(* EXCLUDE {LINE}) INTO NAME c VALUE x))"
    )
    shapes = {"numbers": looks_like_number(), **_SHAPES}
    asked = {**_COUNTS, **{shape: _share(pattern) for shape, pattern in shapes.items()}}
    rows = engine.rows_of(f"SELECT c, {', '.join(asked.values())} FROM {cells} GROUP BY c")
    found = {row[0]: dict(zip(asked, row[1:], strict=True)) for row in rows}
    few = _few_values(engine, cells, [name for name, m in found.items() if m["distinct"] <= _FEW_CODES])
    return [
        ColumnProfile(
            column=column,
            rows=size,
            filled=measured.get("filled", 0),
            distinct=measured.get("distinct", 0),
            least=measured.get("least"),
            most=measured.get("most"),
            values=values if len(values) <= _FEW_VALUES else (),
            coded=coded,
            shares={shape: measured.get(shape) or 0.0 for shape in shapes},
        )
        for column in raw.columns
        for measured in [found.get(column.name, {})]
        for values, coded in [few.get(column.name, ((), False))]
    ]


_FINITE: Final = "CASE WHEN ISFINITE(TRY_CAST(x AS DOUBLE)) THEN TRY_CAST(x AS DOUBLE) END"
_COUNTS: Final = {
    "filled": "COUNT(*)",
    "distinct": "COUNT(DISTINCT x)",
    "least": f"MIN({_FINITE})",
    "most": f"MAX({_FINITE})",
}


def _share(pattern: str) -> str:
    return f"AVG(CAST(REGEXP_MATCHES(x, {literal(pattern)}) AS INTEGER)) FILTER (few)"


def _few_values(engine: DuckDB, cells: str, columns: list[str]) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return the distinct values of columns that have few, and whether codes are among them."""
    if not columns:
        return {}
    known = ", ".join(literal(name) for name in columns)
    number, digit = (f"REGEXP_MATCHES(x, {literal(pattern)})" for pattern in (looks_like_number(), r"\d"))
    rows = engine.rows_of(
        f"SELECT c, LIST_SORT(LIST(x)), SUM(n) >= 2 * COUNT(*) AND BOOL_OR(NOT {number} AND ({digit} OR n >= "
        f"{_SELDOM} * filled)) FROM (SELECT c, x, COUNT(*) AS n, SUM(COUNT(*)) OVER (PARTITION BY c) AS filled "
        f"FROM {cells} WHERE c IN ({known}) GROUP BY c, x) GROUP BY c"
    )
    return {name: (tuple(values), bool(coded)) for name, values, coded in rows}
