"""``undo ID``: take back what an approved action made."""

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_undo"))
@click.argument("identity", metavar="ID")
@click.pass_context
def undo(ctx: click.Context, *, identity: str) -> None:
    """Remove the files that an approved action made, unless they were changed since."""
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.undo import undo as taken_back

    asked = ctx.ensure_object(Options)
    removed = taken_back(asked.open(), identity)
    for path in removed:
        click.echo(message("undone_file", asked.spoken(), path=path))
    if not removed:
        click.echo(message("undone_nothing", asked.spoken(), id=identity))
