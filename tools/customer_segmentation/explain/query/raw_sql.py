"""SQL as a person at the command line types it: one SELECT on a connection that can do nothing else.

The connection sees the tables of one data set. It reads their files and no other, reaches no network, loads no
extension, and its configuration is locked before the SQL is seen. No model is ever offered this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

import duckdb

from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.orders import derive_buyers
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Cell, Finding, Reply, RowTable
from customer_segmentation.workspace.workspace import Workspace

MOST_ROWS: Final = 1_000
_TABLES: Final = ("transactions", "orders", "returns", "summary", "customers")


def locked_query(data: str, text: str, workspace: Workspace) -> Reply:
    """Return the answer of one SELECT over the tables of a data set, as rows for the person, no facts.

    Args:
        data: The data set: ``latest`` or a result id.
        text: The SQL, in DuckDB's dialect, over transactions, orders, returns, buyers, summary and customers,
            as far as the data set has them.
        workspace: Where the data set is.

    Raises:
        InputError: It is not one SELECT, or DuckDB cannot answer it.
    """
    dataset = Dataset.read(workspace.result(data, "dataset").folder)
    with _locked(dataset, workspace) as engine:
        try:
            statements = engine.connection.extract_statements(text)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise InputError("sql_one_select")
            found = engine.connection.execute(statements[0])
            columns = [str(column[0]) for column in found.description or []]
            rows = found.fetchmany(MOST_ROWS + 1)
        except duckdb.Error as error:
            raise InputError("sql_not_answered", problem=str(error).strip().splitlines()[0]) from error
    table = RowTable(columns=columns, rows=[[_cell(value) for value in row] for row in rows[:MOST_ROWS]])
    more = [Finding(code="sql_more_rows", values={"rows": str(MOST_ROWS)})] if len(rows) > MOST_ROWS else []
    return Reply(rows={"rows": table}, findings=more, currency=dataset.currency, detail={"sql": text})


@contextmanager
def _locked(dataset: Dataset, workspace: Workspace) -> Iterator[DuckDB]:
    """Give an engine with the tables of a data set that can read nothing else and change nothing."""
    with duckdb_engine(workspace.root) as engine:
        present = [table for table in _TABLES if dataset.has(table)]
        for table in present:
            engine.view(table, dataset.parquet(table))
        if dataset.grain in {Grain.LINES, Grain.ORDERS}:
            derive_buyers(engine)
        files = ", ".join(literal(str(dataset.parquet(table))) for table in present)
        for setting in (
            f"allowed_paths = [{files}]",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "python_enable_replacements = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            engine.connection.execute(f"SET {setting}")
        yield engine


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, int | float | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
