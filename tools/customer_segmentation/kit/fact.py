"""Facts: the only figures that may be shown to a person.

A fact stands under a key ``<tool>.<subject>.<measure>`` and holds no language; labels and formatting
happen when it is shown.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, field_serializer, model_validator

COUNTS: Final = frozenset({"customers", "orders", "lines", "items", "count"})
OTHER_UNITS: Final = frozenset(
    {
        "share",
        "change",
        "points",
        "ratio",
        "days",
        "average",
        "year",
        "rank",
        "score",
        "coefficient",
        "date",
        "text",
    }
)
NO_CURRENCY: Final = "XXX"
"""ISO 4217's code for "no currency": the file does not say which."""

_CENT: Final = Decimal("0.01")


class Kind(StrEnum):
    """How a figure came to be."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"
    PROPOSED = "proposed"
    GIVEN = "given"


def is_currency(unit: str) -> bool:
    """Tell whether a unit is an ISO 4217 currency code such as ``EUR``."""
    return len(unit) == len(NO_CURRENCY) and unit.isascii() and unit.isupper()


class Fact(BaseModel):
    """One figure.

    Attributes:
        value: An integer for counts, days and ranks; a fraction of one for ``share`` and ``change``; a
            Decimal of two places for money; an ISO date for ``date``.
        unit: One of ``COUNTS``, ``OTHER_UNITS``, or a currency code.
        kind: Measured in the data, estimated by a model, assumed, proposed, or given by the person.
        basis: Keys of the facts it was computed from, part before whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: int | float | Decimal | date | str
    unit: str
    kind: Kind = Kind.MEASURED
    basis: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _typed_by_unit(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        unit, value = data.get("unit", ""), data.get("value")
        if is_currency(unit):
            value = Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)
        elif unit == "date" and isinstance(value, str):
            value = date.fromisoformat(value)
        elif unit not in COUNTS and unit not in OTHER_UNITS:
            message = f"unknown unit {unit!r}"
            raise ValueError(message)
        return {**data, "value": value}

    @field_serializer("value", when_used="json")
    def _as_json(self, value: float | Decimal | date | str) -> int | float | str:
        if isinstance(value, Decimal):
            return float(value)
        return value.isoformat() if isinstance(value, date) else value

    @property
    def number(self) -> Decimal:
        """The value as an exact number; raises TypeError for text and dates."""
        if isinstance(self.value, (str, date)):
            message = f"a {self.unit} is not a number"
            raise TypeError(message)
        return self.value if isinstance(self.value, Decimal) else Decimal(str(self.value))


def split_key(key: str) -> tuple[str, str, str]:
    """Return (tool, subject, measure) of a fact key; raises ValueError if it has not three parts."""
    tool, subject, measure = key.split(".")
    return tool, subject, measure
