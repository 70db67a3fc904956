"""A report on the segments to pass on: summary, data, segments, trust, cohorts, advice, plan, method, glossary."""

from typing import Final

from customer_segmentation.act.report.contents import contents
from customer_segmentation.act.report.html import write_html
from customer_segmentation.act.report.markdown import write_markdown
from customer_segmentation.act.report.report import LeftOut
from customer_segmentation.act.report.request import Format, ReportRequest
from customer_segmentation.act.report.steps import steps
from customer_segmentation.act.report.xlsx.workbook import write_xlsx
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Artifact, Finding, Reply
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "write_report"
_WRITERS: Final = {
    Format.HTML: (write_html, "report.html", "text/html"),
    Format.MARKDOWN: (write_markdown, "report.md", "text/markdown"),
    Format.XLSX: (
        write_xlsx,
        "report.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_NEXT: Final = ("report_xlsx", "report_markdown", "report_chart")


@tool(inputs=steps)
def write_report(request: ReportRequest, workspace: Workspace) -> Reply:
    """Write a report on the segments, for reading and printing: findings, trust, advice, plan, method.

    What the data do not allow is left out, and the report says what and why. It holds aggregates only.

    Raises:
        InputError: There are no such segments.
    """
    report = contents(request, workspace)
    write, name, media_type = _WRITERS[request.format]
    figures = write(report, request.language, workspace.output / name)
    sheet = FactSheet(TOOL)
    sheet.say(ALL, "sections", len(report.sections), "count")
    sheet.say(ALL, "pictures", figures.pictures, "count")
    sheet.say(ALL, "figures", len(figures.all), "count")
    return Reply(
        facts=sheet.facts,
        artifacts=[Artifact(name=name, path=name, media_type=media_type, for_people=True)],
        findings=_without(report.left_out),
        next=list(_NEXT),
        detail={"sections": [section.id for section in report.sections], "format": request.format.value},
    )


def _without(left_out: list[LeftOut]) -> list[Finding]:
    """Return why something is not in the report, every reason once."""
    reasons = [Finding(code=each.code, values=each.values) for each in left_out]
    return [reason for n, reason in enumerate(reasons) if reason not in reasons[:n]]
