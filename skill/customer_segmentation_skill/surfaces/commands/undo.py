"""``undo ID``: take back what an approved action made."""

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_undo"))
@click.argument("identity", metavar="ID")
@click.pass_context
def undo(ctx: click.Context, *, identity: str) -> None:
    """Take back what an approved action made, unless it was changed since."""
    from customer_segmentation.catalogue import find_tool
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.approval import approval
    from customer_segmentation.workspace.undo import undo as taken_back

    asked = ctx.ensure_object(Options)
    workspace = asked.open()
    done = taken_back(find_tool(approval(workspace, identity).tool), workspace, identity)
    for one in done:
        click.echo(message(one.code, asked.spoken(), **one.values))
    if not done:
        click.echo(message("undone_nothing", asked.spoken(), id=identity))
