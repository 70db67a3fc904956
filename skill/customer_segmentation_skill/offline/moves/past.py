"""What was done in a thread so far: what was asked, computed, approved."""

from typing import Any, Final

from customer_segmentation.workspace.approval import approvals
from customer_segmentation_skill.offline.moves.move import Here, Move

_MOST: Final = 8


def history(here: Here) -> Move:
    """List what was asked, the results it led to, and what became of proposals."""
    workspace = here.thread.workspace
    asked = workspace.journal.rows(
        "SELECT words FROM asked WHERE thread = ? ORDER BY at, rowid", workspace.thread
    )
    words = [str(row["words"]) for row in asked]
    if words and words[-1].strip() == here.said.strip():
        words.pop()
    text = here.tell(
        "chat_history",
        asked=words[-_MOST:],
        more=len(words) > _MOST,
        results=[(r.number, r.tool) for r in _without_repeats(here)][-_MOST:],
        approvals=[(a.id, a.tool, a.status, _file(a.request)) for a in approvals(workspace)][-_MOST:],
    )
    return Move(text=text)


def _without_repeats(here: Here) -> list[Any]:
    return list({result.id: result for result in here.thread.workspace.results()}.values())


def _file(request: dict[str, Any]) -> str:
    return str(request.get("path", "")).replace("\\", "/").rpartition("/")[2]
