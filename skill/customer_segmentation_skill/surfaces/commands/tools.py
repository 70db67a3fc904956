"""``tools``: the catalogue."""

import json

import click

from customer_segmentation_skill.surfaces.options import said
from customer_segmentation_skill.surfaces.screen import window


@click.command(help=said("help_tools"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
def tools(*, as_json: bool) -> None:
    """List the tools with what each may change."""
    from customer_segmentation.catalogue import TOOLS

    if as_json:
        listed = [
            {
                "name": tool.name,
                "effect": tool.effect.value,
                "summary": tool.summary,
                "parameters": tool.request.model_json_schema(by_alias=True),
            }
            for tool in TOOLS
        ]
        click.echo(json.dumps({"tools": listed}, ensure_ascii=False))
        return
    listed_words = [(tool.name, f"{tool.effect.value:<6}{tool.summary}") for tool in TOOLS]
    if not window():
        longest = max(len(name) for name, _ in listed_words)
        for name, words in listed_words:
            click.echo(f"{name:<{longest}}  {words}")
        return
    lines = click.HelpFormatter(width=window())
    lines.write_dl(listed_words)
    click.echo(lines.getvalue().rstrip())
