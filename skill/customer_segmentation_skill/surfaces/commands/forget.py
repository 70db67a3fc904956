"""``forget CUSTOMER``: remove a person from the workspace."""

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_forget"))
@click.argument("customer")
@click.pass_context
def forget(ctx: click.Context, *, customer: str) -> None:
    """Remove every result, text and conversation that holds a person, and name the files that still do."""
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.forget import forget as forgotten

    asked = ctx.ensure_object(Options)
    gone = forgotten(asked.open(), customer)
    language = asked.spoken()
    counts = {"results": gone.results, "texts": gone.texts, "conversations": gone.conversations}
    found = any(counts.values()) or gone.sendings or gone.sources or gone.files
    click.echo(message("forgotten" if found else "forgotten_nothing", language, customer=customer, **counts))
    if gone.sendings:
        click.echo(message("forget_sendings", language, count=gone.sendings))
    for host in gone.receivers if found else ():
        click.echo(message("forget_receiver", language, host=host))
    for path in gone.sources:
        click.echo(message("forget_source", language, path=path))
    for path in gone.files:
        click.echo(message("forget_file", language, path=path))
