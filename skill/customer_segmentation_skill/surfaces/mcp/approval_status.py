"""``approval_status``: what became of a proposal, for a host whose person decides in a terminal."""

from mcp import types
from pydantic import Field

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.request import Name, Request, SpokenLanguage
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.mcp.answers import answer, said
from customer_segmentation_skill.surfaces.mcp.approving import waits
from customer_segmentation_skill.surfaces.mcp.serving import Serving


class StatusRequest(Request):
    """Which proposal is meant."""

    id: Name = Field("", description="The id of the proposal, as it was shown.")
    language: SpokenLanguage = Field("auto", description="The language of the finished reply: the person's.")


def status(
    request: StatusRequest, _serving: Serving, workspace: Workspace, language: str
) -> types.CallToolResult:
    """Return that a proposal still waits, or what was done, or why it was not.

    Raises:
        InputError: There is no such proposal in this thread.
    """
    found = approval(workspace, request.id)
    if found.thread != workspace.thread:
        raise InputError("approval_unknown", id=request.id)
    if found.status == "waiting":
        return waits(found, workspace, language)
    if found.status == "done":
        return answer(workspace.result(found.outcome), workspace, language)
    words = f"{found.tool} ({found.id}): {message(f'status_{found.status}', language)}."
    why = message("mcp_rejected_why", language, reason=found.reason) if found.reason else ""
    return said("approval_status", f"{words} {why}".rstrip(), language)
