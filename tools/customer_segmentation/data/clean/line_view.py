"""The view ``read_lines``: every line of the source, typed, with the reason for which it is set aside, if any.

The source is read once: its typed lines are kept in a temporary table, from which all that follows is counted,
written and derived.
"""

import sys
from collections.abc import Sequence
from typing import Final

from customer_segmentation.data.clean.line_plan import LinePlan
from customer_segmentation.data.read.raw_table import LINE, RawTable
from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.column_use import UsedColumn
from customer_segmentation.data.understand.currency import code_sql
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.money import amount_sql
from customer_segmentation.data.understand.order_columns import filled_down
from customer_segmentation.data.understand.parse_numbers import NUMBER, currency_in
from customer_segmentation.data.understand.source_text import is_one_of, is_word, text_of
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal

VIEW: Final = "read_lines"
_TABLE: Final = "typed_cells"
_TYPED: Final = "typed_lines"
RETURN: Final = "(amount < 0 OR (amount = 0 AND quantity < 0))"
"""SQL condition of a line that gives something back."""
CANCELLED_MARK: Final = r"^[Cc]\d+$"
"""An invoice number with a C before it cancels that invoice in UCI's Online Retail and its kin."""
_SAID_AS_READ: Final = ("product_name", "category", "channel", "country", "region", "city", "shop")


def make_line_view(engine: DuckDB, plan: LinePlan, raw: RawTable) -> None:
    """Make the view ``read_lines`` over a raw table.

    Columns: line, row_hash (of all cells of the source), customer_id, order_id, ordered_at, quantity, amount,
    product, refund, currency, marked BOOLEAN, ordered_by_day BOOLEAN (no order id), reason VARCHAR (NULL for
    kept lines), day_first, month_first and unlike BOOLEAN (cells that confirm or contradict a style that the
    sample did not show, see ``assumed``), and the dimensions (see ``dimension_sql``).
    """
    line = {} if _in_order(plan, raw) else {"line": LINE}
    levels = with_values(
        Levels(raw.table).add({**line, "row_hash": hash_of(raw), **_raw(plan)}), _cells(plan)
    )
    levels.add({**_signs(plan), "known_as": _known_as(plan)})
    levels.add(_canonical(plan))
    levels.add({"signed": _signed(plan)})
    levels.add({"reason": _reason(plan), **_doubts(plan)})
    constant = _constant(plan)
    columns = {name: name for name in line} | _columns(plan)
    stored = ", ".join(f"{sql} AS {name}" for name, sql in columns.items() if name not in constant)
    engine.connection.execute(f"DROP TABLE IF EXISTS {_TABLE}")
    engine.connection.execute(f"CREATE TEMP TABLE {_TABLE} AS SELECT {stored} FROM ({levels.sql()})")
    constant |= {} if line else {"line": "rowid + 1"}
    further = "".join(f", {sql} AS {name}" for name, sql in constant.items())
    engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW {_TYPED} AS SELECT *{further} FROM {_TABLE}")
    set_aside(engine, [])


def _in_order(plan: LinePlan, raw: RawTable) -> bool:
    """Tell whether the table's own order numbers the lines: to count them while reading takes a single thread.

    The engine keeps the order of what it inserts.
    """
    return raw.dense and not plan.compares


def _columns(plan: LinePlan) -> dict[str, str]:
    """Return SQL for each column of ``read_lines``."""
    columns = {
        "row_hash": "row_hash",
        "customer_id": "who",
        "order_id": "COALESCE(which, CAST(CAST(date AS DATE) AS VARCHAR))",
        "ordered_at": "date",
        "quantity": f"CAST(CASE WHEN signed < 0 THEN -ABS(pieces) ELSE pieces END AS {NUMBER})",
        "amount": f"CAST(signed AS {NUMBER})",
        "product": "goods",
        "refund": "ABS(back)",
        "currency": "code",
        "marked": "marked",
        "ordered_by_day": "which IS NULL",
        "reason": "reason",
        "day_first": "day_first",
        "month_first": "month_first",
        "unlike": "unlike",
    }
    for column in plan.dimensions:
        if column.name != "currency":
            name = identifier(f"d_{column.name}")
            columns[name] = "price" if column.name == "price" and plan.reading.has("price") else name
    return columns


def _constant(plan: LinePlan) -> dict[str, str]:
    """Return SQL for the columns of which every line has the same, which need not be stored."""
    found = {}
    if not plan.reading.has("refund"):
        found["refund"] = f"CAST(NULL AS {NUMBER})"
    if not plan.cancels:
        found["marked"] = "FALSE"
    if not plan.reading.has("order_id"):
        found["ordered_by_day"] = "TRUE"
    return found | {name: "FALSE" for name, sql in _doubts(plan).items() if sql == "FALSE"}


