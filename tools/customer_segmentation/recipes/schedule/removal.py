"""Removing a schedule at a person's word: no proposal is needed to do less."""

from customer_segmentation.kit.errors import InputError
from customer_segmentation.recipes.schedule.schedule import remove_schedule
from customer_segmentation.recipes.schedule.standing import revoke
from customer_segmentation.workspace.workspace import Workspace


def removed(workspace: Workspace, identity: str) -> None:
    """Remove a schedule, whatever its files say, and revoke its standing approval first.

    Raises:
        InputError: There is neither.
    """
    revoked = revoke(workspace, identity)
    if not remove_schedule(workspace, identity) and not revoked:
        raise InputError("schedule_unknown", id=identity)
    workspace.journal.write(
        "UPDATE approvals SET status = 'undone' WHERE id = ? AND status = 'done'", identity
    )
