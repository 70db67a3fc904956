"""The fact ledger of a thread: every figure ever computed in it, whatever the conversation forgot."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from customer_segmentation.kit.fact import Fact, split_key
from customer_segmentation.kit.name import all_names
from customer_segmentation.kit.reply import MEASURE, FactTable, Reply, RowTable
from customer_segmentation.workspace.workspace import Result, Workspace


class ThreadLedger:
    """Facts and tables of a thread's results; without a result named, the latest that has the key."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _results(self) -> list[Result]:
        return list(reversed(self._workspace.results()))

    def _candidates(self, result: str) -> Iterator[Result]:
        return (found for found in self._results if not result or found.number == result)

    def source_of(self, key: str, result: str = "") -> Result | None:
        """Return the result that a key stands for."""
        return next((found for found in self._candidates(result) if key in found.reply.facts), None)

    def fact(self, key: str, result: str = "") -> Fact | None:
        """Return the fact under ``key``, of result ``result`` or the latest that has one."""
        found = self.source_of(key, result)
        return found.reply.facts[key] if found else None

    def table(self, name: str, result: str = "") -> tuple[FactTable | RowTable, Reply] | None:
        """Return a table by name and the reply it belongs to."""
        for found in self._candidates(result):
            table = found.reply.tables.get(name) or found.reply.rows.get(name)
            if table is not None:
                return table, found.reply
        return None

    def subjects(self) -> list[str]:
        """Return the ids of groups of customers and of what data or person named, by first appearance.

        The rows of a receipt ("kept", "read") and the measures in a table's rows are no such groups: their names
        are everyday words.
        """
        seen = {
            split_key(key)[1]: None
            for found in reversed(self._results)
            for key, fact in found.reply.facts.items()
            if fact.unit == "customers" or split_key(key)[1] in _named(found.reply)
        }
        return list(seen)

    def names(self, subject: str) -> tuple[str, ...]:
        """Return every name of a subject: built-in in each language, put together, and given by person or data."""
        replies = [found.reply for found in self._results]
        known = [(r.names.get(subject, ""), r.described.get(subject, ())) for r in replies]
        spoken = [all_names(subject)]
        spoken += [all_names(subject, given=given, parts=parts) for given, parts in known if given or parts]
        return tuple(dict.fromkeys(name for names in spoken for name in names))

    def date_range(self) -> tuple[date, date] | None:
        """Return the first and last day of the latest loaded data."""
        first, last = self.fact("load_data.all.first_on"), self.fact("load_data.all.last_on")
        if first and last and isinstance(first.value, date) and isinstance(last.value, date):
            return first.value, last.value
        return None


def _named(reply: Reply) -> set[str]:
    """Return the subjects that have a name of their own, measures left out."""
    measures = {
        s for table in reply.tables.values() if table.subject_label == MEASURE for s in table.subjects
    }
    return {*reply.names, *reply.described} - measures
