"""A standing approval: what the runs of one schedule may write without asking, where, and until when.

It lies in the person's home, so that no project folder brings one along, and covers the schedule's files word for
word: where they were changed since, it covers nothing. What sends is never covered: it waits for a person each time.
"""

import hashlib
import os
import stat
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ValidationError

from customer_segmentation.kit.tool import Effect
from customer_segmentation.recipes.recipe import Recipe
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS
from customer_segmentation.workspace.approval import Approval
from customer_segmentation.workspace.atomic import write_text
from customer_segmentation.workspace.workspace import Workspace

_HOME: Final = (".config", "customer-segmentation", "standing")
_UNNAMED: Final = "list.csv"
"""A file without a name is named by what it holds, in the current folder."""

Validity = Literal["valid", "none", "ended", "changed"]


class Standing(BaseModel):
    """What a person allowed the runs of a schedule.

    Attributes:
        digest: Of the schedule as it was approved.
        folder: Where the person stood: relative paths and allowed folders are those of this folder.
        tools: What may be run without asking.
        places: Folders and tables it may write to, sources it may read.
        until: The last day on which it holds.
        at: When it was given.
    """

    schedule: str
    workspace: str
    digest: str
    folder: str
    tools: list[str]
    places: list[str]
    until: date
    at: str
    surface: str

    def validity(self, digest: str, today: date) -> Validity:
        """Tell whether it holds for a schedule as it is, on a day."""
        if digest != self.digest:
            return "changed"
        return "valid" if today <= self.until else "ended"

    def covers(self, waiting: Approval, effect: Effect) -> bool:
        """Tell whether what waits may be done without asking, as long as the approval holds."""
        place = place_of(waiting.tool, waiting.request)
        return effect is not Effect.SEND and waiting.tool in self.tools and place in self.places

    def write(self, workspace: Workspace) -> None:
        """Enter it; only its owner can read or change it."""
        path = _path(workspace, self.schedule)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        write_text(path, self.model_dump_json(indent=1) + "\n")


def read_standing(workspace: Workspace, schedule: str) -> Standing | None:
    """Return the standing approval of a schedule; None where there is none that only its owner could have written."""
    path = _path(workspace, schedule)
    try:
        if not (_is_private(path.parent) and _is_private(path)):
            return None
        found = Standing.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    mine = (schedule, str(workspace.root.resolve()))
    return found if (found.schedule, found.workspace) == mine else None


def revoke(workspace: Workspace, schedule: str) -> bool:
    """Take a standing approval back and tell whether there was one."""
    path = _path(workspace, schedule)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def bounds_of(recipe: Recipe) -> tuple[list[str], list[str]]:
    """Return the tools of a recipe that write, and the places that they write to or that are read, sources first."""
    tools = [LOAD.name]
    places = [place_of(LOAD.name, {**recipe.roles, "source": recipe.source})]
    for step in recipe.steps:
        tool = STEP_TOOLS[step.tool]
        if tool.effect is Effect.WRITE:
            tools.append(step.tool)
            places.append(place_of(step.tool, tool.request.model_validate(step.arguments).model_dump()))
    return list(dict.fromkeys(tools)), list(dict.fromkeys(places))


def place_of(tool: str, request: dict[str, Any]) -> str:
    """Return the folder or table that a request writes to, or the sources that it reads."""
    if tool == LOAD.name:
        return " + ".join(str(request[name]) for name in ("source", "customers") if request.get(name))
    if request.get("url"):
        return f"{request['url']} {request.get('table', '')}".strip()
    return str(Path(request.get("path") or _UNNAMED).expanduser().resolve().parent)


def _path(workspace: Workspace, schedule: str) -> Path:
    where = hashlib.sha256(str(workspace.root.resolve()).encode("utf-8")).hexdigest()[:16]
    return Path.home().joinpath(*_HOME, f"{where}-{schedule}.json")


def _is_private(path: Path) -> bool:
    """Tell whether a path belongs to this person and nobody else may enter or change it."""
    found = path.lstat()
    owned = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return owned and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o077
