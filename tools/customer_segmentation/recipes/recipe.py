"""A recipe: a source and the steps to take with it, which a person can read, edit and run again.

    name: Weekly win-back
    source: orders.csv
    roles: {customer_id: client_no}
    language: en
    steps:
      - name: segments
        tool: rfm_segments
      - tool: export_audience
        with:
          segments: at_risk
          path: win-back-{as_of}.csv

``roles`` takes every field of ``load_data``. A field that refers to an earlier result holds the name of an earlier
step, or the full id of a result of the workspace; left out, it is the latest step that forms such a thing. In texts
``{as_of}`` is the day that the data count to, and ``{last_as_of}`` that of the run before, empty in the first.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from customer_segmentation.kit.errors import InputError
from customer_segmentation.recipes.recipe_text import LONGEST, Place, RecipeText
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS, references

MOST_STEPS: Final = 30
RESULT_ID: Final = re.compile(r"[0-9a-f]{24}")
StepName = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]


class Step(BaseModel):
    """One tool and its arguments, those of its request as a person writes them."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    name: StepName
    tool: str
    arguments: dict[str, Any] = Field(default_factory=dict, alias="with")


class Recipe(BaseModel):
    """A source and what to do with it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    source: Annotated[str, Field(min_length=1, max_length=2000)]
    roles: dict[str, str] = Field(default_factory=dict)
    language: Literal["auto", "en", "zh"] = "auto"
    steps: Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]

    @property
    def digest(self) -> str:
        """SHA-256 of the exact tools and arguments: what an approval of this recipe covers."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def written(self) -> str:
        """Return the recipe as the text of its file."""
        from yaml import safe_dump

        steps = [
            {"name": step.name, "tool": step.tool} | ({"with": step.arguments} if step.arguments else {})
            for step in self.steps
        ]
        whole = {"name": self.name, "source": self.source, "roles": self.roles, "language": self.language}
        kept = {name: value for name, value in whole.items() if value}
        return str(safe_dump({**kept, "steps": steps}, allow_unicode=True, sort_keys=False, width=1000))


def read_recipe(path: Path) -> Recipe:
    """Read and check a recipe's file.

    Raises:
        InputError: It is not there, no plain YAML, or says something that cannot be run; says which line.
    """
    try:
        if path.stat().st_size > LONGEST:
            raise InputError("recipe_too_long", path=path)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", "") or "UTF-8"
        raise InputError("recipe_missing", path=path, problem=problem) from error
    return parsed(text, str(path))


def parsed(text: str, path: str) -> Recipe:
    """Return the recipe that a text holds; raises InputError as ``read_recipe`` does."""
    read = RecipeText(text, path)
    value = read.value
    steps = value.get("steps")
    for number, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict) and "tool" in step:
            step.setdefault("name", f"step{number + 1}")
    try:
        recipe = Recipe.model_validate(value)
    except ValidationError as error:
        raise _said(error, read, ()) from error
    _check(recipe, read)
    return recipe


def _said(error: ValidationError, read: RecipeText, within: Place) -> InputError:
    """Return the first thing that validation found, with its line."""
    first = error.errors()[0]
    place = (*within, *first["loc"])
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
    problem = first["msg"].removeprefix("Value error, ")
    code = {"missing": "recipe_field_missing", "extra_forbidden": "recipe_field_unknown"}.get(first["type"])
    line = read.line(place)
    return InputError(code or "recipe_field_wrong", path=read.path, line=line, field=field, problem=problem)


def _check(recipe: Recipe, read: RecipeText) -> None:
    """Raise InputError unless every step can be asked and refers to steps before it."""
    try:
        LOAD.request.model_validate({**recipe.roles, "source": recipe.source})
    except ValidationError as error:
        raise _said(error, read, ("roles",)) from error
    made: dict[str, str] = {}
    for number, step in enumerate(recipe.steps):
        place: Place = ("steps", number)
        if step.tool not in STEP_TOOLS:
            where = {"path": read.path, "line": read.line((*place, "tool"))}
            raise InputError("recipe_tool_unknown", **where, tool=step.tool, tools=", ".join(STEP_TOOLS))
        if step.name in made:
            line = read.line((*place, "name"))
            raise InputError("recipe_twice", path=read.path, line=line, field=step.name)
        _check_step(step, made, read, (*place, "with"))
        made[step.name] = STEP_TOOLS[step.tool].produces


def _check_step(step: Step, made: dict[str, str], read: RecipeText, place: Place) -> None:
    tool = STEP_TOOLS[step.tool]
    step.arguments = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in step.arguments.items()
    }
    try:
        tool.request.model_validate(step.arguments)
    except ValidationError as error:
        raise _said(error, read, place) from error
    for field, produces in references(tool).items():
        named = step.arguments.get(field, tool.request.model_fields[field].default)
        fits = [name for name, what in made.items() if what == produces]
        known = named in {"", *fits} or (RESULT_ID.fullmatch(named) and field in step.arguments)
        if not known and not (named == "latest" and (fits or produces == "dataset")):
            line = read.line((*place, field))
            listed = ", ".join(fits) or "-"
            raise InputError(
                "recipe_reference", path=read.path, line=line, field=field, named=named, steps=listed
            )