def hash_of(raw: RawTable) -> str:
    """Return SQL for a 64-bit hash of all cells of a row."""
    return f"HASH({', '.join(identifier(column.name) for column in raw.columns)})"


def set_aside(engine: DuckDB, further: Sequence[tuple[str, str]], *, repeats: bool = False) -> None:
    """Set further lines aside: (SQL condition, reason) in order of precedence, after those of ``make_line_view``.

    With ``repeats`` lines that repeat an earlier kept line cell by cell are set aside as ``duplicate``.
    """
    source = _TYPED
    cases = [("reason IS NOT NULL", "reason"), *((test, literal(reason)) for test, reason in further)]
    if repeats:
        kept = " AND ".join(f"NOT COALESCE({test}, FALSE)" for test, _ in cases)
        engine.connection.execute(
            "CREATE OR REPLACE TEMP TABLE repeated AS SELECT row_hash, MIN(line) AS first_line "
            f"FROM {_TYPED} WHERE {kept} GROUP BY row_hash HAVING COUNT(*) > 1"
        )
        source = f"{_TYPED} LEFT JOIN repeated USING (row_hash)"
        cases.append(("line > first_line", "'duplicate'"))
    why = " ".join(f"WHEN {test} THEN {reason}" for test, reason in cases)
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {VIEW} AS SELECT * REPLACE (CASE {why} END AS reason) FROM {source}"
    )


def dimension_sql(column: UsedColumn) -> str:
    """Return SQL for a dimension of ``read_lines``: prefixed there, so that any name is free for it."""
    return "currency" if column.name == "currency" else identifier(f"d_{column.name}")


def _raw(plan: LinePlan) -> dict[str, str]:
    """Name every raw column that is needed, so that the levels above cannot hide one."""
    used = [*plan.reading.columns.values(), *(column.profile for column in plan.dimensions)]
    return {p.column.name: identifier(p.column.name) for p in used}


def _cells(plan: LinePlan) -> list[Cell]:
    texts = ("customer_id", "order_id", "product", "status", "kind", "returned", "cancelled_on", "currency")
    found = [
        Cell(role, plan.reading.columns[role].column, "text", text=_text(plan, role))
        for role in texts
        if plan.reading.has(role)
    ]
    found.append(
        Cell("date", plan.reading.columns["date"].column, "date", date=plan.date, text=_text(plan, "date"))
    )
    for role in ("quantity", "price", "amount", "refund"):
        if plan.reading.has(role):
            column = plan.reading.columns[role].column
            found.append(Cell(role, column, "number", number=plan.numbers[column.name]))
    read = {"currency", "price"} if plan.reading.has("price") else {"currency"}
    return found + [_dimension_cell(plan, column) for column in plan.dimensions if column.name not in read]


def _text(plan: LinePlan, role: str) -> str:
    """Return SQL for a role's cell where it is not simply the column's."""
    if role in plan.filled:
        return plan.ids.text(role, filled_down(plan.reading, role))
    if role in plan.ids.roles:
        return plan.ids.text(role, text_of(plan.reading.columns[role].column))
    return ""


def _dimension_cell(plan: LinePlan, column: UsedColumn) -> Cell:
    raw = column.profile.column
    text = _text(plan, column.name) if column.name in _SAID_AS_READ else ""
    number = plan.numbers.get(raw.name) if column.kind == "number" else None
    date = plan.dates.get(raw.name) if column.kind == "date" else None
    return Cell(f"d_{column.name}", raw, column.kind, date=date, number=number, text=text, day=True)


def _signs(plan: LinePlan) -> dict[str, str]:
    """The currency that each line says, by its column or by a sign in a cell that is no plain number."""
    if plan.reading.has("currency"):
        return {"sign": "t_currency"}
    role = "price" if plan.money.by != "amount" else "amount"
    return {"sign": f"CASE WHEN x_{role} IS NOT NULL THEN {currency_in(f'x_{role}')} END"}


def _canonical(plan: LinePlan) -> dict[str, str]:
    has = plan.reading.has
    returned = [is_word("LOWER(t_kind)", "return_kind")] if has("kind") else []
    marked = f"REGEXP_MATCHES(t_order_id, {literal(CANCELLED_MARK)})" if plan.cancels else "FALSE"
    if plan.flip:
        returned.append(marked)
    return {
        "who": "CASE WHEN known_as = 'nobody' THEN NULL ELSE t_customer_id END",
        "which": "t_order_id" if has("order_id") else "CAST(NULL AS VARCHAR)",
        "goods": "t_product" if has("product") else "CAST(NULL AS VARCHAR)",
        "pieces": f"COALESCE(quantity, CAST(1 AS {NUMBER}))" if has("quantity") else f"CAST(1 AS {NUMBER})",
        "worth": amount_sql(plan.money),
        "back": "refund" if has("refund") else f"CAST(NULL AS {NUMBER})",
        "code": f"CASE WHEN sign IS NOT NULL THEN {code_sql('sign', plan.yen)} END",
        "marked": f"COALESCE({marked}, FALSE)",
        "gives_back": f"COALESCE({' OR '.join(returned)}, FALSE)" if returned else "FALSE",
    }


