"""Carrying out what a person decided about waiting proposals."""

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.errors import InputError, SegmentationError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.approval import Approval, amend, approvals, decide, execute
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.adapters.decision import Decision
from customer_segmentation_skill.agent.session import Session, ToolUse


def summary(approval: Approval, language: str) -> str:
    """Return what a proposal would do, as one rendered paragraph."""
    text = prose(f"{approval.tool}_plan", approval.plan, language)
    return Renderer(ReplyLedger(approval.plan), language).text(text)


def waiting_words(workspace: Workspace, language: str) -> str:
    """Return everything that waits, numbered, and how to decide; nothing if nothing waits."""
    waiting = approvals(workspace, "waiting")
    if not waiting:
        return ""
    lines = [f" {n}. {summary(approval, language)}" for n, approval in enumerate(waiting, 1)]
    many = "many" if len(waiting) > 1 else "one"
    ids = ", ".join(approval.id for approval in waiting)
    return "\n".join(
        [
            message(f"waiting_{many}", language, count=len(waiting)),
            *lines,
            message(f"decide_{many}", language, ids=ids),
        ]
    )


def apply(decision: Decision, session: Session) -> list[str]:
    """Carry out a decision on the waiting proposals and return what happened, one paragraph each."""
    waiting = approvals(session.workspace, "waiting")
    chosen = [waiting[n - 1] for n in decision.which if n <= len(waiting)] if decision.which else waiting
    said = []
    for approval in waiting:
        if approval in chosen:
            said.append(_one(decision, approval, session))
        elif decision.kind == "approve" and decision.rest == "reject":
            decide(session.workspace, approval.id, "rejected", by="person", surface=session.surface)
            said.append(message("rejected", session.language, what=approval.tool, id=approval.id))
    return said


def _one(decision: Decision, approval: Approval, session: Session) -> str:
    language, workspace = session.language, session.workspace
    tool = find_tool(approval.tool)
    try:
        if decision.kind == "edit":
            amend(tool, workspace, approval.id, decision.changes)
            return ""
        if decision.kind == "reject":
            decide(
                workspace,
                approval.id,
                "rejected",
                by="person",
                surface=session.surface,
                reason=decision.reason,
            )
            return message("rejected", language, what=approval.tool, id=approval.id)
        return approve(approval.id, session)
    except SegmentationError as error:
        return error.said(language)


def approve(identity: str, session: Session) -> str:
    """Approve one proposal, do it, and return what was done in rendered words.

    Raises:
        InputError: It was decided before, or it could not be done.
    """
    waiting = {approval.id: approval for approval in approvals(session.workspace, everywhere=True)}
    if identity not in waiting:
        raise InputError("approval_unknown", id=identity)
    approval = waiting[identity]
    workspace = session.workspace.with_(thread=approval.thread, language=session.language)
    decide(workspace, identity, "approved", by="person", surface=session.surface)
    result = execute(find_tool(approval.tool), workspace, identity)
    session.uses.append(ToolUse(name=approval.tool, arguments=approval.request, result_id=result.id))
    text = Renderer(ReplyLedger(result.reply), session.language).text(
        prose(approval.tool, result.reply, session.language)
    )
    made = "made" in result.reply.detail
    return f"{text} {message('undo_hint', session.language, id=identity)}" if made else text
