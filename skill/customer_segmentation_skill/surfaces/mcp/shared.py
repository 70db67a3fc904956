"""What a host's model may see of a thread: no rows of single customers, and figures of a few people masked."""

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.for_model import shareable
from customer_segmentation.kit.reply import FactTable, Reply, RowTable
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Result, Workspace


class SharedLedger:
    """The facts and tables of a thread, those of the result spoken of first.

    They come first since calls run side by side, and another one may have given the same key meanwhile.
    ``rows`` is how many rows a table has at most; 0 for no limit.
    """

    def __init__(self, workspace: Workspace, spoken_of: Result | None = None, *, rows: int = 0) -> None:
        self._own = shareable(spoken_of.reply) if spoken_of else Reply()
        self._thread = ThreadLedger(workspace)
        self._rows = rows

    def fact(self, key: str, result: str = "") -> Fact | None:
        """Return the fact under ``key``, of result ``result`` or the latest that has one."""
        if not result and key in self._own.facts:
            return self._own.facts[key]
        found = self._thread.source_of(key, result)
        return shareable(found.reply).facts[key] if found else None

    def table(self, name: str, result: str = "") -> tuple[FactTable | RowTable, Reply] | None:
        """Return a table of facts by name and the reply it belongs to."""
        own = None if result else self._own.tables.get(name)
        if own is not None:
            return self._bounded(own), self._own
        found = self._thread.table(name, result)
        if found is None or isinstance(found[0], RowTable):
            return None
        return self._bounded(found[0]), shareable(found[1])

    def _bounded(self, table: FactTable) -> FactTable:
        if not self._rows:
            return table
        return table.model_copy(update={"subjects": table.subjects[: self._rows]})
