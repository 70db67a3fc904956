"""What ``load_data`` reads: files, tables of a database or a Google Sheet; on what the answer depends, and the rows."""

from dataclasses import dataclass, field
from pathlib import Path

from customer_segmentation.data.database.address import database_of
from customer_segmentation.data.database.database_source import PEOPLE, settled, taken
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.data.read.source import fingerprint
from customer_segmentation.data.sheets import source as sheets
from customer_segmentation.data.sheets.address import sheet_of
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace

_TOLD = (
    "lines",
    "orders",
    "by_order",
    "customers_table",
    "by_customer",
    "products",
    "by_product",
    "leaves_money",
    "before",
)


@dataclass(frozen=True)
class Sources:
    """The rows of a source, and of a second one about customers.

    Attributes:
        people: File with one row per customer, as it was typed or put there for reading; empty without one.
        called: What that is called towards the person, where it is not its own name.
        tables: Of a database: which table was read as what, and the columns that join them.
        lineless: Orders of a database that no line refers to, which are not in the raw table.
    """

    raw: RawTable
    people: str = ""
    called: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    lineless: int = 0


def what_decides(request: LoadRequest, workspace: Workspace) -> dict[str, str]:
    """Return what the answer depends on besides the request: contents, and of a database what is read of it.

    Raises:
        InputError: There is no such source, or it cannot be read.
        NeedsAnswer: Several tables could be meant.
    """
    if not request.source.strip():
        raise InputError("data_no_source")
    found = _decided(request, workspace)
    people = sheets.of_people(request)
    if people:
        found["customers"] = sheets.settled(*people)["source"]
    elif request.customers and "people" not in found:
        found["customers"] = fingerprint(request.customers)
    return {**found, "currency": workspace.profile.currency or ""}


def _decided(request: LoadRequest, workspace: Workspace) -> dict[str, str]:
    sheet = sheet_of(request.source)
    address = None if sheet else database_of(request.source)
    if sheet and request.query:
        raise InputError("sheet_no_query")
    if address is None and not sheet and (request.table or request.query):
        raise InputError("database_fields_only", source=request.source)
    if sheet:
        return sheets.settled(sheet, request.table or request.sheet)
    if address is None:
        return {"source": fingerprint(request.source)}
    if request.sheet:
        raise InputError("read_sheet_not_here", path=address.place, sheet=request.sheet)
    return settled(request, address, workspace)


def read_in(request: LoadRequest, inputs: dict[str, str], engine: DuckDB, folder: Path) -> Sources:
    """Read what ``inputs`` settled; a table of customers is put into ``folder`` for as long as it is needed."""
    people, called = request.customers, ""
    of_people = sheets.of_people(request)
    if of_people:
        people, called = sheets.people(*of_people, inputs["customers"], folder)
    sheet = sheet_of(request.source)
    if sheet:
        raw = sheets.taken(sheet, request.table or request.sheet, inputs["source"], engine, folder)
        return Sources(raw, people, called)
    address = database_of(request.source)
    if address is None:
        return Sources(read_source(request.source, engine, sheet=request.sheet), people, called)
    found = taken(address, inputs, engine, folder)
    return Sources(
        raw=found.raw,
        people=str(found.people) if found.people else people if "customers" in inputs else "",
        called=inputs.get("customers_table", called),
        tables={name: inputs[name] for name in _TOLD if name in inputs},
        lineless=found.lineless,
    )


def forget_rows(folder: Path) -> None:
    """Remove the rows that were put into a folder for reading only."""
    for name in (PEOPLE, sheets.CELLS, sheets.PEOPLE):
        (folder / name).unlink(missing_ok=True)
