"""Which column plays which role, and what one row is: from what the person said, known exports, headers, cells."""

from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.understand import role_content
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.lexicon import lexicon, plain
from customer_segmentation.data.understand.missing_roles import completed
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import (
    MOSTLY,
    ROLES,
    SUMMARY_ROLES,
    Candidate,
    allowed,
    candidates,
    named_only,
)
from customer_segmentation.data.understand.role_questions import settled
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
    if reading.export in lexicon().without_buyers and not reading.has("customer_id"):
        raise InputError("data_export_without_buyers", source=source)
    skipped = frozenset(role for role, header in told.items() if header.strip().casefold() == NONE)
    summary = _as_summary(reading, profiles)
    if summary:
        return summary
    for role in ROLES:
        if role not in reading.columns and role not in skipped and not _is_settled(role, reading):
            reading = _by_name(reading, role, profiles, engine)
    if _is_attributes(reading, profiles) and not _looks_like_orders(reading, profiles):
        return replace(_identified(reading, profiles), grain=Grain.ATTRIBUTES)
    return completed(reading, profiles, skipped, engine, source)


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
    """Tell whether some of a column's values say that the line is a return, or no purchase at all."""
    known = {*lexicon().lists["return_kind"], *lexicon().lists["browsing"]}
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
