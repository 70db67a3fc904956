"""What the cells of each column look like, on a bounded sample of the file's first rows."""

from dataclasses import dataclass
from typing import Any, Final

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
_SHAPE_ROWS: Final = 2_000
_NEARLY_ALL: Final = 0.9

_SHAPES: Final = {
    "fractions": r"\d[.,]\d{1,2}\D{0,5}$",
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
        shares: By shape, the share of the filled cells that have it.
    """

    column: RawColumn
    rows: int
    filled: int
    distinct: int
    least: float | None
    most: float | None
    values: tuple[str, ...]
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
    cells = ", ".join(f"{without_missing(text_of(c))} AS {identifier(c.name)}" for c in raw.columns)
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {SAMPLE} AS "
        f"SELECT {LINE}, {cells} FROM (SELECT * FROM {raw.table} LIMIT {rows})"
    )
    return min(rows, raw.rows)


def profile_columns(engine: DuckDB, raw: RawTable) -> list[ColumnProfile]:
    """Return the profile of every column of the table ``sample``."""
    (size,) = engine.rows_of(f"SELECT COUNT(*) FROM {SAMPLE}")[0]
    few = f"{SAMPLE} WHERE {LINE} % {size // _SHAPE_ROWS + 1} = 0"
    profiles = []
    for start in range(0, len(raw.columns), _COLUMNS_AT_ONCE):
        part = raw.columns[start : start + _COLUMNS_AT_ONCE]
        counts = _measured(engine, [_counts(column) for column in part], SAMPLE)
        shapes = _measured(engine, [_shapes(column) for column in part], few)
        for column, counted, shaped in zip(part, counts, shapes, strict=True):
            counted["values"] = tuple(counted["values"] or ())
            shares = {shape: share or 0.0 for shape, share in shaped.items()}
            profiles.append(ColumnProfile(column=column, rows=size, shares=shares, **counted))
    return profiles


def _measured(engine: DuckDB, columns: list[dict[str, str]], source: str) -> list[dict[str, Any]]:
    """Return the measures of each column, computed in one query."""
    asked = ", ".join(sql for measures in columns for sql in measures.values())
    values = iter(engine.rows_of(f"SELECT {asked} FROM {source}")[0])
    return [{name: next(values) for name in measures} for measures in columns]


def _counts(column: RawColumn) -> dict[str, str]:
    cell = identifier(column.name)
    number = f"TRY_CAST({cell} AS DOUBLE)"
    finite = f"CASE WHEN ISFINITE({number}) THEN {number} END"
    few = f"COUNT(DISTINCT {cell}) <= {_FEW_VALUES}"
    return {
        "filled": f"COUNT({cell})",
        "distinct": f"COUNT(DISTINCT {cell})",
        "least": f"MIN({finite})",
        "most": f"MAX({finite})",
        "values": f"CASE WHEN {few} THEN LIST_SORT(LIST(DISTINCT {cell}) FILTER ({cell} IS NOT NULL)) END",
    }


def _shapes(column: RawColumn) -> dict[str, str]:
    cell = identifier(column.name)
    patterns = {"numbers": looks_like_number(), **_SHAPES}
    return {
        shape: f"AVG(CAST(REGEXP_MATCHES({cell}, {literal(pattern)}) AS INTEGER))"
        for shape, pattern in patterns.items()
    }
