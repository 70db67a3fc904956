"""Roles from content alone, for columns without a telling header: ids repeat, dates parse, money has cents."""

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from customer_segmentation.data.understand.column_profile import SAMPLE, ColumnProfile
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.role_candidates import MOSTLY, is_dates, is_identifier, is_numbers
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier

STRENGTH: Final = 0.3
"""How surely content alone tells a role."""
_NEARLY_ALL: Final = 0.9
_SOME: Final = 0.1
_MOST_UNITS: Final = 10_000
_FEW_UNITS: Final = 100
_FEWEST_PER_ID: Final = 1.1
_MOST_PAIRS: Final = 6
_DETERMINED: Final = 1.02
"""Pairs per value, at most, of a column that determines another one."""

Profiles = Sequence[ColumnProfile]


def dates(profiles: Profiles) -> list[ColumnProfile]:
    """Return the columns that can only be dates; those written as one number only if there are no others."""
    written = [
        p for p in profiles if p.share("dates") >= _NEARLY_ALL or p.column.type in {"date", "timestamp"}
    ]
    return (
        written
        or [p for p in profiles if p.share("compact_dates") >= _NEARLY_ALL]
        or [p for p in profiles if p.share("epochs") >= _NEARLY_ALL]
    )


def amounts(profiles: Profiles) -> list[ColumnProfile]:
    """Return the columns that look like money: numbers with decimals; else numbers that are no counts."""
    numbers = [p for p in profiles if _may_count(p)]
    decimals = [p for p in numbers if p.share("fractions") >= _SOME]
    return decimals or [p for p in numbers if not quantities([p])]


def quantities(profiles: Profiles) -> list[ColumnProfile]:
    """Return the columns that look like pieces: small whole numbers, few different ones."""
    return [
        p
        for p in profiles
        if _may_count(p)
        and p.whole_numbers
        and not p.share("padded")
        and p.most is not None
        and 1 <= p.most <= _MOST_UNITS
        and p.distinct <= max(_FEW_UNITS, p.filled * 0.02)
        and p.repeats >= 2  # noqa: PLR2004 - on average every value stands twice
    ]


def _may_count(profile: ColumnProfile) -> bool:
    constant = profile.distinct <= 1 and profile.filled > 1
    means = lexicon().strengths(profile.column.header)
    other = "neither" in means or "discount" in means or "personal.phone" in means
    return is_numbers(profile) and not is_dates(profile) and not constant and not other


def identifiers(profiles: Profiles) -> list[ColumnProfile]:
    """Return the columns that look like ids of something that comes back: repeated, many different ones."""
    return [
        p
        for p in profiles
        if is_identifier(p)
        and p.share("fractions") < MOSTLY
        and not is_dates(p)
        and p.repeats >= _FEWEST_PER_ID
        and p.filled >= p.rows * MOSTLY
        and not quantities([p])
        and p.distinct >= max(2, p.filled // 500)
    ]


def customer_and_order(
    engine: DuckDB, profiles: Profiles, day: ColumnProfile
) -> list[tuple[ColumnProfile, ColumnProfile]]:
    """Return the pairs (customer, order) of which the order determines the customer and the day, not the reverse."""
    found = []
    for customer, order in permutations(list(profiles)[:_MOST_PAIRS], 2):
        fewer = customer.distinct < order.distinct
        if fewer and _determines(engine, order, customer) and _determines(engine, order, day):
            found.append((customer, order))
    return [pair for pair in found if not _determines(engine, pair[0], day)]


def _determines(engine: DuckDB, one: ColumnProfile, other: ColumnProfile) -> bool:
    a, b = identifier(one.column.name), identifier(other.column.name)
    values, pairs = engine.rows_of(
        f"SELECT COUNT(DISTINCT {a}), COUNT(DISTINCT ({a}, {b})) FROM {SAMPLE} WHERE {a} IS NOT NULL"
    )[0]
    return bool(values) and pairs <= _DETERMINED * values


def same_content(engine: DuckDB, one: ColumnProfile, other: ColumnProfile) -> bool:
    """Tell whether two columns say the same: each value of one stands beside one value of the other only."""
    a, b = identifier(one.column.name), identifier(other.column.name)
    values, others, pairs = engine.rows_of(
        f"SELECT COUNT(DISTINCT {a}), COUNT(DISTINCT {b}), COUNT(DISTINCT ({a}, {b})) FROM {SAMPLE} "
        f"WHERE {a} IS NOT NULL OR {b} IS NOT NULL"
    )[0]
    return bool(values) and values == others == pairs


def equal_cells(engine: DuckDB, one: ColumnProfile, other: ColumnProfile) -> bool:
    """Tell whether two columns hold the same cells."""
    a, b = identifier(one.column.name), identifier(other.column.name)
    different = engine.rows_of(f"SELECT COUNT(*) FROM {SAMPLE} WHERE {a} IS DISTINCT FROM {b}")[0][0]
    return not different
