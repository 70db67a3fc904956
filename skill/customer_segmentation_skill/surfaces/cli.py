"""The command line: ``customer-segmentation``. Every command lies in a file of its own, loaded when needed."""

import sys
from importlib import import_module
from typing import Any, Final

import click

from customer_segmentation_skill.surfaces.endings import INTERRUPTED, calm_ending
from customer_segmentation_skill.surfaces.lines import storable
from customer_segmentation_skill.surfaces.options import Options, said, shared_options

_HOMES: Final = {
    "chat": "chat",
    "ask": "ask",
    "demo": "demo",
    "tools": "tools",
    "tool": "tool",
    "approve": "decide",
    "reject": "decide",
    "history": "history",
    "undo": "undo",
    "run": "run",
    "jobs": "jobs",
    "profile": "profile",
    "forget": "forget",
    "mcp": "mcp",
    "doctor": "doctor",
}
"""The module of ``surfaces.commands`` in which a command lies."""


class Commands(click.Group):
    """The commands, in the order of their use, each with the options that all take."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in _HOMES:
            return None
        module = import_module(f"customer_segmentation_skill.surfaces.commands.{_HOMES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        taken = {parameter.name or "" for parameter in command.params}
        if "workspace" not in taken:
            command.params += shared_options(taken)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, with a calm ending."""
        with calm_ending(ctx):
            return super().invoke(ctx)


@click.group(
    cls=Commands, invoke_without_command=True, help=said("help_program"), params=shared_options(set())
)
@click.version_option(package_name="customer-segmentation", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Start a chat unless a command was named."""
    ctx.ensure_object(Options)
    if ctx.invoked_subcommand is None:
        chat = cli.get_command(ctx, "chat")
        if chat is not None:
            ctx.invoke(chat)


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign shows a question mark instead of failing.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        cli([storable(argument) for argument in sys.argv[1:]], prog_name="customer-segmentation")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
