"""``tool NAME``: one tool, with the options that its request defines."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from customer_segmentation_skill.adapters.click_command import normalised, options
from customer_segmentation_skill.surfaces.endings import WAITING
from customer_segmentation_skill.surfaces.options import Options, said, shared_options
from customer_segmentation_skill.surfaces.raw_query import RAW, show_query, sql_option, taken_sql

if TYPE_CHECKING:
    from customer_segmentation.kit.errors import NeedsAnswer
    from customer_segmentation.kit.tool import Tool
    from customer_segmentation.workspace.workspace import Result, Workspace


class ToolCommands(click.Group):
    """A command per tool of the catalogue, made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the tools."""
        from customer_segmentation.catalogue import TOOLS

        return [tool.name for tool in TOOLS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of a tool; None if there is no such tool."""
        from customer_segmentation.catalogue import find_tool

        name = cmd_name.replace("-", "_")
        return _command(find_tool(name)) if name in self.list_commands(ctx) else None


tool = ToolCommands("tool", help=said("help_tool"), subcommand_metavar="NAME [OPTIONS]")


def _command(tool: "Tool") -> click.Command:
    from customer_segmentation.catalogue import find_tool
    from customer_segmentation.recipes.invoke import shortcut_fields

    own = options(tool.request)
    shortcuts = options(find_tool("load_data").request, shortcut_fields(tool))
    surface: list[click.Parameter] = [
        click.Option(["--thread"], default="default", metavar="NAME", help=said("help_thread")),
        click.Option(["--json", "as_json"], is_flag=True, help=said("help_json")),
        click.Option(["--yes"], is_flag=True, help=said("help_yes")),
    ]
    surface += [sql_option()] if tool.name == RAW else []
    taken = {option.name or "" for option in own}

    def run(*, thread: str, as_json: bool, yes: bool, **given: Any) -> None:
        arguments = {name: value for name, value in given.items() if value is not None}
        sql = taken_sql(arguments, shortcut_fields(tool))
        with _waiting_shown(thread, arguments, as_json=as_json, yes=yes) as workspace:
            if sql:
                _query(sql, arguments, workspace, as_json=as_json)
            else:
                _show(_result(tool, arguments, workspace), workspace, as_json=as_json)

    return click.Command(
        tool.name,
        params=[*own, *shortcuts, *surface, *shared_options(taken)],
        callback=run,
        help=tool.summary,
        context_settings={"token_normalize_func": normalised},
    )


@contextmanager
def _waiting_shown(
    thread: str, arguments: dict[str, Any], *, as_json: bool, yes: bool
) -> Iterator["Workspace"]:
    """Open the workspace; show what must be answered or approved first, and leave with 3, unless yes covers it."""
    from customer_segmentation.kit.errors import ApprovalRequired, NeedsAnswer

    ctx = click.get_current_context()
    asked = ctx.ensure_object(Options)
    workspace = asked.open(thread)
    asked.words = " ".join(value for value in arguments.values() if isinstance(value, str))
    try:
        yield workspace
    except NeedsAnswer as question:
        _ask(question, asked.spoken(), as_json=as_json)
        ctx.exit(WAITING)
    except ApprovalRequired as waiting:
        from customer_segmentation_skill.surfaces.consented import approved, covered_by_yes, show_waiting

        identity = waiting.approval_id
        if not (yes and covered_by_yes(identity, workspace)):
            show_waiting(identity, workspace, asked, as_json=as_json)
            ctx.exit(WAITING)
        _, result = approved(identity, workspace, asked.spoken(), "tool --yes")
        _show(result, workspace, as_json=as_json)


def _language() -> str:
    return click.get_current_context().ensure_object(Options).spoken()


def _result(tool: "Tool", arguments: dict[str, Any], workspace: "Workspace") -> "Result":
    from customer_segmentation.kit.words import message
    from customer_segmentation.recipes.invoke import invoke
    from customer_segmentation_skill.surfaces.progress import Progress

    progress = Progress()
    typed = frozenset(value for value in arguments.values() if isinstance(value, str))
    language = _language()
    seen = workspace.with_(
        typed=typed, language=language, progress=lambda step: progress.step(message(step, language))
    )
    try:
        return invoke(tool, arguments, seen)
    finally:
        progress.clear()


def _query(sql: str, arguments: dict[str, Any], workspace: "Workspace", *, as_json: bool) -> None:
    from customer_segmentation.catalogue import find_tool

    data = arguments.pop("data", "latest")
    if arguments:
        data = _result(find_tool("load_data"), arguments, workspace).id
    show_query(sql, data, workspace, _language(), as_json=as_json)


def _show(result: "Result", workspace: "Workspace", *, as_json: bool) -> None:
    from customer_segmentation_skill.chat.made import made_words
    from customer_segmentation_skill.surfaces.lines import calm, wrapped
    from customer_segmentation_skill.surfaces.screen import window
    from customer_segmentation_skill.surfaces.tool_output import as_object, in_words

    language = _language()
    if as_json:
        words = in_words(result, workspace, language)
        click.echo(json.dumps(as_object(result, words, language), ensure_ascii=False))
    else:
        click.echo(wrapped(calm(in_words(result, workspace, language, window())), window()))
        made = made_words([result], language)
        if made:
            click.echo(f"\n{calm(made)}")


def _ask(question: "NeedsAnswer", language: str, *, as_json: bool) -> None:
    """Print a question and, for each option, the fields that choosing it sets."""
    from customer_segmentation_skill.surfaces.lines import calm

    text = question.said(language)
    if as_json:
        options_said = [words for words, _ in question.options]
        fields = [chosen for _, chosen in question.options]
        asked = {"question": {"text": text, "options": options_said, "fields": fields}}
        click.echo(json.dumps(asked, ensure_ascii=False))
        return
    lines = [text]
    for number, (words, chosen) in enumerate(question.options, 1):
        flags = " ".join(f"--{normalised(name)} {_quoted(value)}" for name, value in chosen.items())
        lines.append(f" {number}. {words}   {flags}".rstrip())
    click.echo(calm("\n".join(lines)))


def _quoted(value: str) -> str:
    import shlex

    return shlex.quote(str(value))
