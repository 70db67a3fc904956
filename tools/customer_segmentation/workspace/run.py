"""The one way to run a tool: every surface and Python go through here, so none goes around approval."""

import json
import secrets
from typing import Any

from pydantic import ValidationError

from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Refers, Request, is_spoken
from customer_segmentation.kit.tool import Effect, Tool
from customer_segmentation.workspace.journal import now
from customer_segmentation.workspace.store import Stored, result_id
from customer_segmentation.workspace.workspace import Result, Workspace


def run(
    tool: Tool, arguments: dict[str, Any] | Request, workspace: Workspace, *, call_id: str = ""
) -> Result:
    """Run a tool, or find its finished result, and enter it into the thread.

    Raises:
        InputError: The arguments or the data need mending.
        ApprovalRequired: The tool writes or sends; the proposal waits in the journal. Without a ``call_id``
            the same request waits there once, however often it is made.
    """
    request = settled_request(tool, arguments, workspace)
    effect = tool.gate(request, workspace) if tool.gate else tool.effect
    if effect is not Effect.READ:
        identity = propose(tool, request, workspace, call_id or _same_waiting(tool, request, workspace))
        raise ApprovalRequired(identity, tool.name, tool.summary)
    return compute(tool, request, workspace)


def settled_request(tool: Tool, arguments: dict[str, Any] | Request, workspace: Workspace) -> Request:
    """Return the validated request: "latest" and short ids are full result ids, its language is a language."""
    request = arguments if isinstance(arguments, Request) else validated(tool.name, tool.request, arguments)
    return _resolved(tool, request, workspace)


def validated(name: str, model: type[Request], arguments: dict[str, Any]) -> Request:
    """Return the arguments of the tool ``name`` as its request; raises InputError that names the wrong field."""
    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or name
        raise InputError(
            "field_wrong", tool=name, field=field, problem=first["msg"].removeprefix("Value error, ")
        ) from error


def _resolved(tool: Tool, request: Request, workspace: Workspace) -> Request:
    changes = {}
    for name, info in tool.request.model_fields.items():
        marks = [mark for mark in info.metadata if isinstance(mark, Refers)]
        value = getattr(request, name)
        if marks and value:
            changes[name] = workspace.resolve(value, marks[0].produces)
        if value == "auto" and is_spoken(info):
            changes[name] = workspace.language
    return request.model_copy(update=changes)


def compute(tool: Tool, request: Request, workspace: Workspace) -> Result:
    """Run a tool that only computes, or find its finished result, and enter it into the thread."""
    asked = request.model_dump(mode="json")
    inputs = tool.inputs(request, workspace) if tool.inputs else {}
    identity = result_id(tool.name, tool.version, asked, inputs)
    if workspace.store.read(identity) is None:
        try:
            with workspace.store.draft() as scratch:
                reply = tool.function(request, workspace.with_(output=scratch, inputs=inputs))
                stored = Stored(
                    id=identity,
                    tool=tool.name,
                    version=tool.version,
                    request=asked,
                    inputs=inputs,
                    reply=reply,
                )
                workspace.store.keep(scratch, stored)
        except OSError as error:
            raise InputError("disk_problem", path=workspace.root, problem=error.strerror or error) from error
    return _entered(tool, request, identity, workspace)


def _entered(tool: Tool, request: Request, identity: str, workspace: Workspace) -> Result:
    dataset = identity if tool.produces == "dataset" else dataset_of(request, workspace)
    stored = workspace.store.read(identity)
    produces = tool.produces if stored is None or stored.reply.formed else ""
    workspace.journal.record(workspace.thread, identity, tool.name, produces, dataset)
    return workspace.result(identity)


def dataset_of(request: Request, workspace: Workspace) -> str:
    """Return the id of the data that a resolved request works on, directly or through a segmentation."""
    data = getattr(request, "data", "")
    if data:
        return str(data)
    segmentation = getattr(request, "segmentation", "")
    stored = workspace.store.read(segmentation) if segmentation else None
    return str(stored.request.get("data", "")) if stored else ""


def propose(tool: Tool, request: Request, workspace: Workspace, call_id: str) -> str:
    """Enter a proposal for a person to decide, once per call, and return its id."""
    sql = "SELECT id FROM approvals WHERE thread = ? AND call_id = ?"
    found = workspace.journal.rows(sql, workspace.thread, call_id)
    if not found:
        settled, plan = tool.plan(request, workspace) if tool.plan else (request, _said(request))
        workspace.journal.write(
            "INSERT OR IGNORE INTO approvals (id, thread, call_id, tool, proposed, request, plan, status, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
            secrets.token_hex(3),
            workspace.thread,
            call_id,
            tool.name,
            _as_kept(request),
            _as_kept(settled),
            plan.model_dump_json(),
            now(),
        )
        found = workspace.journal.rows(sql, workspace.thread, call_id)
    return str(found[0]["id"])


def _same_waiting(tool: Tool, request: Request, workspace: Workspace) -> str:
    """Return the call of a proposal of this thread that asks the same and still waits, else a new call's id."""
    sql = (
        "SELECT call_id FROM approvals WHERE thread = ? AND tool = ? AND proposed = ? AND status = 'waiting' "
        "ORDER BY rowid DESC LIMIT 1"
    )
    found = workspace.journal.rows(sql, workspace.thread, tool.name, _as_kept(request))
    return str(found[0]["call_id"]) if found else secrets.token_hex(8)


def _as_kept(request: Request) -> str:
    return json.dumps(request.model_dump(mode="json"), ensure_ascii=False)


def _said(request: Request) -> Reply:
    """Return the plan of a tool that has none of its own: what was asked of it."""
    return Reply(detail=request.model_dump(mode="json"))
