"""``check_figures``: whether every figure in a host's own draft stands on a fact, and the draft with figures set in."""

from mcp import types
from pydantic import Field

from customer_segmentation.kit.grounding import check, marked
from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.request import Request, SpokenLanguage
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.mcp.answers import said
from customer_segmentation_skill.surfaces.mcp.serving import Serving
from customer_segmentation_skill.surfaces.mcp.shared import SharedLedger


class DraftRequest(Request):
    """A draft to be checked against the facts of the thread."""

    draft: str = Field(
        "",
        max_length=20_000,
        description="The draft; figures named by key, like [[rfm_segments.at_risk.customers]].",
    )
    language: SpokenLanguage = Field("auto", description="The language that figures are written in.")


def checked(
    request: DraftRequest, _serving: Serving, workspace: Workspace, language: str
) -> types.CallToolResult:
    """Return the draft with its figures set in, and every place that does not stand on a fact."""
    problems = check(request.draft, ThreadLedger(workspace))
    draft = marked(request.draft, problems, language)
    text = Renderer(SharedLedger(workspace), language, "markdown").text(draft)
    found = [
        {"excerpt": problem.excerpt, "kind": problem.kind.value, "hint": problem.hint} for problem in problems
    ]
    lines = [message("mcp_draft_fine", language)]
    if found:
        lines = [
            message("mcp_draft_mend", language, count=len(found)),
            *(f"{number}. “{one['excerpt']}”: {one['hint']}" for number, one in enumerate(found, 1)),
            "",
            message("mcp_draft_text", language),
        ]
    words = "\n".join([*lines, "", text]).rstrip()
    return said("check_figures", words, language, fine=not found, text=text, problems=found)
