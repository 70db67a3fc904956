"""Which columns may play which role: by what they are called, if their cells allow it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.understand.cell_values import is_truth
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.lexicon import lexicon

ROLES: Final = (
    "date", "customer_id", "order_id", "quantity", "price", "amount", "product", "product_name", "category",
    "channel", "country", "region", "city", "currency", "status", "kind", "returned", "cancelled_on", "refund",
    "discount", "shop",
)  # fmt: skip
"""Roles of transactions in the order in which they choose their columns."""
SUMMARY_ROLES: Final = ("last_date", "recency_days", "first_date", "orders_count", "revenue_total")
NUMBERS: Final = frozenset(
    {"quantity", "price", "amount", "refund", "discount", "orders_count", "revenue_total", "recency_days"}
)
DATES: Final = frozenset({"date", "last_date", "first_date"})
MOSTLY: Final = 0.5
_HARD_TO_MISTAKE: Final = 0.9


@dataclass(frozen=True)
class Candidate:
    """A column that may play a role, and how surely."""

    profile: ColumnProfile
    strength: float

    @property
    def header(self) -> str:
        """The column's header."""
        return self.profile.column.header


def is_dates(profile: ColumnProfile) -> bool:
    """Tell whether most cells are dates, in any way of writing them."""
    if profile.column.type in {"date", "timestamp"}:
        return True
    return any(profile.share(shape) >= MOSTLY for shape in ("dates", "compact_dates", "serials", "epochs"))


def is_numbers(profile: ColumnProfile) -> bool:
    """Tell whether most cells are numbers."""
    return profile.column.type == "number" or profile.share("numbers") >= MOSTLY


def is_identifier(profile: ColumnProfile) -> bool:
    """Tell whether the cells can be ids: neither dates nor decimals nor sentences.

    Whole numbers can, even if all are written as 13085.0: so does pandas where some are missing.
    """
    if profile.column.type in {"date", "timestamp", "boolean"}:
        return False
    decimals = is_numbers(profile) and profile.share("fractions") >= MOSTLY and profile.share("whole") < 1
    return not decimals and profile.share("dates") < MOSTLY and profile.share("sentences") < MOSTLY


def _is_flag(profile: ColumnProfile) -> bool:
    known = bool(profile.values) and set(profile.values) <= {"0", "1"}
    return profile.column.type == "boolean" or is_truth(profile.values) or known


def _is_sign_of_money(profile: ColumnProfile) -> bool:
    return profile.distinct <= _MOST_CURRENCIES and profile.share("letters") >= MOSTLY


_MOST_CURRENCIES: Final = 60
_ALLOWED: Final[dict[str, Callable[[ColumnProfile], bool]]] = {
    **dict.fromkeys(NUMBERS, is_numbers),
    **dict.fromkeys(DATES, is_dates),
    "customer_id": is_identifier,
    "order_id": is_identifier,
    "currency": _is_sign_of_money,
    "returned": _is_flag,
    "cancelled_on": is_dates,
}


def allowed(role: str, profile: ColumnProfile) -> bool:
    """Tell whether a column's cells allow a role."""
    test = _ALLOWED.get(role)
    return profile.filled > 0 and (test is None or test(profile))


def candidates(role: str, profiles: Sequence[ColumnProfile], taken: frozenset[str]) -> list[Candidate]:
    """Return the columns whose header means a role and whose cells allow it, surest first, then by position."""
    found = [
        Candidate(profile, strength)
        for profile in profiles
        if profile.column.name not in taken
        and (strength := lexicon().strengths(profile.column.header).get(role, 0.0))
        and allowed(role, profile)
    ]
    return sorted(found, key=lambda candidate: -candidate.strength)


def named_empty(role: str, profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether a column's header surely means a role, but it has no cells."""
    return any(
        lexicon().strengths(profile.column.header).get(role, 0.0) >= _HARD_TO_MISTAKE and not profile.filled
        for profile in profiles
    )


def named_only(role: str, profiles: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """Return a column whose header surely means a role that its cells do not allow."""
    for profile in profiles:
        strength = lexicon().strengths(profile.column.header).get(role, 0.0)
        if strength >= _HARD_TO_MISTAKE and profile.filled and not allowed(role, profile):
            return profile
    return None
