"""``tool query_data --sql``: a person's own SELECT. It exists on the command line alone; no model is offered it."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from customer_segmentation_skill.surfaces.options import said

if TYPE_CHECKING:
    from customer_segmentation.workspace.workspace import Workspace

RAW: Final = "query_data"
"""The one tool that takes SQL."""

_FIELD: Final = "sql"
_DATA: Final = "data"


def sql_option() -> click.Option:
    """Return the option that takes the SQL."""
    return click.Option([f"--{_FIELD}"], metavar="SELECT", help=said("help_sql"))


def taken_sql(arguments: dict[str, Any], loading: Collection[str]) -> str:
    """Take the SQL out of a command's arguments; nothing if there is none.

    Raises:
        click.UsageError: It stands beside fields that would ask something else.
    """
    text = str(arguments.pop(_FIELD, ""))
    other = sorted(set(arguments) - {_DATA, *loading}) if text else []
    if other:
        raise click.UsageError(f"--{_FIELD} asks by itself; leave out --{other[0].replace('_', '-')}.")
    return text


def show_query(text: str, data: str, workspace: "Workspace", language: str, *, as_json: bool) -> None:
    """Answer a SELECT over loaded data and print its rows, as a table or as the object of ``tool --json``."""
    import json

    from customer_segmentation.explain.query.raw_sql import locked_query
    from customer_segmentation.kit.prose import finding_words
    from customer_segmentation.kit.render import table_cells
    from customer_segmentation.kit.text_table import as_text
    from customer_segmentation.kit.words import message
    from customer_segmentation.workspace.workspace import Result
    from customer_segmentation_skill.surfaces.lines import calm
    from customer_segmentation_skill.surfaces.screen import window
    from customer_segmentation_skill.surfaces.tool_output import as_object

    reply = locked_query(data, text, workspace)
    (table,) = reply.rows.values()
    headline = message("sql_rows", language, count=len(table.rows))
    if as_json:
        result = Result(id="", number="", tool=RAW, request={_FIELD: text}, reply=reply, folder=Path())
        click.echo(json.dumps(as_object(result, headline, language), ensure_ascii=False))
        return
    remarks = [finding_words(finding, reply, language) for finding in reply.findings]
    click.echo(calm("\n".join([as_text(table_cells(table, reply, language), window()), headline, *remarks])))
