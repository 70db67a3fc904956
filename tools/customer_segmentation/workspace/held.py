"""One process at a time does a thing; a killed one lets go of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace

_ELSEWHERE: Final = "held_elsewhere"


@contextmanager
def held(workspace: Workspace, name: str) -> Iterator[None]:
    """Hold ``name`` of a workspace, such as the id of an approval, for as long as the block runs.

    Raises:
        InputError: Another process holds it, or the disk takes nothing.
    """
    from filelock import FileLock, Timeout

    folder = workspace.root / "locks"
    lock = FileLock(folder / f"{name}.lock", timeout=0, mode=0o600)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise InputError(_ELSEWHERE, name=name) from None
    except OSError as error:
        raise InputError("disk_problem", path=folder, problem=error.strerror or error) from error
    try:
        yield
    finally:
        lock.release()


def is_held(workspace: Workspace, name: str) -> bool:
    """Return whether a process is at it now."""
    try:
        with held(workspace, name):
            return False
    except InputError as error:
        return error.code == _ELSEWHERE
