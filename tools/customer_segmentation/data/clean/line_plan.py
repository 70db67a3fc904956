"""How the lines of a file are read: what was decided of its columns before any line is cleaned."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from customer_segmentation.data.understand.column_use import UsedColumn
from customer_segmentation.data.understand.money import Money
from customer_segmentation.data.understand.parse_dates import DateStyle
from customer_segmentation.data.understand.parse_numbers import NumberStyle
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.whole_ids import WholeIds


@dataclass(frozen=True)
class LinePlan:
    """How lines are read.

    Attributes:
        filled: Roles whose cells come from the first line of the order.
        guests: Customer ids that stand for nobody, beside those of the lexicon.
        cancels: Order ids may carry a cancellation mark.
        flip: Marked lines are returns written with positive amounts.
        yen: What ¥ means here.
        ids: Which ids are whole numbers written as decimals.
        dimensions: Further columns of ``transactions``.
    """

    reading: Reading
    date: DateStyle
    numbers: dict[str, NumberStyle]
    money: Money
    dimensions: Sequence[UsedColumn] = ()
    dates: dict[str, DateStyle] = field(default_factory=dict)
    filled: Sequence[str] = ()
    guests: Sequence[str] = ()
    cancels: bool = False
    flip: bool = False
    yen: str = "JPY"
    ids: WholeIds = field(default_factory=WholeIds)

    @property
    def compares(self) -> bool:
        """Lines are compared with others of their order, which takes them out of their own."""
        return bool(self.filled) or self.money.per_order
