"""A sheet read by a service account: its tabs are known, so that the right one is found or asked for."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from importlib.util import find_spec
from typing import Any, Final

from customer_segmentation.data.sheets.address import Part, SheetAddress
from customer_segmentation.data.sheets.content import SheetContent, document_name
from customer_segmentation.data.sheets.patience import Patience
from customer_segmentation.data.sheets.service_account import ServiceAccount
from customer_segmentation.kit.errors import InputError, NeedsAnswer

_AT_ONCE: Final = 500_000
"""Cells of one call: answers stay at some megabytes, and the largest sheet stays within a minute's quota of calls."""
_OFFERED: Final = 4
_LISTED: Final = 30
_EXACT: Final = 15
"""Digits of a number that a sheet holds; what stands behind them is the error of floating point."""
_BOUNDS: Final = re.compile(r"([A-Z]+)(\d*):([A-Z]+)(\d*)")
_LETTERS: Final = 26


def has_gspread() -> bool:
    """Tell whether the library that a service account needs is installed."""
    return find_spec("gspread") is not None


def by_account(
    account: ServiceAccount, address: SheetAddress, part: Part, patience: Patience
) -> SheetContent:
    """Return the part of a document that is meant.

    Raises:
        InputError: The account may not read it, there is no such tab or range, it is too large, or Google cannot
            be reached.
        NeedsAnswer: Several tabs could be meant.
    """
    from customer_segmentation.data.sheets.interface import SheetsInterface

    interface = SheetsInterface(account, patience)
    document = interface.document(address.id)
    title = document_name(str(document.get("properties", {}).get("title", "")))
    tabs = [tab["properties"] for tab in document.get("sheets", [])]
    tables = [tab for tab in tabs if tab.get("sheetType", "GRID") == "GRID"]
    chosen = _chosen(tables, address, part, title)
    rows: list[list[str]] = []
    size = 0
    for cells in _blocks(chosen.get("gridProperties", {}), part.cells):
        block = interface.values(address.id, f"{_quoted(chosen['title'])}!{cells}")
        rows += [[_text(cell) for cell in row] for row in block]
        size += sum(len(cell) + 1 for row in rows[len(rows) - len(block) :] for cell in row)
        patience.check(size)
    others = [tab["title"] for tab in tables if tab is not chosen and not tab.get("hidden")]
    return SheetContent(f"{title} - {chosen['title']}", _csv(rows), tuple(others))


def _chosen(tables: list[dict[str, Any]], address: SheetAddress, part: Part, title: str) -> dict[str, Any]:
    """Return the tab that is named, else the one that the link opens, else the only one that is shown."""
    if part.tab:
        return _called(part.tab, tables, title)
    if address.gid:
        found = [tab for tab in tables if str(tab["sheetId"]) == address.gid]
        if not found:
            raise InputError("sheet_part_missing")
        return found[0]
    shown = [tab for tab in tables if not tab.get("hidden")] or tables
    if not shown:
        raise InputError("sheet_empty", sheet=title)
    if len(shown) > 1:
        names = [tab["title"] for tab in shown]
        options = [(name, {"table": _quoted(name)}) for name in names[:_OFFERED]]
        raise NeedsAnswer("sheet_which_tab", options=options, sheet=title, tabs=_listed(names))
    return shown[0]


def _called(name: str, tables: list[dict[str, Any]], title: str) -> dict[str, Any]:
    names = {tab["title"]: tab for tab in tables}
    folded = {tab["title"].strip().casefold(): tab for tab in tables}
    found = names.get(name) or folded.get(name.strip().casefold())
    if found is None:
        near = get_close_matches(name, list(names), n=1, cutoff=0.5)
        code = "sheet_tab_missing_similar" if near else "sheet_tab_missing"
        raise InputError(code, tab=name, sheet=title, similar="".join(near), tabs=_listed(list(names)))
    return found


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")


def _quoted(tab: str) -> str:
    """Return the name of a tab as a range spells it."""
    return "'" + tab.replace("'", "''") + "'"


def _blocks(grid: dict[str, Any], cells: str) -> Iterator[str]:
    """Return the ranges, one below the other, in which the cells are asked for; empty cells for the whole tab."""
    last_row = int(grid.get("rowCount", 0))
    found = _BOUNDS.fullmatch(cells or f"A:{_letters(int(grid.get('columnCount', 1)))}")
    if found is None:
        raise InputError("sheet_part_missing")
    first, last = sorted((found[1], found[3]), key=_column)
    top, end = int(found[2] or 1), int(found[4] or last_row)
    if found[4]:
        top, end = min(top, end), min(max(top, end), last_row)
    height = max(1, _AT_ONCE // (_column(last) - _column(first) + 1))
    for start in range(top, end + 1, height):
        yield f"{first}{start}:{last}{min(start + height - 1, end)}"


def _column(letters: str) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    """Return the letters of a column by its number, from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters or "A"


def _text(cell: Any) -> str:
    """Return a cell as text: what a person would have typed for it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        exact = format(cell, f".{_EXACT}g")
        return exact if "e" not in exact else format(Decimal(exact), "f")
    return str(cell)


def _csv(rows: list[list[str]]) -> bytes:
    """Return rows as CSV, all as wide as the widest: cells at the end of a row are left out where they are empty."""
    width = max(map(len, rows), default=0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    return text.getvalue().encode()
