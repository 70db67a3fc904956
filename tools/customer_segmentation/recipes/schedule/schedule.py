"""A schedule on disk: ``schedules/<id>/`` of the workspace, two files that a person can read and edit.

    recipe.yaml   what is done: a recipe like any other, which ``customer-segmentation run`` takes too
    when.yaml     when, and what stops a run before it writes:

        every: week
        weekday: monday
        at: '08:00'
        zone: Europe/Berlin
        limits: {most_lost: 0.33, most_moved: 0.15}

The id is that of the approval by which the schedule was set up.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from customer_segmentation.kit.errors import InputError
from customer_segmentation.recipes.recipe import Recipe, read_recipe
from customer_segmentation.recipes.recipe_text import LONGEST, RecipeText
from customer_segmentation.recipes.schedule.when import When
from customer_segmentation.workspace.atomic import flush, write_text
from customer_segmentation.workspace.workspace import Workspace

FOLDER: Final = "schedules"
RECIPE: Final = "recipe.yaml"
WHEN: Final = "when.yaml"
_ID: Final = re.compile(r"[0-9a-f]{6}")
Share = Annotated[float, Field(gt=0, le=1)]


class Limits(BaseModel):
    """What stops a run before it writes, besides columns that are gone and data without a newer day.

    Attributes:
        most_lost: By what share rows, customers or turnover may fall from one run to the next.
        most_moved: By how much the share of customers in a segment may change, as a fraction of all customers.
    """

    model_config = ConfigDict(extra="forbid")

    most_lost: Share = 0.33
    most_moved: Share = 0.15


class Timing(When):
    """What ``when.yaml`` holds."""

    limits: Limits = Field(default_factory=Limits)


class Schedule(BaseModel):
    """A recipe and when it is run."""

    id: str
    timing: Timing
    recipe: Recipe

    @property
    def thread(self) -> str:
        """The conversation in which its runs enter their results."""
        return f"schedule-{self.id}"

    @property
    def digest(self) -> str:
        """SHA-256 of everything that its files say: what a standing approval covers."""
        told = {"timing": self.timing.model_dump(mode="json"), "recipe": self.recipe.digest}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode("utf-8")).hexdigest()

    def write(self, workspace: Workspace) -> Path:
        """Write its folder, whole or not at all, and return it; one that is there already is left as it is."""
        folder = _folder(workspace, self.id)
        if folder.is_dir():
            return folder
        draft = folder.with_name(f".{self.id}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        write_text(draft / RECIPE, self.recipe.written())
        write_text(draft / WHEN, written(self.timing))
        draft.rename(folder)
        flush(folder.parent)
        return folder


def written(timing: Timing) -> str:
    """Return the text of ``when.yaml``."""
    from yaml import safe_dump

    told = {**timing.spoken(), "limits": timing.limits.model_dump()}
    return str(safe_dump(told, sort_keys=False))


def read_schedule(workspace: Workspace, identity: str) -> Schedule:
    """Read a schedule.

    Raises:
        InputError: There is none of this id, or its files say what cannot be run; says which line.
    """
    folder = _folder(workspace, identity)
    if not _ID.fullmatch(identity) or not folder.is_dir():
        raise InputError("schedule_unknown", id=identity)
    return Schedule(id=identity, timing=_timing(folder / WHEN), recipe=read_recipe(folder / RECIPE))


def schedule_ids(workspace: Workspace) -> Iterator[str]:
    """Yield the ids of the schedules of a workspace, in their order."""
    for folder in sorted((workspace.root / FOLDER).glob("*")):
        if _ID.fullmatch(folder.name) and folder.is_dir():
            yield folder.name


def remove_schedule(workspace: Workspace, identity: str) -> bool:
    """Remove a schedule's folder and tell whether there was one."""
    folder = _folder(workspace, identity)
    if not _ID.fullmatch(identity) or not folder.is_dir():
        return False
    gone = folder.with_name(f".{identity}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone)
    return True


def _folder(workspace: Workspace, identity: str) -> Path:
    return workspace.root / FOLDER / identity


def _timing(path: Path) -> Timing:
    try:
        if path.stat().st_size > LONGEST:
            raise InputError("recipe_too_long", path=path)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", "") or "UTF-8"
        raise InputError("recipe_missing", path=path, problem=problem) from error
    read = RecipeText(text, str(path))
    try:
        return Timing.model_validate(read.value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        problem = first["msg"].removeprefix("Value error, ")
        line = read.line(first["loc"])
        raise InputError("schedule_when_wrong", path=path, line=line, field=field, problem=problem) from error
