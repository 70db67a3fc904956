"""What happened to the ids of a file on their way here: written as decimals, spelt in powers of ten, rounded."""

from collections.abc import Iterator
from typing import Final

from customer_segmentation.data.clean.receipt import TOOL
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.whole_ids import IDS, WholeIds
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Finding, Reply, Severity

_SPREADSHEET_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number and puts zeros for the others."""
_FEWEST_CUT: Final = 10
"""So many different ids, each with nothing but zeros after those digits, are no chance."""


def id_findings(engine: DuckDB, reading: Reading, ids: WholeIds, lines: str, reply: Reply) -> None:
    """Add what there is to say of the ids to a reply, and to its detail which were whole numbers.

    Args:
        engine: Holds the lines.
        reading: Which columns are ids.
        ids: How they were written.
        lines: Name of the kept lines, with ``line`` and the roles of ids as columns.
        reply: To be added to.
    """
    reply.detail["whole_ids"] = sorted(ids.roles)
    if ids.roles:
        headers = [reading.columns[role].column.header for role in IDS if role in ids.roles]
        reply.findings.append(
            Finding(code="data_whole_ids", subject="all", values={"headers": ", ".join(headers)})
        )
    reply.findings.extend(_in_powers_of_ten(engine, reading, lines, reply))
    for role in IDS:
        if reading.has(role):
            reply.findings.extend(_rounded(engine, reading, role, lines, reply))


def _in_powers_of_ten(engine: DuckDB, reading: Reading, lines: str, reply: Reply) -> Iterator[Finding]:
    if not reading.has("customer_id"):
        return
    damaged = engine.rows_of(
        f"SELECT COUNT(DISTINCT customer_id) FROM {lines} WHERE CONTAINS(customer_id, '+') AND "
        "REGEXP_MATCHES(customer_id, '^\\d([.,]\\d+)?[eE]\\+\\d+$')"
    )[0][0]
    if damaged:
        reply.facts[f"{TOOL}.damaged_ids.customers"] = Fact(value=damaged, unit="customers")
        values = {"header": reading.columns["customer_id"].column.header}
        yield Finding(
            code="data_ids_damaged", severity=Severity.SERIOUS, subject="damaged_ids", values=values
        )


def _rounded(engine: DuckDB, reading: Reading, role: str, lines: str, reply: Reply) -> Iterator[Finding]:
    """Ids longer than the source's own numbers are exact, and ids of which a spreadsheet has cut the end."""
    column, cell = reading.columns[role].column, identifier(role)
    long = f"STRLEN({cell}) > {_SPREADSHEET_DIGITS} AND REGEXP_FULL_MATCH({cell}, '[1-9]\\d*')"
    all_long = f"SELECT {cell} AS id, MIN(line) AS line FROM {lines} WHERE {long} GROUP BY 1"
    whole, cut = engine.rows_of(
        f"SELECT COUNT(*), COUNT(*) FILTER (REGEXP_FULL_MATCH(id, '\\d{{{_SPREADSHEET_DIGITS}}}0+')) FROM ({all_long})"
    )[0]
    condition = long if whole == cut and cut >= _FEWEST_CUT else ""
    if not condition and column.exact_to:
        condition = f"ABS(TRY_CAST({cell} AS DOUBLE)) > {column.exact_to}"
    if not condition:
        return
    rows = engine.rows_of(
        f"SELECT COUNT(*) OVER (), MIN(line) FROM {lines} WHERE {condition} GROUP BY {cell} ORDER BY 2 LIMIT 3"
    )
    if rows:
        subject = f"rounded_{role}"
        reply.facts[f"{TOOL}.{subject}.rounded_ids"] = Fact(value=rows[0][0], unit="count")
        reply.names[subject] = column.header
        values = {"header": column.header, "lines": ", ".join(str(line) for _, line in rows)}
        yield Finding(code="data_ids_rounded", severity=Severity.SERIOUS, subject=subject, values=values)
