"""``run RECIPE.yaml``: a recipe, shown as a plan first; what writes or sends waits for a yes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from customer_segmentation_skill.surfaces.endings import WAITING
from customer_segmentation_skill.surfaces.options import Options, said

if TYPE_CHECKING:
    from customer_segmentation.kit.tool import Effect
    from customer_segmentation.recipes.run_recipe import RecipeRun
    from customer_segmentation.workspace.approval import Approval
    from customer_segmentation.workspace.workspace import Workspace


@click.command(help=said("help_run"))
@click.argument("recipe", metavar="RECIPE.yaml")
@click.option("--thread", default="default", metavar="NAME", help=said("help_thread"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.option("--yes", is_flag=True, help=said("help_yes"))
@click.pass_context
def run(ctx: click.Context, *, recipe: str, thread: str, as_json: bool, yes: bool) -> None:
    """Show what a recipe does, do what computes, and ask for the rest."""
    from customer_segmentation.kit.errors import ApprovalRequired
    from customer_segmentation.recipes.recipe import read_recipe
    from customer_segmentation.recipes.run_recipe import RecipeRun, waiting_or_new
    from customer_segmentation_skill.surfaces.recipe_words import plan_words

    asked = ctx.ensure_object(Options)
    workspace = asked.open(thread)
    read = read_recipe(Path(recipe).expanduser())
    if read.language != "auto" and not asked.wanted_language:
        asked.language = read.language
    language = asked.spoken()
    _say(plan_words(read, language), as_json=as_json)
    call_id = waiting_or_new(workspace, read)
    made = RecipeRun(read, _seen(workspace, language), _permit(workspace, yes=yes), call_id)
    try:
        made.compute()
        made.act()
    except ApprovalRequired as waiting:
        made.waiting["load"] = waiting.approval_id
    finally:
        made.workspace.progress("")
    _show(made, asked, as_json=as_json)
    if made.waiting:
        ctx.exit(WAITING)


def _seen(workspace: "Workspace", language: str) -> "Workspace":
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.surfaces.progress import Progress

    progress = Progress()

    def step(code: str) -> None:
        progress.step(message(code, language)) if code else progress.clear()

    return workspace.with_(language=language, progress=step)


def _permit(workspace: "Workspace", *, yes: bool) -> Any:
    """Allow what ``--yes`` covers, and reading a source again that a person let this thread read."""
    from customer_segmentation.kit.tool import Effect
    from customer_segmentation.workspace.approval import approvals

    read_before = [one.request for one in approvals(workspace, "done") if one.tool == "load_data"]

    def permit(waiting: "Approval", effect: "Effect") -> str:
        again = waiting.tool == "load_data" and waiting.request in read_before
        return "person" if again or (yes and effect is Effect.WRITE) else ""

    return permit


def _show(made: "RecipeRun", asked: Options, *, as_json: bool) -> None:
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.approval import approval
    from customer_segmentation_skill.chat.decisions import summary
    from customer_segmentation_skill.chat.made import made_words
    from customer_segmentation_skill.surfaces.recipe_words import done_lines, run_object

    language = asked.spoken()
    if as_json:
        click.echo(json.dumps(run_object(made, language), ensure_ascii=False))
        return
    _say("\n".join(done_lines(made, language)), as_json=False)
    files = made_words(made.results.values(), language)
    if files:
        _say(f"\n{files}", as_json=False)
    for identity in made.waiting.values():
        words = summary(approval(made.workspace, identity), language)
        decided = message("decide_by_command", language, id=f"{identity}{asked.elsewhere}")
        _say(f"\n{message('waiting_one', language)}\n {words}\n{decided}", as_json=False)


def _say(words: str, *, as_json: bool) -> None:
    from customer_segmentation_skill.surfaces.lines import calm, wrapped
    from customer_segmentation_skill.surfaces.screen import window

    click.echo(wrapped(calm(words), window()), err=as_json)
