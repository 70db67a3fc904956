"""What earlier runs kept or wrote in a database, by the journal: only tables of ours are ever removed."""

from collections.abc import Iterator
from typing import Any, Final

from customer_segmentation.act.database.address import Address
from customer_segmentation.act.database.database import Database
from customer_segmentation.workspace.approval import approvals
from customer_segmentation.workspace.workspace import Workspace

_TOOL: Final = "write_table"


def earlier_tables(database: Database, address: Address, workspace: Workspace) -> list[str]:
    """Return the former tables of an address that earlier runs kept and that are still there."""
    return [
        former
        for _, detail in runs_into(address.url, _full(address), workspace)
        if (former := str(detail["former"])) and database.columns(former)
    ]


def runs_into(url: str, table: str, workspace: Workspace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the runs that were written into a table and not taken back: id and detail of the reply."""
    for found in approvals(workspace, "done", everywhere=True):
        stored = workspace.store.read(found.outcome) if found.tool == _TOOL else None
        if stored and (stored.reply.detail["url"], stored.reply.detail["table"]) == (url, table):
            yield found.id, stored.reply.detail


def _full(address: Address) -> str:
    return f"{address.schema}.{address.table}" if address.schema else address.table
