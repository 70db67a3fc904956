"""Orders and order lines of the demo shop as columns of numbers, before they become text."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Ints

NOBODY: Final = -1
"""The customer of a line without a customer number."""

MISSING: Final = -1
"""The price of a line without a price."""

SALE, GIFT, RETURN, STRAY_RETURN, TEST = range(5)
"""What a line is; a stray return matches nothing that was bought."""

TIDY, SPACE_BEFORE_CUSTOMER, SPACE_AFTER_PRODUCT, SPACE_AFTER_PLACE = range(4)
"""Where a stray space stands in a line."""


@dataclass(frozen=True)
class Orders:
    """One entry per order; the position is its number, in order of time."""

    customer: Ints
    day: Ints
    minute: Ints
    channel: Ints
    place: Ints
    taste: Ints
    code: Ints
    """Position in CAMPAIGNS, -1 for none."""

    def take(self, positions: Ints) -> Orders:
        """Return the orders at `positions`."""
        return replace(self, **{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@dataclass(frozen=True)
class Lines:
    """One entry per order line."""

    kind: Ints
    order: Ints
    """Number of the order or, from the number of orders upwards, of the return."""
    customer: Ints
    day: Ints
    minute: Ints
    product: Ints
    channel: Ints
    place: Ints
    quantity: Ints
    cents: Ints
    """Unit price."""
    code: Ints
    space: Ints

    def __len__(self) -> int:
        return len(self.order)

    def take(self, positions: Ints) -> Lines:
        """Return the lines at `positions`."""
        return replace(self, **{field.name: getattr(self, field.name)[positions] for field in fields(self)})

    def join(self, *others: Lines) -> Lines:
        """Return these lines followed by the others."""
        import numpy as np

        parts = (self, *others)
        columns = {field.name: [getattr(part, field.name) for part in parts] for field in fields(self)}
        return Lines(**{name: np.concatenate(values) for name, values in columns.items()})
