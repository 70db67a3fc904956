"""Nested SELECTs: each level names expressions over the names of the levels below, so that none is computed twice."""

from customer_segmentation.engine.sql_file import identifier


class Levels:
    """A query under construction, from the source upward."""

    def __init__(self, source: str) -> None:
        self._query = source
        self._names: set[str] = set()

    def add(self, expressions: dict[str, str]) -> "Levels":
        """Add a level: every name of the levels below, and these expressions by name."""
        if expressions:
            new = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in expressions.items())
            below = "*, " if self._names else ""
            self._query = f"SELECT {below}{new} FROM {self._from()}"
            self._names |= set(expressions)
        return self

    def sql(self) -> str:
        """Return the query."""
        return self._query

    def _from(self) -> str:
        return f"({self._query})" if self._names else self._query
