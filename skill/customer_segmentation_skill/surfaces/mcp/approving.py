"""What waits for a person: shown in a form of the host where there is one, else left to a terminal.

No argument of a call approves anything. A person's decision is the host's answer to a form, and anything but a
plain choice leaves the proposal waiting, as it does in the terminal.
"""

from typing import Final

from mcp import types

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.for_model import shareable
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.approval import Approval, approval, decide, execute
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.surfaces.mcp.answers import said
from customer_segmentation_skill.surfaces.mcp.forms import Answered, Form
from customer_segmentation_skill.surfaces.mcp.own_terminal import to_decide, to_undo

SURFACE: Final = "mcp"


def summary(waiting: Approval, language: str, *, for_person: bool) -> str:
    """Return what a proposal would do in words; figures of a few people are masked unless only the person reads it."""
    plan = waiting.plan if for_person else shareable(waiting.plan)
    text = prose(f"{waiting.tool}_plan", waiting.plan, language)
    return Renderer(ReplyLedger(plan), language).text(text)


def approval_form(waiting: Approval, language: str) -> Form:
    """Return the form in which a person decides; its first choice approves."""
    return Form(
        key=f"approval-{waiting.id}",
        words=summary(waiting, language, for_person=True),
        choices=[message("mcp_approve", language), message("mcp_reject", language)],
        title=message("mcp_decision", language),
        reason=message("mcp_reason", language),
    )


def waits(waiting: Approval, workspace: Workspace, language: str) -> types.CallToolResult:
    """Return that something waits, and how the person decides it."""
    words = summary(waiting, language, for_person=False)
    text = "\n".join(
        [
            message("mcp_waits", language),
            "",
            *to_decide(waiting.id, workspace),
            "",
            message("mcp_waits_next", language, id=waiting.id),
        ]
    )
    pending = {"id": waiting.id, "tool": waiting.tool, "summary": words}
    return said(waiting.tool, f"{words}\n\n{text}", language, pending=[pending])


def approved(identity: str, workspace: Workspace) -> Result:
    """Enter a person's yes, do what waited, and return its result.

    Raises:
        InputError: It was decided before, or it cannot be done.
    """
    there = workspace.with_(thread=approval(workspace, identity).thread)
    decide(there, identity, "approved", by="person", surface=SURFACE)
    return execute(find_tool(approval(there, identity).tool), there, identity)


def undoing(done: Approval, result: Result, workspace: Workspace) -> str:
    """Return how the person takes back what was done; nothing where nothing was made."""
    if "made" not in result.reply.detail:
        return ""
    return f"{message('mcp_undo', workspace.language)}\n\n{to_undo(done.id, workspace)}"


def rejected(
    waiting: Approval, answered: Answered, workspace: Workspace, language: str
) -> types.CallToolResult:
    """Enter a person's no."""
    decide(workspace, waiting.id, "rejected", by="person", surface=SURFACE, reason=answered.reason)
    words = message("mcp_rejected", language, id=waiting.id)
    why = message("mcp_rejected_why", language, reason=answered.reason) if answered.reason else ""
    return said(waiting.tool, f"{words} {why}".rstrip(), language)
