"""An audience: the customers of some segments, who of them opted out, and who is held out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from customer_segmentation.act.audience_columns import (
    CONSENT,
    OBJECTION,
    AudienceColumn,
    chosen_columns,
    known_columns,
)
from customer_segmentation.act.suppression import Suppression, read_suppression
from customer_segmentation.data.dataset import Column, Dataset
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.holdout import held_out
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

OPTED_OUT: Final = "_opted_out"
SUPPRESSED: Final = "_suppressed"
HELD_OUT: Final = "_held_out"
_OWN: Final = (OPTED_OUT, SUPPRESSED, HELD_OUT)
_REFUSED = "'no', 'n', 'false', '0', 'f', 'unsubscribed', 'opted out', '否', '不同意', '未订阅'"
_OBJECTED = "'yes', 'y', 'true', '1', 't', 'unsubscribed', 'opted out', '是', '已退订', '拒收'"


@dataclass(frozen=True)
class Audience:
    """Customers ready to be written: the table ``audience`` of ``engine``, with columns to tell who is left out.

    Attributes:
        columns: What is written of each.
        consent_columns: Headings of the columns by which people agree or refuse, by their names in the table.
        opted_out: Customers who refused in one of them or are on the suppression list.
        on_list: Of these, the ones on the list.
        held_out: Of the others, the ones kept aside to compare with.
    """

    engine: DuckDB
    columns: list[AudienceColumn]
    selected: int
    opted_out: int
    on_list: int
    held_out: int
    consent_columns: dict[str, str]
    suppression: Suppression | None

    @property
    def consent(self) -> list[str]:
        """Headings of the columns by which people agree or refuse."""
        return list(self.consent_columns.values())

    def rows(self, *, aside: bool | None, columns: Sequence[str]) -> str:
        """Return the query of ``columns`` for those to contact, for those held ``aside``, or (None) for both."""
        chosen = {None: "", True: f" AND {HELD_OUT}", False: f" AND NOT {HELD_OUT}"}[aside]
        return (
            f"SELECT {', '.join(columns)} FROM audience WHERE NOT {OPTED_OUT}{chosen} "
            "ORDER BY segment, customer_id"
        )


@contextmanager
def open_audience(
    segmentation: Segmentation,
    workspace: Workspace,
    *,
    segments: list[str],
    holdout: float,
    columns: str,
    hashed: str,
    suppression: str,
) -> Iterator[Audience]:
    """Give the audience of some segments; ``holdout`` in percent.

    Raises:
        InputError: A column or the suppression file cannot be used, or nobody is left.
    """
    dataset = Dataset.read(workspace.store.folder(segmentation.data))
    with duckdb_engine(workspace.root) as engine:
        engine.bound_memory()
        engine.view("assignment", segmentation.assignment)
        traits = _traits(dataset, engine)
        listed = read_suppression(suppression, engine, workspace) if suppression else None
        _view(engine, traits, segments, holdout, listed=listed is not None)
        types = engine.rows_of("SELECT column_name, column_type FROM (DESCRIBE everybody)")
        known = known_columns(
            {name: kind for name, kind in types if name not in _OWN},
            {name: column.header for name, column in traits.items()},
        )
        chosen = chosen_columns(columns, hashed, known)
        consent = {name: column.header for name, column in traits.items() if _asks_consent(column)}
        _keep(engine, [*(column.name for column in chosen), *consent])
        selected, out, on_list, held = engine.rows_of(
            f"SELECT count(*), count(*) FILTER ({OPTED_OUT}), count(*) FILTER ({SUPPRESSED}), "
            f"count(*) FILTER ({HELD_OUT} AND NOT {OPTED_OUT}) FROM audience"
        )[0]
        if selected == out:
            raise InputError("audience_empty")
        yield Audience(
            engine=engine,
            columns=chosen,
            selected=selected,
            opted_out=out,
            on_list=on_list,
            held_out=held,
            consent_columns=consent,
            suppression=listed,
        )


def _traits(dataset: Dataset, engine: DuckDB) -> dict[str, Column]:
    """Return the traits of customers by their names in the audience, none of them that of another column."""
    if not dataset.has("customers"):
        return {}
    engine.view("customers", dataset.parquet("customers"))
    taken = {name for (name,) in engine.rows_of("SELECT column_name FROM (DESCRIBE assignment)")} | {*_OWN}
    found: dict[str, Column] = {}
    for column in dataset.columns:
        name = column.name
        while name in taken:
            name += "_trait"
        if column.table == "customers":
            found[name] = column
            taken.add(name)
    return found


def _keep(engine: DuckDB, columns: list[str]) -> None:
    """Make the table ``audience`` with what is needed of ``everybody``."""
    names = dict.fromkeys(["customer_id", "segment", *columns, *_OWN])
    engine.connection.execute(
        f"CREATE TEMP TABLE audience AS SELECT {', '.join(map(identifier, names))} FROM everybody"
    )


def _view(
    engine: DuckDB, traits: dict[str, Column], segments: list[str], holdout: float, *, listed: bool
) -> None:
    """Make the view ``everybody``: the customers of some segments with all that is known of them."""
    refused = [_cell(c) + f" IN ({_REFUSED})" for c in traits.values() if _asks_consent(c)]
    refused += [
        f"({_cell(c)} IN ({_OBJECTED}) OR TRY_CAST({_cell(c)} AS DATE) IS NOT NULL)"
        for c in traits.values()
        if OBJECTION.search(c.header)
    ]
    keys = ["lower(trim(a.customer_id))", *(_cell(c) for c in traits.values() if c.personal)]
    on_list = _any([f"{key} IN (SELECT entry FROM suppressed)" for key in keys] if listed else [])
    kept = [f"c.{identifier(column.name)} AS {identifier(name)}" for name, column in traits.items()]
    columns = [
        "a.*",
        f"({_any(refused)} OR {on_list}) AS {OPTED_OUT}",
        f"{on_list} AS {SUPPRESSED}",
        f"{held_out(holdout, 'a.customer_id')} AS {HELD_OUT}",
        *kept,
    ]
    engine.connection.execute(
        f"CREATE TEMP VIEW everybody AS SELECT {', '.join(columns)} FROM assignment a "
        + ("LEFT JOIN customers c ON c.customer_id = a.customer_id " if traits else "")
        + f"WHERE a.segment IN ({', '.join(literal(s) for s in segments)})"
    )


def _asks_consent(column: Column) -> bool:
    return bool(CONSENT.search(column.header)) and not OBJECTION.search(column.header)


def _cell(column: Column) -> str:
    return f"lower(trim(CAST(c.{identifier(column.name)} AS VARCHAR)))"


def _any(rules: list[str]) -> str:
    return f"COALESCE({' OR '.join(rules)}, FALSE)" if rules else "FALSE"
