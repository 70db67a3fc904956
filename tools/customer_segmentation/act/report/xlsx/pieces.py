"""What stands on a sheet, one piece below the other, before it has a place."""

from dataclasses import dataclass
from typing import Literal

from customer_segmentation.act.report.xlsx.cells import Cell, Number

Look = Literal["title", "heading", "finding", "words", "item", "note"]


@dataclass(frozen=True)
class Words:
    """A paragraph, as wide as the sheet."""

    text: str
    look: Look = "words"


@dataclass(frozen=True)
class Entry:
    """Words under a word of their own, which stands beside them."""

    label: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line of code."""

    text: str


@dataclass(frozen=True)
class Link:
    """The way to another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        name: Of the table in the workbook, one of ours and none from the data.
        caption: Stands above it; empty for none.
        shaded: Columns whose numbers are coloured from little to much.
        filtered: Whether its heads offer to filter.
    """

    name: str
    caption: str
    heading: list[str]
    rows: list[list[Cell | None]]
    shaded: tuple[int, ...] = ()
    filtered: bool = False


Area = tuple[int, int, int, int]
"""First row, first column, last row and last column of a table; its heading is row 0."""


@dataclass(frozen=True)
class Series:
    """Cells that are drawn together.

    Attributes:
        name: Row and column of the cell that names them.
        margins: How far the interval of each reaches above it and below it; none for no intervals.
    """

    name: tuple[int, int]
    values: Area
    colour: str
    strong: bool = False
    margins: tuple[tuple[Number, Number] | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart of cells of a table.

    Attributes:
        grid: Name of the table.
        names: The cells that name what is drawn.
        across, up: What the axes of names and of values measure; empty where the names say it.
        rows: How many bars or groups of bars there are, which says how high it is.
    """

    form: Literal["bar", "column", "line"]
    title: str
    reading: str
    grid: str
    names: Area
    series: tuple[Series, ...]
    across: str = ""
    up: str = ""


Piece = Words | Entry | Line | Link | Grid | Chart


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        name: On its tab.
        kind: A summary prints on one page; a list is one long table, whose heads stay in sight.
    """

    name: str
    pieces: list[Piece]
    kind: Literal["summary", "topic", "list"] = "topic"
