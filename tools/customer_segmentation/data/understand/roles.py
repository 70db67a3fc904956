"""Which column plays which role, and what one row is: from what the person said, known exports, headers, cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.understand import role_content
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.lexicon import lexicon, plain
from customer_segmentation.data.understand.role_candidates import (
    MOSTLY,
    NUMBERS,
    ROLES,
    SUMMARY_ROLES,
    Candidate,
    allowed,
    candidates,
    named_empty,
    named_only,
)
from customer_segmentation.data.understand.role_questions import ask_which, settled
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError

NONE: Final = "none"
"""Said instead of a header: the file has no such column."""
_SURE: Final = 1.0
_BY_NAME: Final = 0.6
"""How surely headers must speak before a file with one row per customer counts as orders."""
_UNIQUE: Final = 0.99
_HARDLY_REPEATED: Final = 0.8
_ASKED_ABOUT: Final = frozenset({"customer_id", "order_id", "date", "amount"})


@dataclass(frozen=True)
class Reading:
    """What a table is read as.

    Attributes:
        columns: The column of each role.
        confidence: How surely, from 0 to 1, by role.
        alternatives: Other headers that were considered, by role.
        export: The system the export comes from, where it is known.
    """

    grain: Grain = Grain.ORDERS
    columns: dict[str, ColumnProfile] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=dict)
    export: str = ""

    def has(self, *roles: str) -> bool:
        """Tell whether every one of the roles has a column."""
        return all(role in self.columns for role in roles)

    @property
    def taken(self) -> frozenset[str]:
        """Names of the columns that play a role."""
        return frozenset(profile.column.name for profile in self.columns.values())

    def with_role(self, role: str, chosen: Candidate, others: Sequence[Candidate] = ()) -> "Reading":
        """Return this reading with one more role."""
        return replace(
            self,
            columns={**self.columns, role: chosen.profile},
            confidence={**self.confidence, role: chosen.strength},
            alternatives={**self.alternatives, role: [other.header for other in others]}
            if others
            else self.alternatives,
        )

    def without(self, role: str) -> "Reading":
        """Return this reading without a role."""
        return replace(self, columns={name: p for name, p in self.columns.items() if name != role})


def read_roles(profiles: list[ColumnProfile], told: dict[str, str], engine: DuckDB, source: str) -> Reading:
    """Return which columns play which roles.

    Args:
        profiles: Of the table ``sample`` in ``engine``.
        told: Headers that the person gave, by role; empty ones are inferred.
        engine: Holds the sample.
        source: The file as the person knows it, for messages.

    Raises:
        InputError: A header does not exist, or a needed column is missing.
        NeedsAnswer: Two columns could be meant.
    """
    reading = _from_export(_as_told(profiles, told), profiles, told)
    skipped = frozenset(role for role, header in told.items() if header.strip().casefold() == NONE)
    summary = _as_summary(reading, profiles)
    if summary:
        return summary
    for role in ROLES:
        if role not in reading.columns and role not in skipped and not _is_settled(role, reading):
            reading = _by_name(reading, role, profiles, engine)
    if _is_attributes(reading, profiles) and not _looks_like_orders(reading, profiles):
        return replace(_identified(reading, profiles), grain=Grain.ATTRIBUTES)
    return _completed(reading, profiles, skipped, engine, source)


def _as_told(profiles: list[ColumnProfile], told: dict[str, str]) -> Reading:
    reading = Reading()
    known = {plain(profile.column.header): profile for profile in profiles}
    exact = {profile.column.header: profile for profile in profiles}
    for role, header in told.items():
        if not header or header.strip().casefold() == NONE:
            continue
        profile = exact.get(header.strip()) or known.get(plain(header))
        if profile is None:
            raise _no_such_header(role, header, list(exact))
        reading = reading.with_role(role, Candidate(profile, _SURE))
    return reading


def _no_such_header(role: str, header: str, headers: list[str]) -> InputError:
    near = get_close_matches(header, headers, n=1, cutoff=0.5)
    named = ", ".join(headers[:30])
    if near:
        return InputError(
            "data_header_unknown_similar", field=role, header=header, similar=near[0], headers=named
        )
    return InputError("data_header_unknown", field=role, header=header, headers=named)


def _from_export(reading: Reading, profiles: list[ColumnProfile], told: dict[str, str]) -> Reading:
    """Take the roles of a known export; of several headers the first that is mostly filled."""
    known = {plain(profile.column.header): profile for profile in profiles}
    for system, (needs, roles) in lexicon().exports.items():
        if not all(header in known for header in needs):
            continue
        for role, headers in roles.items():
            there = [known[plain(header)] for header in headers if plain(header) in known]
            there = [p for p in there if p.column.name not in reading.taken or role == "product_name"]
            there = [p for p in there if allowed(role, p)]
            filled = [p for p in there if p.filled >= MOSTLY * p.rows] or sorted(
                there, key=lambda p: -p.filled
            )
            if filled and not told.get(role):
                reading = reading.with_role(role, Candidate(filled[0], _SURE))
        return replace(reading, export=system)
    return reading


def _is_settled(role: str, reading: Reading) -> bool:
    """Tell whether a known export says how amounts are found, so that no further column is wanted for them."""
    if not reading.export:
        return False
    return (role == "amount" and reading.has("price", "quantity")) or (
        role == "price" and reading.has("amount")
    )


def _as_summary(reading: Reading, profiles: list[ColumnProfile]) -> Reading | None:
    """Return the reading of a table of customers with last order, orders and revenue, if it is one."""
    customers = candidates("customer_id", profiles, frozenset())
    customer = reading.columns.get("customer_id") or (customers[0].profile if customers else None)
    if customer is None or reading.has("amount") or reading.has("date"):
        return None
    if customer.distinct < _HARDLY_REPEATED * customer.filled:
        return None
    summary = Reading().with_role(
        "customer_id", Candidate(customer, customers[0].strength if customers else _SURE)
    )
    for role in SUMMARY_ROLES:
        found = candidates(role, profiles, summary.taken)
        if found:
            summary = summary.with_role(role, found[0], found[1:])
    recent = summary.has("last_date") or summary.has("recency_days")
    complete = recent and summary.has("orders_count", "revenue_total")
    return replace(summary, grain=Grain.CUSTOMERS) if complete else None


def _numbers_rows(profile: ColumnProfile) -> bool:
    """Tell whether a column counts the rows: whole numbers, each once, without a gap."""
    if profile.least is None or profile.most is None or not profile.whole_numbers:
        return False
    return profile.distinct == profile.rows == profile.most - profile.least + 1


def _unique(profile: ColumnProfile) -> bool:
    return profile.filled > 1 and profile.distinct >= _UNIQUE * profile.filled


def _by_name(reading: Reading, role: str, profiles: list[ColumnProfile], engine: DuckDB) -> Reading:
    taken = reading.taken - (
        {reading.columns["product"].column.name}
        if role == "product_name" and reading.has("product")
        else set()
    )
    found = candidates(role, profiles, frozenset(taken))
    if role == "kind":
        found = [candidate for candidate in found if _names_returns(candidate.profile)]
    if not found:
        return reading
    if role in _ASKED_ABOUT:
        found = settled(role, found, engine)
    return reading.with_role(role, found[0], found[1:])


def _names_returns(profile: ColumnProfile) -> bool:
    known = set(lexicon().lists["return_kind"])
    return any(value.casefold() in known for value in profile.values)


def _is_attributes(reading: Reading, profiles: list[ColumnProfile]) -> bool:
    """Tell whether the rows are people rather than purchases.

    Headers that name an order, or a day and a price, mean purchases even where their cells cannot be read: the
    person is then told what is wrong with them. So do ids and prices with nothing else to say of a customer.
    """
    if reading.has("order_id") or (_named("date", reading, profiles) and _priced(reading, profiles)):
        return False
    customer = reading.columns.get("customer_id")
    dated = reading.confidence.get("date", 0.0) >= _BY_NAME
    priced = max(reading.confidence.get(role, 0.0) for role in ("amount", "price")) >= _BY_NAME
    if customer is not None and reading.confidence["customer_id"] >= MOSTLY - 0.1 and _unique(customer):
        nothing_else = all(profile.column.name in reading.taken for profile in profiles)
        return not (priced and (dated or nothing_else))
    return customer is None and not dated and not priced


def _named(role: str, reading: Reading, profiles: list[ColumnProfile]) -> bool:
    return reading.confidence.get(role, 0.0) >= _BY_NAME or named_only(role, profiles) is not None


def _priced(reading: Reading, profiles: list[ColumnProfile]) -> bool:
    return _named("amount", reading, profiles) or _named("price", reading, profiles)


def _looks_like_orders(reading: Reading, profiles: list[ColumnProfile]) -> bool:
    """Tell whether a table whose headers say nothing holds dates, money and ids that come back."""
    return not reading.columns and all(
        (role_content.dates(profiles), role_content.amounts(profiles), role_content.identifiers(profiles))
    )


def _identified(reading: Reading, profiles: list[ColumnProfile]) -> Reading:
    """Keep only the id of a table of attributes: all its other columns are traits."""
    customer = reading.columns.get("customer_id")
    if customer is not None:
        return Reading(export=reading.export).with_role(
            "customer_id", Candidate(customer, reading.confidence["customer_id"])
        )
    unique = [profile for profile in profiles if _numbers_rows(profile)]
    return (
        Reading().with_role("customer_id", Candidate(unique[0], role_content.STRENGTH))
        if unique
        else Reading()
    )


def _completed(
    reading: Reading, profiles: list[ColumnProfile], skipped: frozenset[str], engine: DuckDB, source: str
) -> Reading:
    """Fill the roles that an order file needs from the cells, or say which are missing."""
    headers = ", ".join(profile.column.header for profile in profiles[:30])
    for role, code in (
        ("date", "data_no_date"),
        ("customer_id", "data_no_customer"),
        ("amount", "data_no_amount"),
    ):
        if reading.has(role) or (role == "amount" and reading.has("price")):
            continue
        if role in skipped:
            raise InputError(code, source=source, headers=headers)
        if named_empty(role, profiles):
            raise InputError(f"data_nothing_kept_missing_{_SAID[role]}", source=source)
        wrong = named_only(role, profiles)
        if wrong is not None and wrong.column.name not in reading.taken:
            example = wrong.values[0] if wrong.values else ""
            raise InputError(
                f"data_{role}_unreadable", source=source, header=wrong.column.header, example=example
            )
        reading = _by_content(reading, role, profiles, skipped, engine)
        if not reading.has(role):
            raise InputError(code, source=source, headers=headers)
    return replace(reading, grain=_grain(reading))


_SAID: Final = {"date": "date", "customer_id": "customer", "amount": "price"}


def _by_content(
    reading: Reading, role: str, profiles: list[ColumnProfile], skipped: frozenset[str], engine: DuckDB
) -> Reading:
    free = [profile for profile in profiles if profile.column.name not in reading.taken]
    if role == "customer_id":
        return _ids_by_content(reading, role_content.identifiers(free), skipped, engine)
    found = role_content.dates(free) if role == "date" else role_content.amounts(free)
    if not found:
        return reading
    if len(found) > 1:
        raise ask_which(role, [Candidate(profile, role_content.STRENGTH) for profile in found])
    reading = reading.with_role(role, Candidate(found[0], role_content.STRENGTH))
    pieces = role_content.quantities([p for p in free if p is not found[0]])
    if role == "amount" and not reading.has("quantity") and "quantity" not in skipped and len(pieces) == 1:
        reading = reading.with_role("quantity", Candidate(pieces[0], role_content.STRENGTH))
    return reading


def _ids_by_content(
    reading: Reading, ids: list[ColumnProfile], skipped: frozenset[str], engine: DuckDB
) -> Reading:
    """Choose the customer, and the order with it, where the cells leave one possibility."""
    pairs = role_content.customer_and_order(engine, ids, reading.columns["date"]) if len(ids) > 1 else []
    if len(pairs) == 1 and not reading.has("order_id") and "order_id" not in skipped:
        customer, order = (Candidate(profile, role_content.STRENGTH) for profile in pairs[0])
        return reading.with_role("customer_id", customer).with_role("order_id", order)
    if len(ids) > 1:
        raise ask_which("customer_id", [Candidate(profile, role_content.STRENGTH) for profile in ids])
    return reading.with_role("customer_id", Candidate(ids[0], role_content.STRENGTH)) if ids else reading


def _grain(reading: Reading) -> Grain:
    """Lines where orders repeat or products are named, else orders."""
    order = reading.columns.get("order_id")
    if order is not None:
        return Grain.LINES if order.distinct < order.filled else Grain.ORDERS
    return Grain.LINES if reading.has("product") else Grain.ORDERS


def numeric_roles(reading: Reading) -> list[str]:
    """Return the roles of a reading whose cells are numbers."""
    return [role for role in reading.columns if role in NUMBERS]
