"""What a careful analyst would mention about customer attributes: impossible and rare values, gaps."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from customer_segmentation.data.clean.receipt import TOOL
from customer_segmentation.data.findings import add
from customer_segmentation.data.understand.column_use import UsedColumn
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Reply, Severity

_OLDEST: Final = 110
_FAR_ABOVE: Final = 3
_FEWEST_VALUES: Final = 100
_MOST_FAR: Final = 3
_MOST_CATEGORIES: Final = 20
_FEWEST_IN_ALL: Final = 500
_RARE: Final = 500
"""A category of fewer than one customer in so many is rare."""
_GAPS: Final = 0.2
_YEARS: Final = range(1850, 2200)


def trait_findings(engine: DuckDB, columns: Sequence[UsedColumn], as_of: date, reply: Reply) -> None:
    """Add findings about the traits of the view ``customers`` to a reply, with their facts."""
    for number, column in enumerate(columns, 1):
        subject = f"trait_{number}"
        found = [*_impossible(engine, column, as_of), *_rare(engine, column)]
        for code, measure, value, values in found:
            reply.facts[f"{TOOL}.{subject}.{measure}"] = Fact(value=value, unit="count")
            reply.names[subject] = column.header
            add(reply, code, Severity.WARNING, subject, header=column.header, **values)
    _gaps(engine, columns, reply)


def _impossible(
    engine: DuckDB, column: UsedColumn, as_of: date
) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """Birth years and ages no customer has, and single figures far above all others."""
    if column.kind != "number" or column.personal:
        return
    cell = identifier(column.name)
    bounds = _bounds(engine, column, as_of)
    if bounds:
        least, most = bounds
        outside = f"{cell} < {least} OR {cell} > {most}"
        count, low, high = engine.rows_of(
            f"SELECT COUNT(*), MIN({cell}), MAX({cell}) FROM customers WHERE {outside}"
        )[0]
        if count:
            values = ", ".join(dict.fromkeys(f"{value:f}".rstrip("0").rstrip(".") for value in (low, high)))
            yield "data_impossible_values", "impossible_values", count, {"values": values}
        return
    values, far, highest = engine.rows_of(
        f"WITH v AS (SELECT {cell} AS v, COUNT(*) AS n, LEAD({cell}) OVER (ORDER BY {cell} DESC) AS below "
        f"FROM customers WHERE {cell} IS NOT NULL GROUP BY 1) SELECT SUM(n), MAX(n) FILTER (below > 0 AND v > "
        f"{_FAR_ABOVE} * below AND v = (SELECT MAX(v) FROM v)), MAX(v) FROM v"
    )[0]
    if values and values >= _FEWEST_VALUES and far and far <= _MOST_FAR and highest > _PERCENTS:
        yield "data_far_values", "far_values", far, {"values": f"{highest:f}".rstrip("0").rstrip(".")}


_PERCENTS: Final = 100


def _bounds(engine: DuckDB, column: UsedColumn, as_of: date) -> tuple[int, int] | None:
    """Return the least and greatest possible value of a year of birth or an age."""
    if lexicon().means(column.header, "age"):
        return 0, _OLDEST
    if not lexicon().means(column.header, "birth_year"):
        return None
    least, most = engine.rows_of(
        f"SELECT MIN({identifier(column.name)}), MAX({identifier(column.name)}) FROM customers"
    )[0]
    years = least is not None and int(most) in _YEARS
    return (as_of.year - _OLDEST, as_of.year) if years else None


def _rare(engine: DuckDB, column: UsedColumn) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """Categories that next to nobody has, such as a marital status "YOLO"."""
    if column.kind != "text" or column.personal or column.profile.distinct > _MOST_CATEGORIES:
        return
    cell = identifier(column.name)
    rows = engine.rows_of(
        f"SELECT {cell}, COUNT(*) FROM customers WHERE {cell} IS NOT NULL GROUP BY 1 ORDER BY 2, 1"
    )
    whole = sum(count for _, count in rows)
    rare = [(value, count) for value, count in rows if count * _RARE < whole]
    if whole >= _FEWEST_IN_ALL and rare and len(rare) < len(rows):
        values = ", ".join(str(value) for value, _ in rare)
        yield "data_rare_values", "rare_values", sum(count for _, count in rare), {"values": values}


def _gaps(engine: DuckDB, columns: Sequence[UsedColumn], reply: Reply) -> None:
    """Name the traits that many customers lack."""
    if not columns:
        return
    counts = ", ".join(f"COUNT({identifier(column.name)})" for column in columns)
    whole, *filled = engine.rows_of(f"SELECT COUNT(*), {counts} FROM customers")[0]
    lacking = [c.header for c, n in zip(columns, filled, strict=True) if n < (1 - _GAPS) * whole]
    if lacking:
        add(reply, "data_traits_missing", headers=", ".join(lacking[:12]))
