"""``chat``: the terminal chat."""

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_chat"))
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--thread", default="default", metavar="NAME", help=said("help_thread"))
@click.pass_context
def chat(ctx: click.Context, *, sources: tuple[str, ...] = (), thread: str = "default") -> None:
    """Talk until the person leaves."""
    from customer_segmentation_skill.surfaces.terminal import TerminalChat
    from customer_segmentation_skill.surfaces.typed_source import command_for

    asked = ctx.ensure_object(Options)
    TerminalChat(asked.open(thread), asked).talk(first=command_for(list(sources)) if sources else "")
