"""A recipe and its run in words and as an object."""

from collections.abc import Iterator
from typing import Any

from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import words_of
from customer_segmentation.recipes.recipe import Recipe
from customer_segmentation.recipes.run_recipe import RecipeRun
from customer_segmentation.recipes.told import told
from customer_segmentation.workspace.approval import approval
from customer_segmentation_skill.chat.decisions import summary
from customer_segmentation_skill.surfaces.tool_output import as_object, in_words


def plan_words(recipe: Recipe, language: str) -> str:
    """Return what a recipe would do."""
    steps = words_of("labels", language)["steps"]
    return prose("recipe", Reply(detail=told(recipe)), language, words=lambda tool: steps[tool])


def done_lines(made: RecipeRun, language: str) -> Iterator[str]:
    """Return a line per step taken, with the number under which its result can be asked for."""
    for name, result in made.results.items():
        said = in_words(result, made.workspace, language)
        headline = next((line.strip() for line in said.splitlines() if line.strip()), "")
        yield f"✓ {name} ({result.number}): {headline}"


def run_object(made: RecipeRun, language: str) -> dict[str, Any]:
    """Return a run as the object that ``run --json`` prints."""
    results = {
        name: as_object(result, in_words(result, made.workspace, language), language)
        for name, result in made.results.items()
    }
    waiting = [(name, approval(made.workspace, identity)) for name, identity in made.waiting.items()]
    return {
        "recipe": made.recipe.name,
        "plan": told(made.recipe),
        "steps": [{"name": name, **result} for name, result in results.items()],
        "pending": [
            {
                "id": one.id,
                "step": name,
                "tool": one.tool,
                "arguments": one.request,
                "summary": summary(one, language) if one.tool != "load_data" else one.tool,
            }
            for name, one in waiting
        ],
    }
