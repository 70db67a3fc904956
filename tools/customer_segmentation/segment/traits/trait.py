"""A trait: a column that says who a customer is, or how they buy."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.filterables import BUYER, TRAIT
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.segment.traits.sensitive import is_sensitive

Source = Literal["customers", "transactions", "buyers"]


class TraitKind(StrEnum):
    """The four bases of segmentation (Kotler & Keller, Marketing Management)."""

    DEMOGRAPHIC = "demographic"
    GEOGRAPHIC = "geographic"
    PSYCHOGRAPHIC = "psychographic"
    BEHAVIOURAL = "behavioural"


USAGE: Final = "usage"
"""How much a customer buys: the number of valid orders."""


@dataclass(frozen=True)
class Trait:
    """A column and what it means.

    Attributes:
        meaning: ``age``, ``birth``, ``income``, ``country``, …; empty where nothing is known of it.
        kind: None where nothing is known of it.
        source: A column of ``transactions`` stands for a customer by the value of their latest purchase.
    """

    column: Column
    meaning: str = ""
    kind: TraitKind | None = None
    source: Source = "customers"

    @property
    def header(self) -> str:
        """What the source calls it."""
        return self.column.header

    @property
    def sensitive(self) -> bool:
        """Tell whether it is of a special category, used only when asked for by name."""
        return is_sensitive(self.column)

    def sql(self, alias: str = "") -> str:
        """Return its value over the relations of ``trait_sql``; ``alias`` is where latest purchases stand."""
        if self.source == "buyers":
            return f"COALESCE({BUYER}.orders, 0)"
        return f"{alias}.told" if self.source == "transactions" else f"{TRAIT}.{identifier(self.column.name)}"
