"""Laying a sheet out: pieces below each other, columns as wide as their tables need, rows as high as their words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Final

from customer_segmentation.act.report.xlsx.cells import Cell
from customer_segmentation.act.report.xlsx.looks import Looks
from customer_segmentation.act.report.xlsx.native_chart import Where, high, native_chart
from customer_segmentation.act.report.xlsx.pieces import Chart, Entry, Grid, Line, Link, Piece, Sheet, Words
from customer_segmentation.act.report.xlsx.text_height import letters, lines
from customer_segmentation.chart.drawing.theme import LIGHT

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PAGE: Final = 124
"""Letters in a line of words, at the least."""
_NAMES: Final = (24, 44)
_LISTED: Final = (12, 36)
_FIGURES: Final = (9, 16)
_TEXTS: Final = (10, 90)
"""Narrowest and widest columns, in letters."""
_LINE: Final = 16.0
"""Height of a line in points; of a row that nothing is said of, 15."""
_HIGHEST: Final = 409.0
"""No row may be higher."""
_ROW: Final = 20
"""Pixels of such a row."""
_LARGER: Final = {"title": 1.5, "heading": 1.15}
_BOLD: Final = 1.1
_ABOVE: Final = {"heading": 8.0, "title": 0.0}
_PIXELS: Final = 7
_A4: Final = 9
_STYLE: Final = "Table Style Light 1"


def write_sheet(workbook: "Workbook", sheet: Sheet, looks: Looks) -> None:
    """Write a sheet of a workbook."""
    place = workbook.get_worksheet_by_name(sheet.name)
    layout = _Layout(place, sheet, looks)
    for piece in sheet.pieces:
        layout.add(piece)
    for chart, row in layout.charts:
        aside = layout.aside(chart)
        where = Where(sheet.name, layout.tops[chart.grid], aside)
        native_chart(workbook, place, chart, (row, layout.pixels), where)
    _print_set_up(place, sheet, layout)


@dataclass
class _Layout:
    place: "Worksheet"
    sheet: Sheet
    looks: Looks

    def __post_init__(self) -> None:
        self.row = 0
        self.tops: dict[str, int] = {}
        self.charts: list[tuple[Chart, int]] = []
        self._sizes = _column_sizes(self.sheet)
        self.last = len(self._sizes) - 1
        self.pixels = sum(_PIXELS * size + 5 for size in self._sizes)
        for column, size in enumerate(self._sizes):
            self.place.set_column(column, column, size)

    def add(self, piece: Piece) -> None:
        """Write a piece below those before it."""
        match piece:
            case Words():
                self._across(0, piece.text, piece.look)
            case Entry():
                self.place.write_string(self.row, 0, piece.label, self.looks.of("label", piece.label))
                self._across(1, piece.text, "words", beside=piece.label)
            case Line():
                self.place.write_string(self.row, 0, piece.text, self.looks.of("code", piece.text))
                self.row += 1
            case Link():
                self._link(piece)
            case Grid():
                self._grid(piece)
            case Chart():
                self.charts.append((piece, self.row))
                self.row += ceil(high(piece) / _ROW) + 1
                if piece.reading:
                    self._across(0, piece.reading, "note")

    def aside(self, chart: Chart) -> int:
        """Write how far intervals reach in two columns out of sight, for the chart; return the first of them.

        A chart could hold these numbers itself, but some programs then draw no intervals.
        """
        first = self.last + 2
        for series in chart.series:
            top = self.tops[chart.grid] + series.values[0]
            for row, margins in enumerate(series.margins, top):
                for column, margin in enumerate(margins or (), first):
                    self.place.write_number(row, column, margin)
            if series.margins:
                self.place.set_column(first, first + 1, None, None, {"hidden": True})
        return first

    def _link(self, link: Link) -> None:
        self.place.write_url(
            self.row, 0, f"internal:'{link.sheet}'!A1", self.looks.of("link"), string=link.text
        )
        self.row += 1

    def _across(self, column: int, text: str, look: str, beside: str = "") -> None:
        """Write words over all columns from one on, in a row that is high enough for them."""
        form = self.looks.of(look, text)
        self.place.merge_range(self.row, column, self.row, self.last, "", form)
        self.place.write_string(self.row, column, text, form)
        larger = _LARGER.get(look, 1.0)
        needed = max(lines(text, sum(self._sizes[column:]) / larger - 2), lines(beside, self._sizes[0]))
        self._high(self.row, needed * _LINE * larger + _ABOVE.get(look, 4.0))
        self.row += 1

    def _high(self, row: int, points: float) -> None:
        self.place.set_row(row, min(points, _HIGHEST))

    def _grid(self, grid: Grid) -> None:
        if not grid.rows:
            return
        if grid.caption:
            self._across(0, grid.caption, "heading")
        top, last = self.row, len(grid.heading) - 1
        self.tops[grid.name] = top
        texts = [_is_text(column) for column in zip(*grid.rows, strict=True)]
        bottom = top + len(grid.rows)
        heads = [
            {"header": head, "header_format": self.looks.of("head" if text else "head_right", head)}
            for head, text in zip(grid.heading, texts, strict=True)
        ]
        options = {"name": grid.name, "columns": heads, "autofilter": grid.filtered, "style": _STYLE}
        self.place.add_table(top, 0, bottom, last, options)
        sizes = self._sizes[: last + 1]
        needed = [lines(head, (size - 1) / _BOLD) for head, size in zip(grid.heading, sizes, strict=True)]
        self._high(top, max(needed) * _LINE + 2)
        for row, given in enumerate(grid.rows, top + 1):
            for column, cell in enumerate(given):
                if cell:  # An empty cell would be drawn as zero where only a chart's own copy is read.
                    self._cell(row, column, cell, text=texts[column])
            words = [
                (cell.text, size) for cell, size in zip(given, sizes, strict=True) if cell and not cell.form
            ]
            self._high(row, max((lines(text, size - 1) for text, size in words), default=1) * _LINE)
        if grid.shaded:
            scale = {"type": "2_color_scale", "min_color": LIGHT.low, "max_color": LIGHT.several[4]}
            self.place.conditional_format(top + 1, min(grid.shaded), bottom, max(grid.shaded), scale)
        self.row = bottom + 2

    def _cell(self, row: int, column: int, cell: Cell, *, text: bool) -> None:
        look = ("cell" if column else "name") if text else "figure"
        if isinstance(cell.value, str):
            self.place.write_string(row, column, cell.value, self.looks.of(look, cell.value))
        elif isinstance(cell.value, date):
            self.place.write_datetime(row, column, cell.value, self.looks.of(look, number=cell.form))
        else:
            self.place.write_number(row, column, cell.value, self.looks.of(look, number=cell.form))


def _column_sizes(sheet: Sheet) -> list[int]:
    """Return the widths of the columns in letters: what the tables need, and enough for a line of words."""
    names = _LISTED if sheet.kind == "list" else _NAMES
    needed = [list(_needed(piece, names)) for piece in sheet.pieces if isinstance(piece, Grid)]
    sizes = [max(column) for column in zip_longest([names[0]], *needed, fillvalue=0)]
    while sum(sizes) < _PAGE:
        sizes.append(min(_PAGE - sum(sizes), 12))
    return sizes if len(sizes) > 1 else [*sizes, 12]


def _needed(grid: Grid, names: tuple[int, int]) -> Iterator[int]:
    for column, head in enumerate(grid.heading):
        found = [row[column] for row in grid.rows]
        wide = ceil(max((letters(cell.text) for cell in found if cell), default=0)) + 3
        least, most = names if not column else _TEXTS if _is_text(found) else _FIGURES
        longest = ceil(_BOLD * max(letters(part) for part in head.split(" "))) + 2
        yield min(max(wide, longest, least), most)


def _is_text(column: Iterable[Cell | None]) -> bool:
    return all(isinstance(cell.value, str) for cell in column if cell)


def _print_set_up(place: "Worksheet", sheet: Sheet, layout: _Layout) -> None:
    place.hide_gridlines(2)
    place.set_landscape()
    place.set_paper(_A4)
    place.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    place.fit_to_pages(1, int(sheet.kind == "summary"))
    place.set_footer("&L&A&R&P / &N")
    head = 2 if sheet.kind == "list" else 0
    place.repeat_rows(head, head)
    if layout.tops:
        place.freeze_panes(head + 1, 0)
