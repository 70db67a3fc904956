"""Taking back what was done, where it can be taken back."""

from pathlib import Path

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding
from customer_segmentation.kit.tool import Tool
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.new_files import digest
from customer_segmentation.workspace.workspace import Workspace


def undo(tool: Tool, workspace: Workspace, identity: str) -> list[Finding]:
    """Take back what an approved action of ``tool`` made, and return what was done.

    Raises:
        InputError: It was not done, or something was changed since; then nothing is taken back.
    """
    found = approval(workspace, identity)
    if found.status != "done":
        raise InputError("undo_not_done", id=identity, status=found.status)
    stored = workspace.store.read(found.outcome)
    made: dict[str, str] = stored.reply.detail.get("made", {}) if stored else {}
    paths = [Path(path) for path in made if Path(path).exists()]
    changed = [path for path in paths if digest(path) != made[str(path)]]
    if changed:
        raise InputError("undo_changed", path=", ".join(str(path) for path in changed))
    done = tool.undo(stored.reply, workspace) if tool.undo and stored else []
    for path in paths:
        path.unlink()
    workspace.journal.write("UPDATE approvals SET status = 'undone' WHERE id = ?", identity)
    return [*done, *(Finding(code="undone_file", values={"path": str(path)}) for path in paths)]
