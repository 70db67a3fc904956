"""``history``: the journal, oldest first."""

import json

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_history"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.pass_context
def history(ctx: click.Context, *, as_json: bool) -> None:
    """Show what was asked, computed, proposed and decided in every conversation of the workspace."""
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.surfaces.journal_entries import entries, entry_line
    from customer_segmentation_skill.surfaces.lines import wrapped
    from customer_segmentation_skill.surfaces.screen import window

    asked = ctx.ensure_object(Options)
    workspace = asked.open()
    found = entries(workspace, asked.spoken())
    if as_json:
        click.echo(json.dumps({"history": found}, ensure_ascii=False))
        return
    for entry in found:
        click.echo(wrapped(entry_line(entry, asked.spoken(), with_thread=True), window()))
    if not found:
        click.echo(message("history_empty", asked.spoken()))
