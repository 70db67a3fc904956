"""A second file with one row per customer: joined to the orders by customer id."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from customer_segmentation.data.clean.people import People, read_people, write_people
from customer_segmentation.data.clean.unread_numbers import UnreadNumbers, unread_numbers
from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.understand.column_profile import (
    SAMPLE,
    ColumnProfile,
)
from customer_segmentation.data.understand.column_styles import Table
from customer_segmentation.data.understand.lexicon import plain
from customer_segmentation.data.understand.profiled import profiled
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import Candidate, candidates
from customer_segmentation.data.understand.whole_ids import read_whole_ids
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding

_FEWEST_JOINED: Final = 0.01


@dataclass(frozen=True)
class CustomerFile:
    """What was read of the second file; its table lies in ``path``."""

    people: People
    path: Path
    source: str
    rows: int
    notes: list[Finding]
    unread: list[UnreadNumbers]


def read_customer_file(source: str, folder: Path, buyers: Path, header: str) -> CustomerFile:
    """Read the second file and write its table into ``folder``.

    Args:
        source: As the person typed it.
        folder: For the table; it must not hold another ``customers`` table.
        buyers: Parquet file with the column customer_id of the orders.
        header: Header of the customer id in the order file, which the second file may share.

    Raises:
        InputError: No column holds the customer ids of the orders.
    """
    with duckdb_engine(folder) as engine:
        table, profiles = profiled(source, engine, table="people")
        raw = table.raw
        engine.view("buyers", buyers)
        reading = _identified(_joining(table, profiles, header))
        people = read_people(table, reading, profiles)
        write_people(engine, people, folder, summed=False)
        path = folder / "customers.parquet"
        unread = unread_numbers(engine, raw, people.traits, people.numbers, path)
        return CustomerFile(people, path, raw.source, raw.rows, raw.notes, unread)


def _joining(table: Table, profiles: list[ColumnProfile], header: str) -> ColumnProfile:
    """Return the column that holds the customer ids of the orders: by the same header, by name, by content."""
    same = [profile for profile in profiles if plain(profile.column.header) == plain(header)]
    named = [candidate.profile for candidate in candidates("customer_id", profiles, frozenset())]
    unique = [profile for profile in profiles if profile.distinct > 1]
    for profile in dict.fromkeys(p.column.name for p in [*same, *named, *unique]):
        (found,) = [p for p in profiles if p.column.name == profile]
        if _joined_share(table, found) >= _FEWEST_JOINED:
            return found
    headers = ", ".join(profile.column.header for profile in profiles[:30])
    raise InputError("data_customers_do_not_join", source=table.raw.source, header=header, headers=headers)


def _identified(customer: ColumnProfile) -> Reading:
    return Reading(grain=Grain.ATTRIBUTES).with_role("customer_id", Candidate(customer, 1.0))


def _joined_share(table: Table, profile: ColumnProfile) -> float:
    """Return the share of the sampled rows whose cell is a customer id of the orders."""
    cell = read_whole_ids(table, _identified(profile)).text("customer_id", identifier(profile.column.name))
    joined = table.engine.rows_of(
        f"SELECT COUNT(*) FILTER ({cell} IN (SELECT customer_id FROM buyers)) FROM {SAMPLE}"
    )[0][0]
    return joined / profile.filled if profile.filled else 0.0


def combined(people: str, own: str, columns: tuple[list[str], list[str]]) -> str:
    """Return SQL that joins the second file's table with what the orders say of customers; the file wins."""
    first, second = columns
    chosen = [f"p.{identifier(name)}" for name in first]
    chosen += [f"o.{identifier(name)}" for name in second if name not in first]
    return (
        f"SELECT COALESCE(p.customer_id, o.customer_id) AS customer_id{''.join(', ' + c for c in chosen)} "
        f"FROM read_parquet({literal(people)}) p FULL JOIN read_parquet({literal(own)}) o "
        "ON p.customer_id = o.customer_id ORDER BY 1"
    )
