"""A report as a workbook in XLSX.

Nothing in it is a formula, and every word is written as words, whatever it begins with. Nothing leads out of the file.
The same report gives the same bytes: the day it was made is that the segments look from.
"""

from datetime import datetime, time
from pathlib import Path
from typing import Final

from customer_segmentation.act.report.report import Report
from customer_segmentation.act.report.words import title_of
from customer_segmentation.act.report.xlsx.contents import Contents
from customer_segmentation.act.report.xlsx.looks import Looks
from customer_segmentation.act.report.xlsx.pieces import Chart
from customer_segmentation.act.report.xlsx.sheet import write_sheet
from customer_segmentation.kit.figures import Figures

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_NO_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


def write_xlsx(report: Report, language: str, path: Path) -> Figures:
    """Write a report as a workbook and return the figures in it."""
    from xlsxwriter.workbook import Workbook

    contents = Contents(report, language)
    sheets = contents.sheets()
    made = datetime.combine(report.as_of, time()) if report.as_of else _NO_DAY
    with Workbook(path, _OPTIONS) as workbook:
        workbook.set_properties({"title": title_of(report, language), "created": made})
        looks = Looks(workbook)
        for sheet in sheets:
            workbook.add_worksheet(sheet.name)
        for sheet in sheets:
            write_sheet(workbook, sheet, looks)
    contents.figures.pictures = sum(isinstance(piece, Chart) for sheet in sheets for piece in sheet.pieces)
    return contents.figures
