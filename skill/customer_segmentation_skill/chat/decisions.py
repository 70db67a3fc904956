"""Carrying out what a person decided about waiting proposals."""

from typing import Any

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.errors import InputError, SegmentationError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import message, words_of
from customer_segmentation.workspace.approval import (
    Approval,
    amend,
    approvals,
    decide,
    execute,
    open_approvals,
)
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.adapters.deciding.decision import Decision
from customer_segmentation_skill.agent.session import Session, ToolUse


def summary(approval: Approval, language: str) -> str:
    """Return what a proposal would do, as one rendered paragraph."""
    text = prose(f"{approval.tool}_plan", approval.plan, language)
    return Renderer(ReplyLedger(approval.plan), language).text(text)


def _stands(approval: Approval, language: str) -> str:
    """Return what is said before a proposal that was approved already, when its process was killed."""
    return "" if approval.status == "waiting" else f"{message('approved_before', language)} "


def waiting_words(workspace: Workspace, language: str) -> str:
    """Return everything that waits, numbered, and how to decide; nothing if nothing waits."""
    waiting = open_approvals(workspace)
    if not waiting:
        return ""
    lines = [f" {n}. {_stands(one, language)}{summary(one, language)}" for n, one in enumerate(waiting, 1)]
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
    waiting = open_approvals(session.workspace)
    chosen = [waiting[n - 1] for n in decision.which] if decision.which else waiting
    if decision.kind == "edit":
        return _edit(decision, chosen, session)
    said = []
    for number, one in enumerate(waiting, 1):
        if number in decision.refused:
            said.append(_reject(one, decision.reason, session))
        elif one in chosen:
            said.append(_carried_out(decision, one, session))
    return said


def _edit(decision: Decision, chosen: list[Approval], session: Session) -> list[str]:
    """Change those proposals that have what is to be changed; the person is asked anew."""
    fitting = [one for one in chosen if one.status == "waiting" and _takes(one, decision.changes)]
    if not fitting:
        return [message("edit_fits_none", session.language)]
    return [text for one in fitting if (text := _amended(one, decision.changes, session))]


def _takes(approval: Approval, changes: dict[str, Any]) -> bool:
    return changes.keys() <= find_tool(approval.tool).request.model_fields.keys()


def _amended(approval: Approval, changes: dict[str, Any], session: Session) -> str:
    """Change one proposal; nothing to say but what prevents it, since it is shown again."""
    try:
        amend(find_tool(approval.tool), session.workspace, approval.id, changes)
    except SegmentationError as error:
        return error.said(session.language)
    return ""


def _carried_out(decision: Decision, one: Approval, session: Session) -> str:
    try:
        if decision.kind == "reject":
            return _reject(one, decision.reason, session)
        return approve(one.id, session)
    except SegmentationError as error:
        return error.said(session.language)


def _reject(one: Approval, reason: str, session: Session) -> str:
    decide(session.workspace, one.id, "rejected", by="person", surface=session.surface, reason=reason)
    words = words_of("lexicon", session.language)["proposal_words"].get(one.tool, [one.tool])
    return message("rejected", session.language, what=words[0], id=one.id)


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
