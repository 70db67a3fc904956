"""Approvals: what waits for a person, what they decided, and doing it exactly once.

A decision is made by a person outside the model; it is read by code and entered here. Nothing that writes
or sends runs without one.
"""

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Request
from customer_segmentation.kit.tool import Effect, Tool
from customer_segmentation.workspace.held import held, is_held
from customer_segmentation.workspace.journal import now
from customer_segmentation.workspace.run import compute, propose, settled_request
from customer_segmentation.workspace.store import Stored, result_id
from customer_segmentation.workspace.workspace import Result, Workspace

Status = Literal["waiting", "approved", "rejected", "replaced", "done", "failed", "undone"]


class Approval(BaseModel):
    """One proposal and what became of it.

    Attributes:
        request: The settled request: what will really be executed.
        plan: What would happen, in facts, as it was shown to the person.
        outcome: Id of the result once done.
    """

    id: str
    thread: str
    call_id: str
    tool: str
    request: dict[str, Any]
    plan: Reply
    status: Status
    decided_by: str
    surface: str
    reason: str
    outcome: str
    at: str
    decided_at: str
    done_at: str


def _read(row: dict[str, Any]) -> Approval:
    return Approval(**{**row, "request": json.loads(row["request"]), "plan": json.loads(row["plan"])})


def approvals(workspace: Workspace, *statuses: Status, everywhere: bool = False) -> list[Approval]:
    """Return the approvals of this thread, or of all threads, oldest first; of the given statuses if any."""
    rows = workspace.journal.rows("SELECT * FROM approvals ORDER BY at, rowid")
    found = [_read(row) for row in rows if everywhere or row["thread"] == workspace.thread]
    return [approval for approval in found if not statuses or approval.status in statuses]


def approval(workspace: Workspace, identity: str) -> Approval:
    """Return one approval; raises InputError if there is none under this id."""
    rows = workspace.journal.rows("SELECT * FROM approvals WHERE id = ?", identity)
    if not rows:
        raise InputError("approval_unknown", id=identity)
    return _read(rows[0])


def decide(
    workspace: Workspace,
    identity: str,
    decision: Literal["approved", "rejected"],
    *,
    by: str,
    surface: str,
    reason: str = "",
) -> Approval:
    """Enter a person's decision; what was approved and then interrupted may still be rejected.

    Raises:
        InputError: It was decided before, or a process is doing it.
    """
    with held(workspace, identity):
        changed = workspace.journal.write(
            "UPDATE approvals SET status = ?, decided_by = ?, surface = ?, reason = ?, decided_at = ? "
            "WHERE id = ? AND (status = 'waiting' OR status = 'approved' AND ? = 'rejected')",
            decision,
            by,
            surface,
            reason,
            now(),
            identity,
            decision,
        )
    found = approval(workspace, identity)
    if not changed and found.status != decision:
        raise InputError("approval_decided", id=identity, status=found.status)
    return found


def amend(tool: Tool, workspace: Workspace, identity: str, changes: dict[str, Any]) -> Approval:
    """Replace a waiting proposal by one with other arguments; the person is asked anew."""
    old = approval(workspace, identity)
    request = settled_request(tool, {**old.request, **changes}, workspace)
    fresh = propose(tool, request, workspace, f"{old.call_id}+")
    workspace.journal.write(
        "UPDATE approvals SET status = 'replaced', decided_at = ? WHERE id = ? AND status = 'waiting'",
        now(),
        identity,
    )
    return approval(workspace, fresh)


def open_approvals(workspace: Workspace) -> list[Approval]:
    """Return what needs a person in this thread, oldest first.

    That is what waits, and what was approved but is neither done nor being done, since its process was killed.
    """
    found = approvals(workspace, "waiting", "approved")
    return [one for one in found if one.status == "waiting" or not is_held(workspace, one.id)]


def execute(tool: Tool, workspace: Workspace, identity: str) -> Result:
    """Do what a person approved, once: done work is found again, interrupted work is done again safely.

    Raises:
        InputError: It was not approved, another process is doing it, or it cannot be done; then it waits again.
    """
    with held(workspace, identity):
        found = approval(workspace, identity)
        if found.status == "done":
            return workspace.result(found.outcome)
        if found.status != "approved":
            raise InputError("approval_decided", id=identity, status=found.status)
        request = tool.request.model_validate(found.request)
        if tool.effect is Effect.READ:
            # Reading was approved: the result is like any other, for later steps to build on.
            outcome = compute(tool, request, workspace).id
        else:
            outcome = _carried_out(tool, request, found, workspace)
            workspace.journal.record(workspace.thread, outcome, tool.name, "", "")
        _done(workspace, identity, outcome)
        return workspace.result(outcome)


def _carried_out(tool: Tool, request: Request, found: Approval, workspace: Workspace) -> str:
    """Write or send what was approved, and return the id of the result; found again if it was done before."""
    inputs = {"approval": found.id}
    address = result_id(tool.name, tool.version, found.request, inputs)
    try:
        if workspace.store.read(address) is None:
            with workspace.store.draft() as scratch:
                reply = tool.function(request, workspace.with_(output=scratch, inputs=inputs))
                stored = Stored(
                    id=address,
                    tool=tool.name,
                    version=tool.version,
                    request=found.request,
                    inputs=inputs,
                    reply=reply,
                )
                workspace.store.keep(scratch, stored)
    except InputError:
        _waits_again(workspace, found.id)
        raise
    except OSError as error:
        _waits_again(workspace, found.id)
        if isinstance(error, FileNotFoundError) and _is_result(error.filename, workspace):
            raise InputError("approval_basis_gone", id=found.id) from error
        problem = error.strerror or error
        raise InputError("disk_problem", path=error.filename or workspace.root, problem=problem) from error
    return address


def _is_result(path: object, workspace: Workspace) -> bool:
    """Tell whether a path is within a finished result, such as one that went with a forgotten person."""
    return bool(path) and workspace.store.folder("").resolve() in Path(str(path)).resolve().parents


def _done(workspace: Workspace, identity: str, outcome: str) -> None:
    workspace.journal.write(
        "UPDATE approvals SET status = 'done', outcome = ?, done_at = ? WHERE id = ?",
        outcome,
        now(),
        identity,
    )


def _waits_again(workspace: Workspace, identity: str) -> None:
    workspace.journal.write("UPDATE approvals SET status = 'waiting' WHERE id = ?", identity)
