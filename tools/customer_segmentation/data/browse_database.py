"""``browse_database``: which tables a database has, and which of them hold orders, their lines and customers."""

import json
from collections.abc import Sequence
from typing import Any, Final

from pydantic import Field, field_validator

from customer_segmentation.data.database.address import DatabaseAddress, database_of
from customer_segmentation.data.database.choice import MOST_TABLES, OFFERED, glimpses_of, remembered
from customer_segmentation.data.database.picture import Picture
from customer_segmentation.data.database.proposal import proposal
from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.database.reading import reading
from customer_segmentation.data.database.table import Table
from customer_segmentation.data.reading_gate import sources_gate
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply
from customer_segmentation.kit.request import Request, Words
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.workspace.credentials import without_passwords
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "browse_database"


class BrowseRequest(Request):
    """Which database to look into."""

    source: Words = Field(
        "", description="Database address as the person typed it; empty: the database loaded or browsed last."
    )

    @field_validator("source")
    @classmethod
    def _without_password(cls, source: str) -> str:
        return without_passwords(source)


def _gate(request: BrowseRequest, workspace: Workspace) -> Effect:
    return sources_gate([request.source], workspace)


def _inputs(request: BrowseRequest, workspace: Workspace) -> dict[str, str]:
    """Return the address, and the tables with their rows: what the answer depends on."""
    source = request.source or _known(workspace)
    address = database_of(source) if source else None
    if address is None:
        raise InputError("browse_no_database" if not source else "browse_not_a_database", source=source)
    with reading(address) as reader:
        tables = reader.tables()
        rows = {table.name: _rows(table, reader) for table in tables[:MOST_TABLES]}
    chosen = " + ".join(part for part in remembered(address, workspace) if part)
    return {"source": source, "rows": json.dumps(rows, ensure_ascii=False), "chosen": chosen}


def _rows(table: Table, reader: DatabaseReader) -> int:
    return int(reader.rows(f"SELECT count(*) FROM {table.sql}")[0][0])


def _known(workspace: Workspace) -> str:
    """Return the database that this thread spoke of last, nothing if there was none."""
    for result in workspace.results_of(TOOL, "load_data"):
        told = str(result.request.get("source") or result.reply.detail.get("source_asked", ""))
        if told and database_of(told):
            return told
    return ""


@tool(inputs=_inputs, gate=_gate)
def browse_database(request: BrowseRequest, workspace: Workspace) -> Reply:  # noqa: ARG001 - its inputs saw it
    """List the tables of a database with rows and columns, and say which hold orders, lines and customers."""
    source = workspace.inputs["source"]
    address = database_of(source)
    if address is None:
        raise InputError("browse_not_a_database", source=source)
    with reading(address) as reader, duckdb_engine(workspace.root) as engine:
        tables = reader.tables()
        found = proposal(glimpses_of(tables, reader, engine), reader)
    reply = _counted(tables, json.loads(workspace.inputs["rows"]))
    pictures = found.pictures[: min(found.rivals, OFFERED)]
    reply.detail |= _described(address, tables) | {
        "source_asked": source,
        "proposed": [picture.said for picture in pictures],
    }
    reply.findings.append(_proposed(pictures, workspace.inputs["chosen"]))
    reply.next = ["browse_analyse"] if pictures else []
    return reply


def _counted(tables: Sequence[Table], rows: dict[str, int]) -> Reply:
    sheet = FactSheet(TOOL)
    sheet.say(ALL, "tables", len(tables), "count")
    subjects = []
    names = {}
    for number, table in enumerate(tables[:MOST_TABLES], 1):
        subject = f"table_{number}"
        subjects.append(subject)
        names[subject] = table.name
        sheet.say(subject, "rows", rows.get(table.name, 0), "lines")
        sheet.say(subject, "columns", len(table.columns), "count")
    shown = FactTable(tool=TOOL, subjects=subjects, measures=["rows", "columns"], subject_label="table")
    return Reply(facts=sheet.facts, tables={"tables": shown}, names=names)


def _described(address: DatabaseAddress, tables: Sequence[Table]) -> dict[str, Any]:
    listed = [
        {"name": table.name, "columns": list(table.columns), "view": table.is_view}
        for table in tables[:MOST_TABLES]
    ]
    return {"database": address.place, "tables": listed}


def _proposed(pictures: Sequence[Picture], chosen: str) -> Finding:
    """Say which tables would be read, to the person and to a model alike."""
    if chosen:
        return Finding(code="browse_chosen", values={"tables": chosen})
    if not pictures:
        return Finding(code="browse_none")
    if len(pictures) > 1:
        return Finding(code="browse_several", values={"tables": "; ".join(one.said for one in pictures)})
    joins = pictures[0].joins
    code = "browse_joined" if joins else "browse_one"
    return Finding(code=code, values={"tables": pictures[0].said} | ({"joins": joins} if joins else {}))
