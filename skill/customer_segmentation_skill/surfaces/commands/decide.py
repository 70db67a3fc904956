"""``approve ID`` and ``reject ID``: a person's decision, which wants a terminal."""

import sys

import click

from customer_segmentation_skill.surfaces.options import Options, said


def _person(ctx: click.Context) -> None:
    """Refuse a decision that no person at a terminal makes."""
    from customer_segmentation.kit.errors import InputError

    ctx.ensure_object(Options).open()
    if not sys.stdin.isatty():
        raise InputError("decision_wants_terminal")


@click.command(help=said("help_approve"))
@click.argument("identity", metavar="ID")
@click.pass_context
def approve(ctx: click.Context, *, identity: str) -> None:
    """Approve what waits under an id and do it."""
    from customer_segmentation_skill.surfaces.consented import approved

    _person(ctx)
    asked = ctx.ensure_object(Options)
    words, _ = approved(identity, asked.open(), asked.spoken(), "command line")
    _say(words)


@click.command(help=said("help_reject"))
@click.argument("identity", metavar="ID")
@click.option("--reason", default="", metavar="TEXT", help=said("help_reason"))
@click.pass_context
def reject(ctx: click.Context, *, identity: str, reason: str) -> None:
    """Reject what waits under an id."""
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.approval import decide

    _person(ctx)
    asked = ctx.ensure_object(Options)
    found = decide(asked.open(), identity, "rejected", by="person", surface="command line", reason=reason)
    _say(message("rejected", asked.spoken(), what=found.tool, id=identity))


def _say(words: str) -> None:
    from customer_segmentation_skill.surfaces.lines import calm, wrapped
    from customer_segmentation_skill.surfaces.screen import window

    click.echo(wrapped(calm(words), window()))
