"""A workbook read again from its own XML: what its cells hold, how they are shown, and what else is in it."""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

from reported import WRITE

from customer_segmentation.workspace.run import run

_NS = {
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "d": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FIRST_DAY = date(1899, 12, 30)
_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Cell:
    """A cell: its value as text or number, its number format, and whether it is marked as text for good."""

    value: str | float | None
    form: str = "General"
    quoted: bool = False


@dataclass
class Chart:
    """A chart: its title, and per series where its name, categories and values come from and
    what they were; where the reach of its intervals is read from."""

    title: str
    series: list[dict]
    margins: list[tuple[str, str]]
    axes: list[str]
    root: ET.Element


@dataclass
class Sheet:
    """A sheet: its cells by (row, column), its tables by name, and its links, merged areas, charts and hidden columns."""

    name: str
    root: ET.Element
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    filtered: set[str] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def column(self, number):
        """Return the texts of a column from top to bottom."""
        return [cell.value for (_, column), cell in sorted(self.cells.items()) if column == number]

    def words(self):
        """Return everything that is said on the sheet."""
        return [cell.value for cell in self.cells.values() if isinstance(cell.value, str)]

    def rows(self, table):
        """Return the cells of a table below its heads."""
        top, left, bottom, right = self.tables[table]
        return [
            [self.cells.get((row, n), Cell(None)) for n in range(left, right + 1)]
            for row in range(top + 1, bottom + 1)
        ]


class Book:
    """A workbook.

    Attributes:
        parts: The files in it.
        sheets: In order.
        names: Defined names with their areas.
    """

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self._strings = [
            _CONTROL.sub(lambda found: chr(int(found[1], 16)), "".join(text.itertext()))
            for text in self._xml("xl/sharedStrings.xml")
        ]
        styles = self._xml("xl/styles.xml")
        forms = {f.get("numFmtId"): f.get("formatCode") for f in styles.iterfind(".//s:numFmt", _NS)}
        self._styles = [
            (forms.get(style.get("numFmtId"), "General"), style.get("quotePrefix") == "1")
            for style in styles.find("s:cellXfs", _NS)
        ]
        book = self._xml("xl/workbook.xml")
        self.names = {
            (name.get("name"), int(name.get("localSheetId", -1))): name.text
            for name in book.iterfind(".//s:definedName", _NS)
        }
        related = self._related("xl/workbook.xml")
        self.sheets = [
            self._sheet(sheet.get("name"), related[sheet.get(_ID)])
            for sheet in book.iterfind(".//s:sheet", _NS)
        ]

    def __getitem__(self, name):
        """Return the sheet with a table of that name."""
        return next(sheet for sheet in self.sheets if name in sheet.tables)

    def everything(self):
        """Return all that is written anywhere in the file."""
        return "\n".join(content.decode() for content in self.parts.values())

    def _xml(self, path):
        return ET.fromstring(self.parts[path])  # noqa: S314 - a file that we wrote

    def _related(self, path):
        folder, _, name = path.rpartition("/")
        file = f"{folder}/_rels/{name}.rels"
        found = self._xml(file).iter(_RELATED) if file in self.parts else ()
        up = folder.rpartition("/")[0]
        return {
            each.get("Id"): each.get("Target").replace("..", up)
            if each.get("Target").startswith("..")
            else f"{folder}/{each.get('Target')}"
            for each in found
        }

    def _sheet(self, name, path):
        root = self._xml(path)
        sheet = Sheet(name, root)
        for cell in root.iterfind(".//s:c", _NS):
            form, quoted = self._styles[int(cell.get("s", 0))]
            value = cell.find("s:v", _NS)
            held = None
            if value is not None:
                held = self._strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
            sheet.cells[_place(cell.get("r"))] = Cell(held, form, quoted)
        sheet.merged = [_area(each.get("ref")) for each in root.iterfind(".//s:mergeCell", _NS)]
        sheet.links = [
            (sheet.cells[_place(each.get("ref"))].value, each.get("location"))
            for each in root.iterfind(".//s:hyperlink", _NS)
        ]
        sheet.hidden = {
            column
            for each in root.iterfind(".//s:col", _NS)
            if each.get("hidden") == "1"
            for column in range(int(each.get("min")) - 1, int(each.get("max")))
        }
        related = self._related(path)
        for part in root.iterfind(".//s:tablePart", _NS):
            table = self._xml(related[part.get(_ID)])
            own = table.get("name")
            sheet.tables[own] = _area(table.get("ref"))
            sheet.heads[own] = [column.get("name") for column in table.iterfind(".//s:tableColumn", _NS)]
            if table.find("s:autoFilter", _NS) is not None:
                sheet.filtered.add(own)
        for target in related.values():
            if "/drawings/" in target:
                sheet.charts += [self._chart(each) for each in self._related(target).values()]
        return sheet

    def _chart(self, path):
        root = self._xml(path)
        title = "".join(root.find("c:chart/c:title", _NS).itertext())
        series = [
            {
                part: (
                    each.find(f"c:{part}//c:f", _NS).text,
                    {
                        int(p.get("idx")): p.find("c:v", _NS).text
                        for p in each.iterfind(f"c:{part}//c:pt", _NS)
                    },
                )
                for part in ("tx", "cat", "val")
            }
            for each in root.iterfind(".//c:ser", _NS)
        ]
        margins = [
            tuple(bars.find(f"c:{side}//c:f", _NS).text for side in ("plus", "minus"))
            for bars in root.iterfind(".//c:errBars", _NS)
        ]
        axes = [each.get("formatCode") for each in root.iterfind(".//c:valAx/c:numFmt", _NS)]
        return Chart(title, series, margins, axes, root)


def shown(value, form):
    """Return what a workbook shows of a number in a format of literals, digits and percent, one section per sign."""
    more, less, none = form.split(";") if ";" in form else (form, f"-{form}", form)
    number = Decimal(str(value))
    section = more if number > 0 else less if number < 0 else none
    digits = re.search(r"(#,##)?0(?:\.(0+))?(%?)", re.sub(r'"[^"]*"', lambda f: "_" * len(f[0]), section))
    if not digits:
        return section.replace('"', "")
    number = abs(number) * (100 if digits[3] else 1)
    rounded = number.quantize(Decimal(1).scaleb(-len(digits[2] or "")), ROUND_HALF_UP)
    text = f"{rounded:,}{digits[3]}" if digits[1] else f"{rounded}{digits[3]}"
    before, after = section[: digits.start()], section[digits.end() :]
    return f"{before}{text}{after}".replace('"', "")


def day(value):
    """Return the day that a number stands for."""
    return _FIRST_DAY + timedelta(days=int(value))


def _place(ref):
    letters, number = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", ref).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(number) - 1, column - 1


def _area(ref):
    first, _, last = ref.partition(":")
    return *_place(first), *_place(last or first)


def area_of(formula):
    """Return the sheet and the area that a chart refers to."""
    name, _, ref = formula.rpartition("!")
    return name.strip("'"), _area(ref)


def opened(workspace, **request):
    """Write a report as a workbook; return the result and the workbook, read again."""
    result = run(WRITE, {"format": "xlsx", **request}, workspace)
    (artifact,) = result.reply.artifacts
    return result, Book(result.file(artifact))
