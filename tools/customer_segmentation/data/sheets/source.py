"""A Google Sheet as the source of ``load_data``: looked at to settle what is read, then read like a file."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.data.read.source import FAMILIES
from customer_segmentation.data.sheets.address import SheetAddress, part_of, sheet_of
from customer_segmentation.data.sheets.by_account import by_account, has_gspread
from customer_segmentation.data.sheets.content import SheetContent
from customer_segmentation.data.sheets.patience import Patience, glance
from customer_segmentation.data.sheets.service_account import service_account
from customer_segmentation.data.sheets.shared_link import by_link
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity

CELLS: Final = "sheet.csv"
PEOPLE: Final = "people.csv"
"""The cells of a sheet, and of one about customers, while they are needed."""


def of_people(request: LoadRequest) -> tuple[SheetAddress, str] | None:
    """Return the sheet and the part of it that hold the customers: one of its own, or a tab beside the orders.

    None where they are a file, or there are none.
    """
    own = sheet_of(request.customers)
    if own:
        return own, ""
    beside = sheet_of(request.source)
    if beside is None or not request.customers or _is_file(request.customers):
        return None
    return beside, request.customers


def settled(address: SheetAddress, named: str) -> dict[str, str]:
    """Return what the answer depends on: the cells, what they are called, and the tabs beside them.

    Raises:
        InputError: The sheet cannot be read, or has nothing of what was asked.
        NeedsAnswer: Several tabs could be meant.
    """
    found = _fetched(address, named, Patience())
    told = {"source": found.mark, "called": found.called, "tabs_other": ", ".join(found.others)}
    return {name: value for name, value in told.items() if value}


def taken(address: SheetAddress, named: str, mark: str, engine: DuckDB, folder: Path) -> RawTable:
    """Read the sheet that was settled; its cells stay in ``folder`` for as long as they are needed.

    Raises:
        InputError: It cannot be read, holds no rows, or its mark is another since it was settled.
    """
    found = _put(address, named, mark, folder / CELLS)
    raw = read_source(str(folder / CELLS), engine)
    if not found.others:
        return replace(raw, source=found.called)
    severity = Severity.INFO if named else Severity.WARNING
    values = {"sheets": ", ".join(found.others)}
    other = Finding(code="sheet_tabs_other", severity=severity, values=values)
    return replace(raw, source=found.called, notes=[*raw.notes, other])


def people(address: SheetAddress, named: str, mark: str, folder: Path) -> tuple[str, str]:
    """Put the sheet of customers into a file of ``folder``; return its path, and what the sheet is called."""
    return str(folder / PEOPLE), _put(address, named, mark, folder / PEOPLE).called


def _put(address: SheetAddress, named: str, mark: str, path: Path) -> SheetContent:
    found = _fetched(address, named, Patience())
    if found.mark != mark:
        raise InputError("sheet_changed", sheet=found.called)
    if len([line for line in found.data.splitlines() if line.strip(b', "')]) <= 1:
        raise InputError("sheet_empty", sheet=found.called)
    path.write_bytes(found.data)
    return found


def mark_now(address: SheetAddress, named: str) -> str:
    """Return the mark of a sheet as it is now; raises InputError where that cannot be told soon."""
    return _fetched(address, named, glance()).mark


def _fetched(address: SheetAddress, named: str, patience: Patience) -> SheetContent:
    """Read through the account of this machine where there is one, since only so are the tabs known; else by link."""
    account = None if address.published else service_account()
    part = part_of(named)
    if account and has_gspread():
        return by_account(account, address, part, patience)
    try:
        return by_link(address, part, patience)
    except InputError as error:
        if account and error.code in {"sheet_not_public", "sheet_tab_by_link"}:
            raise InputError("sheet_needs_gspread") from error
        raise


def _is_file(text: str) -> bool:
    """Tell whether a text means a file rather than a tab: there is one, or it ends as files do."""
    path = Path(text).expanduser()
    endings = frozenset().union(*FAMILIES.values())
    return path.suffix.casefold() in endings or path.exists()
