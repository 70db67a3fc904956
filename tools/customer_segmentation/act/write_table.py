"""Write the segments of all customers into a table of a database.

A new table is filled beside the old one and the two change names in one transaction. The former table stays in the
same database under a name of ours until the action is undone or the table is replaced again.
"""

from typing import Any, Final, Literal

from pydantic import Field, field_validator

from customer_segmentation.act.database.address import Address, address_of, opened
from customer_segmentation.act.database.database import Database
from customer_segmentation.act.database.earlier_tables import earlier_tables
from customer_segmentation.act.database.table_rows import write_rows
from customer_segmentation.act.database.taking_back import take_back
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Name, SegmentationRequest, SpokenLanguage, Words
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.credentials import without_passwords
from customer_segmentation.workspace.workspace import Workspace

_ROWS: Final = "rows.parquet"


class WriteTableRequest(SegmentationRequest):
    """Which table of which database, and what happens to what it holds."""

    url: Words = Field(
        "", description="sqlite:///shop.db, duckdb:///shop.duckdb or postgresql://user@host/database."
    )
    table: Name = Field(
        "customer_segments", description="Name of the table, schema.table where there are schemas."
    )
    mode: Literal["replace", "append"] = Field(
        "replace", description="replace the table, or append the rows of this run."
    )
    language: SpokenLanguage = Field("auto", description="Language of segment_name: auto, en or zh.")

    @field_validator("url")
    @classmethod
    def _without_password(cls, url: str) -> str:
        return without_passwords(url)


def plan_table(request: WriteTableRequest, workspace: Workspace) -> tuple[WriteTableRequest, Reply]:
    """Return the request with its address settled, and how many rows would be written and replaced."""
    address = address_of(request.url, request.table, workspace)
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    rows, types = write_rows(segmentation, "", request.language, workspace, None)
    held, drops = None, []
    if address.path is None or address.path.exists():
        with opened(address, reading=True) as database:
            held = _held(database, address.table, request.mode, list(types))
            drops = earlier_tables(database, address, workspace) if request.mode == "replace" else []
    settled = request.model_copy(update={"url": address.url})
    return settled, _described(settled, address, rows, held, list(types), drops=drops)


@tool(effect=Effect.WRITE, plan=plan_table, undo=take_back)
def write_table(request: WriteTableRequest, workspace: Workspace) -> Reply:
    """Write the segments of all customers into a table of SQLite, DuckDB or PostgreSQL."""
    approved = approval(workspace, workspace.inputs["approval"])
    run, planned = approved.id, approved.plan.detail
    address = address_of(request.url, request.table, workspace, approved=True)
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    parquet = workspace.output / _ROWS
    rows, types = write_rows(segmentation, run, request.language, workspace, parquet)
    with opened(address) as database, database.transaction():
        made = _written(database, address.table, request.mode, run, types, planned, parquet)
        made["fingerprint"] = database.fingerprint(address.table, list(types), run)
    parquet.unlink()
    reply = _described(request, address, rows, planned["held"], list(types), drops=planned["drops"])
    reply.detail |= {"run": run, "rows": rows, **made, "made": {}}
    return reply


def _written(
    database: Database,
    table: str,
    mode: str,
    run: str,
    types: dict[str, str],
    planned: dict[str, Any],
    parquet: Any,
) -> dict[str, Any]:
    """Write the rows unless an interrupted attempt did, and return what undoing needs."""
    existing = database.columns(table)
    former = f"{table}__before_{run}" if mode == "replace" and planned["held"] is not None else ""
    if "run_id" in existing and database.count(table, run):
        return {"former": former}
    held = _held(database, table, mode, list(types))
    if (held is None) != (planned["held"] is None) or (mode == "replace" and held != planned["held"]):
        raise InputError("table_changed", table=table)
    if mode == "append":
        if held is None:
            database.create(table, types)
        database.fill(table, list(types), parquet)
        return {"former": ""}
    fresh = f"{table}__new_{run}"
    database.create(fresh, types)
    database.fill(fresh, list(types), parquet)
    for old in planned["drops"]:
        if database.columns(old):
            database.drop(old)
    if former:
        database.rename(table, former)
    database.rename(fresh, table)
    return {"former": former}


def _held(database: Database, table: str, mode: str, columns: list[str]) -> int | None:
    """Return how many rows the table has, None if there is no such table.

    Raises:
        InputError: It cannot be replaced, or its columns are not those to append.
    """
    existing = database.columns(table)
    if not existing:
        return None
    if mode == "replace" and not database.is_plain(table):
        raise InputError("table_not_plain", table=table)
    missing = sorted(set(columns) - set(existing))
    if mode == "append" and missing:
        raise InputError("table_columns_missing", table=table, columns=", ".join(missing))
    return database.count(table)


def _described(
    request: WriteTableRequest,
    address: Address,
    rows: int,
    held: int | None,
    columns: list[str],
    *,
    drops: list[str],
) -> Reply:
    sheet = FactSheet("write_table")
    sheet.say(ALL, "rows", rows, "customers")
    sheet.say(ALL, "held", held or 0, "lines")
    sheet.say(ALL, "rows_after", rows + (held or 0 if request.mode == "append" else 0), "lines")
    where = f"{address.schema}.{address.table}" if address.schema else address.table
    return Reply(
        facts=sheet.facts,
        detail={
            "url": address.url,
            "table": where,
            "mode": request.mode,
            "columns": columns,
            "held": held,
            "drops": drops,
        },
    )
