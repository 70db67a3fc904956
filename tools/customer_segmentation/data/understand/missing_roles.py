"""Roles that headers do not tell: found by the cells, or said to be missing."""

from dataclasses import replace
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.understand import role_content
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import Candidate, named_empty, named_only
from customer_segmentation.data.understand.role_questions import ask_which
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError

_NEEDED: Final = {"date": "date", "customer_id": "customer", "amount": "amount"}
_MOST_HEADERS: Final = 30


def completed(
    reading: Reading, profiles: list[ColumnProfile], skipped: frozenset[str], engine: DuckDB, source: str
) -> Reading:
    """Return a reading with every role that an order file needs, found by the cells where headers are silent.

    Raises:
        InputError: A role has no column, or the column of that name cannot be read.
        NeedsAnswer: Several columns look alike.
    """
    for role, missing in _NEEDED.items():
        if reading.has(role) or (role == "amount" and reading.has("price")):
            continue
        if role not in skipped:
            _refuse_named(role, reading, profiles, source)
            reading = _by_content(reading, role, profiles, skipped, engine)
        if not reading.has(role):
            headers = ", ".join(profile.column.header for profile in profiles[:_MOST_HEADERS])
            raise InputError(f"data_no_{missing}", source=source, headers=headers)
    if not reading.has("quantity") and not reading.has("amount") and "quantity" not in skipped:
        _refuse_unreadable("quantity", reading, profiles, source)
    return replace(reading, grain=_grain(reading))


def _refuse_named(role: str, reading: Reading, profiles: list[ColumnProfile], source: str) -> None:
    """Refuse a column of the right name that is empty or holds something else: no other is meant."""
    if named_empty(role, profiles):
        missing = {"amount": "price", "customer_id": "customer"}.get(role, role)
        raise InputError(f"data_nothing_kept_missing_{missing}", source=source)
    for name in (role, "price") if role == "amount" else (role,):
        _refuse_unreadable(name, reading, profiles, source)


def _refuse_unreadable(role: str, reading: Reading, profiles: list[ColumnProfile], source: str) -> None:
    wrong = named_only(role, profiles)
    if wrong is not None and wrong.column.name not in reading.taken:
        example = wrong.values[0] if wrong.values else ""
        code = f"data_{role}_unreadable"
        raise InputError(code, source=source, header=wrong.column.header, example=example)


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
