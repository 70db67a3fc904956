"""``jobs [list|run|remove]``: scheduled work. This command alone looks at the clock."""

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from customer_segmentation_skill.surfaces.endings import WAITING
from customer_segmentation_skill.surfaces.options import Options, said, shared_options

if TYPE_CHECKING:
    from datetime import datetime

    from customer_segmentation.recipes.schedule.run_schedule import Made
    from customer_segmentation.workspace.workspace import Workspace

_WANTS_A_PERSON: Final = frozenset({"waiting", "stopped"})


class _Jobs(click.Group):
    """The commands of ``jobs``, each with the options that all commands take."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of the group."""
        command = super().get_command(ctx, cmd_name)
        if command and "workspace" not in {parameter.name for parameter in command.params}:
            command.params += shared_options({parameter.name or "" for parameter in command.params})
        return command


@click.group(cls=_Jobs, invoke_without_command=True, help=said("help_jobs"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.pass_context
def jobs(ctx: click.Context, *, as_json: bool) -> None:
    """Show the schedules unless a command was named."""
    if ctx.invoked_subcommand is None:
        _list(ctx.ensure_object(Options), as_json=as_json)


@jobs.command("list", help=said("help_jobs_list"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.pass_context
def jobs_list(ctx: click.Context, *, as_json: bool) -> None:
    """Show the schedules."""
    _list(ctx.ensure_object(Options), as_json=as_json)


@jobs.command("remove", help=said("help_jobs_remove"))
@click.argument("identity", metavar="ID")
@click.pass_context
def jobs_remove(ctx: click.Context, *, identity: str) -> None:
    """Remove a schedule and revoke its standing approval, whatever its files say."""
    from customer_segmentation.kit.words import message
    from customer_segmentation.recipes.schedule.removal import removed

    asked = ctx.ensure_object(Options)
    removed(asked.open(), identity)
    language = asked.spoken()
    _say(f"{message('jobs_removed', language, id=identity)} {message('jobs_installed_line', language)}")


@jobs.command("run", help=said("help_jobs_run"))
@click.argument("identity", metavar="ID", default="")
@click.option("--accept", is_flag=True, help=said("help_accept"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.pass_context
def jobs_run(ctx: click.Context, *, identity: str, accept: bool, as_json: bool) -> None:
    """Make the runs that are due, or that of one schedule."""
    from customer_segmentation.kit.errors import InputError
    from customer_segmentation.workspace.journal import now

    asked = ctx.ensure_object(Options)
    workspace = asked.open()
    if accept and not identity:
        raise InputError("jobs_accept_which")
    if accept and not sys.stdin.isatty():
        raise InputError("decision_wants_terminal")
    seen = _seen(workspace, asked.spoken())
    try:
        made, problems = _made(identity, seen, _instant(now()), accepted=accept)
    finally:
        seen.progress("")
    _show(made, problems, asked, as_json=as_json)
    endings = {one.run.status for one in made if one.run}
    if problems or "failed" in endings:
        ctx.exit(1)
    if endings & _WANTS_A_PERSON:
        ctx.exit(WAITING)


def _made(
    identity: str, workspace: "Workspace", now: "datetime", *, accepted: bool
) -> tuple[list["Made"], dict[str, Any]]:
    """Return the runs that were made, and by id of a schedule what prevented one."""
    from customer_segmentation.kit.errors import SegmentationError
    from customer_segmentation.recipes.schedule.schedule import schedule_ids

    if identity:
        from customer_segmentation.recipes.schedule.run_schedule import run_now

        return [run_now(identity, workspace, now, accepted=accepted)], {}
    made, problems = [], {}
    for one in schedule_ids(workspace):
        from customer_segmentation.recipes.schedule.run_schedule import run_if_due

        try:
            found = run_if_due(one, workspace, now)
        except SegmentationError as error:
            problems[one] = error
        else:
            made += [found] if found else []
    return made, problems


def _instant(text: str) -> "datetime":
    from datetime import datetime

    return datetime.fromisoformat(text)


def _seen(workspace: "Workspace", language: str) -> "Workspace":
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.surfaces.progress import Progress

    progress = Progress()

    def step(code: str) -> None:
        progress.step(message(code, language)) if code else progress.clear()

    return workspace.with_(language=language, progress=step)


def _list(asked: Options, *, as_json: bool) -> None:
    from customer_segmentation.recipes.schedule.overview import scheduled, scheduled_words
    from customer_segmentation.workspace.journal import now

    workspace = asked.open()
    found = scheduled(workspace, _instant(now()))
    if as_json:
        click.echo(json.dumps({"jobs": found}, ensure_ascii=False))
        return
    _say(scheduled_words(found, asked.spoken()))


def _show(made: list["Made"], problems: dict[str, Any], asked: Options, *, as_json: bool) -> None:
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.surfaces.run_words import run_as_object, run_lines

    language = asked.spoken()
    for identity, error in problems.items():
        click.echo(f"{identity}: {error.said(language)}", err=True)
    if as_json:
        runs = [run_as_object(one, asked.open(), language) for one in made]
        click.echo(json.dumps({"runs": runs}, ensure_ascii=False))
        return
    for one in made:
        _say("\n".join(run_lines(one, asked.open(), language, asked.elsewhere)))
    if not made and not problems:
        _say(message("jobs_nothing_due", language))


def _say(words: str) -> None:
    from customer_segmentation_skill.surfaces.lines import calm, wrapped
    from customer_segmentation_skill.surfaces.screen import window

    click.echo(wrapped(calm(words), window()))
