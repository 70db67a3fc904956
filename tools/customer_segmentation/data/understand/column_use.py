"""What becomes of the columns that play no role: dimensions of lines, traits of customers, personal, unused."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.understand.cell_values import Kind, is_truth
from customer_segmentation.data.understand.column_profile import SAMPLE, ColumnProfile
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import MOSTLY, is_dates
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier

DIMENSION_ROLES: Final = (
    "product_name", "category", "channel", "country", "region", "city", "currency", "status", "kind", "shop",
    "discount", "price",
)  # fmt: skip
"""Roles that are columns of ``transactions`` under their own name."""
MOST_COLUMNS: Final = 60
OWN_NAMES: Final = frozenset(
    {
        "line",
        "customer_id",
        "order_id",
        "ordered_at",
        "ordered_on",
        "quantity",
        "amount",
        "product",
        "opted_out",
    }
    | {
        "held_out",
        "segment",
        "recency_days",
        "orders",
        "revenue",
        "aov",
        "first_on",
        "last_on",
        "days",
        "lines",
    }
    | {"r", "f", "m", "gross", "units", "valid", "returned_on"}
)
"""Names that a column of a file may not have in our tables."""
_NEARLY_ALL: Final = 0.9
_FEWEST_TO_JUDGE: Final = 50
_TOO_MANY_VALUES: Final = 0.5
_PER_POSTCODE: Final = 5
_SOME_LONG: Final = 0.1
"""From this share on, whole numbers of 15 and more digits are no slips: they name things, and measure nothing."""


@dataclass(frozen=True)
class UsedColumn:
    """A column of the file and what it is in our tables.

    Attributes:
        name: In our tables.
        personal: The kind of personal data, or nothing.
    """

    name: str
    profile: ColumnProfile
    kind: Kind
    personal: str = ""

    @property
    def header(self) -> str:
        """The header in the source."""
        return self.profile.column.header


def personal_kind(profile: ColumnProfile) -> str:
    """Return the kind of personal data in a column, by its header or its cells; nothing for any other."""
    if profile.share("emails") >= MOSTLY:
        return "email"
    if is_dates(profile) and profile.share("dates") >= MOSTLY:
        return ""
    named = lexicon().personal(profile.column.header)
    if named and not is_truth(profile.values):
        return named
    if (
        profile.share("phones") >= MOSTLY
        and profile.distinct > profile.filled * _TOO_MANY_VALUES
        and profile.filled > 1
    ):
        return "phone"
    if lexicon().means(profile.column.header, "postcode"):
        return "address" if profile.repeats < _PER_POSTCODE else ""
    sentences = profile.share("sentences") >= MOSTLY and profile.repeats < 2  # noqa: PLR2004 - hardly any twice
    return "text" if sentences and profile.filled >= _FEWEST_TO_JUDGE else ""


def kind_of(profile: ColumnProfile) -> Kind:
    """Return the type that a column's cells have."""
    if profile.column.type == "boolean" or is_truth(profile.values):
        return "boolean"
    if profile.column.type in {"date", "timestamp"} or (
        is_dates(profile) and profile.share("dates") >= MOSTLY
    ):
        return "date"
    if lexicon().means(profile.column.header, "postcode"):
        return "text"
    written = profile.share("numbers") >= _NEARLY_ALL and not profile.coded
    numbers = profile.column.type == "number" or written
    return "number" if numbers and profile.share("long") < _SOME_LONG else "text"


def is_key(profile: ColumnProfile) -> bool:
    """Tell whether a column only numbers its rows, or names each by itself."""
    if profile.filled < _FEWEST_TO_JUDGE or kind_of(profile) in {"date", "boolean"}:
        return False
    money = profile.share("fractions") > 0
    return not money and profile.distinct > _TOO_MANY_VALUES * profile.filled


def used_name(header: str, taken: Iterable[str]) -> str:
    """Return a header in lower snake case, unlike any name taken."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", unicodedata.normalize("NFKC", header))
    name = re.sub(r"[^\w]+", "_", spaced).strip("_").lower()[:60] or "column"
    known = {*taken, *OWN_NAMES}
    free, number = name, 1
    while free in known:
        number += 1
        free = f"{name}_{number}"
    return free


def dimensions(reading: Reading, profiles: Sequence[ColumnProfile]) -> list[UsedColumn]:
    """Return the columns of ``transactions`` beside the fixed ones: roles under their name, then the others."""
    found = [
        UsedColumn(role, reading.columns[role], "number" if role in {"discount", "price"} else "text")
        for role in DIMENSION_ROLES
        if reading.has(role) and reading.columns[role] is not reading.columns.get("product")
    ]
    taken = [column.name for column in found]
    for profile in profiles:
        free = profile.column.name not in reading.taken and len(found) < MOST_COLUMNS
        if free and profile.distinct > 0 and not personal_kind(profile) and not is_key(profile):
            found.append(UsedColumn(used_name(profile.column.header, taken), profile, kind_of(profile)))
            taken.append(found[-1].name)
    return found


def traits(reading: Reading, profiles: Sequence[ColumnProfile]) -> list[UsedColumn]:
    """Return the columns of ``customers`` of a table with one row per customer: all but ids and free text."""
    found: list[UsedColumn] = []
    for profile in profiles:
        personal = personal_kind(profile)
        useless = (
            profile.column.name in reading.taken or not profile.distinct or personal in {"text", "identity"}
        )
        number_key = is_key(profile) and kind_of(profile) == "text" and not personal
        if not useless and not number_key and len(found) < 4 * MOST_COLUMNS:
            kind: Kind = "text" if personal else kind_of(profile)
            name = used_name(profile.column.header, [column.name for column in found])
            found.append(UsedColumn(name, profile, kind, personal))
    return found


def customer_columns(engine: DuckDB, reading: Reading, profiles: Sequence[ColumnProfile]) -> list[UsedColumn]:
    """Return the columns of an order file that say something of the customer: personal ones, and those that never change.

    A column never changes if, in the sample, each customer with several lines has one value in it.
    """
    personal = [
        UsedColumn(used_name(p.column.header, []), p, "text", kind)
        for p in profiles
        if p.column.name not in reading.taken
        and (kind := personal_kind(p))
        and kind not in {"text", "identity"}
    ]
    taken = [column.name for column in personal]
    fixed: list[UsedColumn] = []
    for column in dimensions(reading, profiles):
        varies = column.profile.distinct > 1 and column.name not in {"price", "discount", *taken}
        if varies and _never_changes(engine, reading.columns["customer_id"], column.profile):
            fixed.append(column)
    return personal + fixed


def _never_changes(engine: DuckDB, customer: ColumnProfile, other: ColumnProfile) -> bool:
    who, what = identifier(customer.column.name), identifier(other.column.name)
    several, constant, different = engine.rows_of(
        f"WITH c AS (SELECT COUNT(DISTINCT {what}) AS n, MIN({what}) AS v FROM {SAMPLE} WHERE {who} IS NOT NULL "
        f"AND {what} IS NOT NULL GROUP BY {who} HAVING COUNT(*) > 1) "
        "SELECT COUNT(*), COUNT(*) FILTER (n = 1), COUNT(DISTINCT v) FROM c"
    )[0]
    return bool(several >= _FEWEST_TO_JUDGE and constant >= 0.99 * several and different > 1)
