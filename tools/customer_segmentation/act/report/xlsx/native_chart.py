"""Writing a chart of a workbook: our colours, values beside their bars, axes with units."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.act.report.xlsx.pieces import Area, Chart, Series
from customer_segmentation.chart.drawing.theme import LIGHT

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDEST: Final = 940
_BAR: Final = 17
_FRAME: Final = 130
_LEVEL: Final = 340
_SHARE: Final = "0%"
_BESIDE: Final = '[>=0.005]0%;[>0]"<1%";0%'
"""Reads as in the tables, where little is not called nothing."""
_UNSEEN: Final = "\u200b"


def high(chart: Chart) -> int:
    """Return the height of a chart in pixels."""
    if chart.form != "bar":
        return _LEVEL
    first, _, last, _ = chart.names
    return _FRAME + (last - first + 1) * (_BAR * len(chart.series) + 10)


@dataclass(frozen=True)
class Where:
    """Where the cells of a chart are.

    Attributes:
        top: The first row of their table.
        aside: The column that holds how far intervals reach above; how far below, the next one.
    """

    sheet: str
    top: int
    aside: int

    def area(self, cells: Area) -> list[Any]:
        """Return cells of the table as xlsxwriter names them."""
        first, left, last, right = cells
        return [self.sheet, self.top + first, left, self.top + last, right]


def native_chart(
    workbook: "Workbook", place: "Worksheet", chart: Chart, at: tuple[int, int], where: Where
) -> None:
    """Insert a chart at a row, as wide as so many pixels."""
    row, pixels = at
    made = workbook.add_chart({"type": chart.form})
    for series in chart.series:
        made.add_series(_series(chart, series, where))
    # A title that began like a formula would be taken for one.
    title = f"{_UNSEEN}{chart.title}" if chart.title.startswith("=") else chart.title
    made.set_title({"name": title, "name_font": {"size": 12, "color": LIGHT.ink}, "overlay": False})
    names = {
        "name": chart.across,
        "num_font": _letters(),
        "name_font": _letters(),
        "line": {"color": LIGHT.rule},
    }
    values = {
        "name": chart.up,
        "num_format": _SHARE,
        "num_font": _letters(),
        "name_font": _letters(),
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.rule}},
        "line": {"none": True},
    }
    if chart.form == "bar":
        made.set_x_axis(values)
        made.set_y_axis({**names, "reverse": True, "crossing": "max"})
    else:
        made.set_x_axis(names)
        made.set_y_axis(values)
    several = len(chart.series) > 1
    made.set_legend({"position": "bottom" if chart.form == "bar" else "right"} if several else {"none": True})
    made.set_size({"width": min(pixels, _WIDEST), "height": high(chart)})
    made.show_blanks_as("gap")
    made.show_hidden_data()
    place.insert_chart(row, 0, made, {"object_position": 2, "description": chart.reading or chart.title})


def _series(chart: Chart, series: Series, where: Where) -> dict[str, Any]:
    row, column = series.name
    drawn: dict[str, Any] = {
        "name": [where.sheet, where.top + row, column],
        "categories": where.area(chart.names),
        "values": where.area(series.values),
    }
    if chart.form == "line":
        wide = 3.0 if series.strong else 1.75
        mark = {"type": "circle", "size": 5, "fill": {"color": series.colour}, "border": {"none": True}}
        return {**drawn, "line": {"color": series.colour, "width": wide}, "marker": mark}
    drawn |= {"fill": {"color": series.colour}, "gap": 60, "overlap": 0}
    if not series.margins:
        return {**drawn, "data_labels": {"value": True, "num_format": _BESIDE, "font": _letters()}}
    return {**drawn, "y_error_bars": _intervals(series, where)}


def _intervals(series: Series, where: Where) -> dict[str, Any]:
    from xlsxwriter.utility import xl_range_formula

    first, _, last, _ = series.values
    above, below = (
        "=" + xl_range_formula(where.sheet, where.top + first, column, where.top + last, column)
        for column in (where.aside, where.aside + 1)
    )
    line = {"color": LIGHT.ink, "width": 1.0}
    return {"type": "custom", "plus_values": above, "minus_values": below, "line": line}


def _letters() -> dict[str, Any]:
    return {"size": 9, "bold": False, "color": LIGHT.pale}
