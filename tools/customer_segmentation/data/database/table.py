"""A table of a database as its catalogue describes it."""

from dataclasses import dataclass

from customer_segmentation.engine.sql_file import identifier


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are declared to stand in a column of another table."""

    column: str
    table: str
    referred: str


@dataclass(frozen=True)
class Table:
    """A table or view that may be read.

    Attributes:
        name: As a person says it: with its schema unless that is the usual one.
        key: The primary key, empty without one.
        links: Foreign keys of one column.
    """

    name: str
    schema: str
    plain_name: str
    columns: tuple[str, ...]
    is_view: bool = False
    key: tuple[str, ...] = ()
    links: tuple[ForeignKey, ...] = ()

    @property
    def sql(self) -> str:
        """The name for SQL."""
        own = identifier(self.plain_name)
        return f"{identifier(self.schema)}.{own}" if self.schema else own


@dataclass(frozen=True)
class Described:
    """A column of a catalogue: where it is, and its place in the primary key, 0 outside it."""

    schema: str
    table: str
    column: str
    key: int
    is_view: bool


def tables_of(
    columns: list[Described], links: list[tuple[str, str, ForeignKey]], usual: str = ""
) -> list[Table]:
    """Return tables put together from columns in their order; ``links`` by schema and table.

    ``usual`` is the schema that a person need not name.
    """

    def said(schema: str, table: str) -> str:
        return table if schema in {"", usual} else f"{schema}.{table}"

    found: dict[tuple[str, str], list[Described]] = {}
    for column in columns:
        found.setdefault((column.schema, column.table), []).append(column)
    return [
        Table(
            name=said(schema, name),
            schema=schema,
            plain_name=name,
            columns=tuple(column.column for column in own),
            is_view=own[0].is_view,
            key=tuple(c.column for c in sorted(own, key=lambda c: c.key) if c.key),
            links=tuple(link for where, table, link in links if (where, table) == (schema, name)),
        )
        for (schema, name), own in found.items()
    ]
