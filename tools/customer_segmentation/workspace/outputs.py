"""The folder ``outputs/`` of a workspace: pictures and reports under names that people can find.

A result lies under its hash. What is made to be looked at or passed on is copied from there, under its own name and
the first digits of the hash: another answer never takes the place of an earlier one, and a file that a person
changes or moves away does not change the result.
"""

import shutil
from pathlib import Path

from customer_segmentation.kit.reply import Artifact
from customer_segmentation.workspace.atomic import write_with

_DIGITS = 6


def put_out(artifact: Artifact, folder: Path) -> Path:
    """Return where a person finds a file that the result in ``folder`` made, put there if it is not.

    A file that is not made for people stays with its result; one outside the workspace is where it is.
    """
    made = folder / artifact.path
    if not artifact.for_people:
        return made
    out = folder.parents[1] / "outputs" / f"{made.stem}-{folder.name[:_DIGITS]}{made.suffix}"
    if not out.exists():
        _copy(made, out)
    return out


def _copy(made: Path, out: Path) -> None:
    def write(temporary: Path) -> None:
        shutil.copyfile(made, temporary)

    write_with(out, write)


def take_back(folder: Path) -> None:
    """Remove the copies of what the result in ``folder`` made."""
    for out in (folder.parents[1] / "outputs").glob(f"*-{folder.name[:_DIGITS]}.*"):
        out.unlink()