def _known_as(plan: LinePlan) -> str:
    """Customer ids that are words: nobody's, such as "guest", or a test's."""
    words = lexicon().lists["test"]
    tests = [f"{word}{n}" for word in words for n in ("", 1, 2, 3, " 1", " 2", "-1", "_1")]
    roots = [word for word in words if not any(word != other and word.startswith(other) for other in words)]
    # Every word of a list is compared with every cell: the long one only where a cell begins like one of its own.
    spans = [f"BETWEEN {literal(root)} AND {literal(root + chr(sys.maxunicode))}" for root in roots]
    begins = " OR ".join(f"LOWER(t_customer_id) {span}" for span in spans)
    test = is_one_of("LOWER(t_customer_id)", tests)
    nobody = is_one_of("LOWER(t_customer_id)", [*lexicon().lists["no_customer"], *plan.guests])
    return f"CASE WHEN {nobody} THEN 'nobody' WHEN {begins} THEN CASE WHEN {test} THEN 'test' END END"


def _doubts(plan: LinePlan) -> dict[str, str]:
    """What the whole file must show where the sample did not."""
    over, between = r"(1[3-9]|2\d|3[01])", r"\s*[-/. ]\s*"
    first, second = rf"^{over}{between}\d{{1,2}}\D", rf"^\d{{1,2}}{between}{over}\D"
    assumed = [
        f"CONTAINS(t_{role}, '{mark}')"
        for role in ("amount", "price", "quantity", "refund")
        if plan.reading.has(role) and plan.numbers[plan.reading.columns[role].column.name].assumed
        for mark in ",."
    ]
    ids = {role: identifier(profile.column.name) for role, profile in plan.reading.columns.items()}
    if unlike := plan.ids.doubt(ids):
        assumed.append(unlike)
    said = plan.date.assumed
    return {
        "day_first": f"REGEXP_MATCHES(t_date, {literal(first)})" if said else "FALSE",
        "month_first": f"REGEXP_MATCHES(t_date, {literal(second)})" if said else "FALSE",
        "unlike": f"COALESCE({' OR '.join(assumed)}, FALSE)" if assumed else "FALSE",
    }


def _signed(plan: LinePlan) -> str:
    """A line given back counts negative, whichever of quantity, amount or mark says so."""
    negative = "gives_back OR pieces < 0" if plan.reading.has("quantity") else "gives_back"
    return f"CASE WHEN {negative} THEN -ABS(worth) ELSE worth END"


def _reason(plan: LinePlan) -> str:
    """The first reason that applies sets a line aside, so that every line counts once."""
    has = plan.reading.has
    status = "LOWER(TRANSLATE(t_status, '_-', '  '))"
    cases = []
    if has("status"):
        gone = is_word(status, "cancelled")
        gone += "" if has("refund") else f" OR {is_word(status, 'refunded')}"
        cases += [(gone, "cancelled"), (is_word(status, "test"), "test")]
    if has("returned"):
        cases.append((f"{is_word('LOWER(t_returned)', 'affirmed')} OR t_returned = '1'", "cancelled"))
    if has("cancelled_on"):
        cases.append(("t_cancelled_on IS NOT NULL", "cancelled"))
    if has("kind"):
        cases.append((is_word("LOWER(TRANSLATE(t_kind, '_-', '  '))", "browsing"), "browsing"))
    cases += [
        ("known_as = 'test'", "test"),
        ("w_date IS NULL AND x_date IS NULL", "missing_date"),
        ("date IS NULL", "unreadable_date"),
        ("who IS NULL", "missing_customer"),
    ]
    needed = {"amount": ["amount"], "price": ["price"], "price_quantity": ["price", "quantity"]}[
        plan.money.by
    ]
    if not plan.money.per_order:
        for role in needed:
            name = "quantity" if role == "quantity" else "price"
            cases += [
                (f"{role} IS NULL AND x_{role} IS NULL", f"missing_{name}"),
                (f"{role} IS NULL", f"unreadable_{name}"),
            ]
    cases.append(("worth IS NULL", "unreadable_price"))
    return "CASE " + " ".join(f"WHEN {test} THEN {literal(reason)}" for test, reason in cases) + " END"
