"""The journal as a person reads it: what was asked, computed, proposed and decided, in order of time."""

from datetime import datetime
from typing import Any

from customer_segmentation.kit.words import message, shown
from customer_segmentation.workspace.approval import Approval, approvals
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.chat.decisions import summary

Entry = dict[str, Any]


def entries(workspace: Workspace, language: str, thread: str = "") -> list[Entry]:
    """Return the entries of one thread or of all; each has ``at`` (UTC), ``thread`` and ``what``."""
    asked = workspace.journal.rows("SELECT at, thread, surface, words FROM asked ORDER BY rowid")
    computed = workspace.journal.rows(
        "SELECT at, thread, number, tool, result_id FROM results ORDER BY at, number"
    )
    found = [{"what": "asked", **row} for row in asked]
    found += [{"what": "computed", **row, "number": f"r{row['number']}"} for row in computed]
    found += [_proposal(approval, language) for approval in approvals(workspace, everywhere=True)]
    return sorted((e for e in found if thread in {"", e["thread"]}), key=lambda entry: str(entry["at"]))


def _proposal(approval: Approval, language: str) -> Entry:
    kept = {
        "at",
        "thread",
        "id",
        "tool",
        "status",
        "decided_by",
        "surface",
        "reason",
        "decided_at",
        "done_at",
    }
    return {
        "what": "proposed",
        **approval.model_dump(include=kept),
        "arguments": approval.request,
        "result_id": approval.outcome,
        "summary": summary(approval, language),
    }


def entry_line(entry: Entry, language: str, *, with_thread: bool = False) -> str:
    """Return an entry as one line, in local time."""
    moment = datetime.fromisoformat(entry["at"]).astimezone()
    status = message(f"status_{entry['status']}", language) if "status" in entry else ""
    words = message(f"history_{entry['what']}", language, **{**entry, "status": status})
    thread = f"{shown(entry['thread'])}  " if with_thread else ""
    return f"{moment:%Y-%m-%d %H:%M}  {thread}{words}"
