"""A recipe as a person is told of it before it runs: what, on whom, where, and what needs a yes."""

from typing import Any, Final

from customer_segmentation.kit.tool import Effect
from customer_segmentation.recipes.recipe import Recipe, Step
from customer_segmentation.recipes.recipe_tools import STEP_TOOLS

_PLACES: Final = ("path", "url", "receiver")


def told(recipe: Recipe) -> dict[str, Any]:
    """Return what templates say of a recipe: name, source and steps with tool, effect, whom and where."""
    return {
        "name": recipe.name,
        "source": recipe.source,
        "steps": [_step(step) for step in recipe.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    effect = STEP_TOOLS[step.tool].effect
    table = step.arguments.get("table", "")
    place = next((str(step.arguments[field]) for field in _PLACES if step.arguments.get(field)), "")
    return {
        "name": step.name,
        "tool": step.tool,
        "effect": effect.value,
        "whom": str(step.arguments.get("segments", "") or step.arguments.get("where", "")),
        "where": f"{place} {table}".strip() if effect is not Effect.READ else "",
    }


def places(recipe: Recipe) -> list[str]:
    """Return everywhere that a recipe writes or sends to."""
    return list(dict.fromkeys(step["where"] for step in told(recipe)["steps"] if step["where"]))
