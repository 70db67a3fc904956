"""Pictures of results: PNG and SVG, and HTML where pointing at a mark tells more."""

from customer_segmentation.chart.chosen import chosen
from customer_segmentation.chart.drawing.files import written
from customer_segmentation.chart.drawing.page import Page, drawn
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.theme import THEMES
from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.request import ChartRequest, Kind
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Artifact, Finding, Reply, Severity
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

_NEXT = ("chart_another", "chart_report")


@tool(inputs=chosen, version=2)
def draw_chart(request: ChartRequest, workspace: Workspace) -> Reply:
    """Draw pictures of segments, cohorts, components, movements or forecasts, each titled with its finding.

    Writes ``<kind>.png`` and ``.svg`` per picture, and ``.html`` where pointing at a mark tells more.

    Of several pictures those that cannot be drawn are left out.

    Raises:
        MethodError: The result cannot be drawn so.
    """
    whole, refused = Reply(next=list(_NEXT)), None
    for kind, ids in workspace.inputs.items():
        segments, shown = (workspace.result(identity) for identity in ids.split())
        try:
            picture = KINDS[Kind(kind)].picture(Material(workspace, segments, shown))
        except MethodError as error:
            refused = error
            continue
        page = drawn(picture, THEMES[request.theme], request.language)
        made = written(page, kind.replace("_", "-"), workspace.output)
        _add(whole, picture, page, made)
    if refused and not whole.parts:
        raise refused
    return whole


def _add(whole: Reply, picture: Picture, page: Page, made: list[Artifact]) -> None:
    """Add a picture to the reply: the facts that are written on it, and its words as a part."""
    told = Reply(
        facts={key: picture.reply.facts[key] for key in page.figures},
        names=picture.reply.names,
        described=picture.reply.described,
        measures=picture.reply.measures,
        currency=picture.reply.currency,
        artifacts=made,
        detail=picture.reply.detail,
    )
    whole.parts[picture.kind] = told
    whole.facts |= told.facts
    whole.names |= told.names
    whole.described |= told.described
    whole.artifacts += made
    whole.currency = told.currency
    if page.lacking:
        shown = {"characters": " ".join(sorted(page.lacking)[:10])}
        whole.findings.append(
            Finding(code="chart_characters_lacking", severity=Severity.WARNING, values=shown)
        )
