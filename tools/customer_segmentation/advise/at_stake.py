"""Money at stake of a segment: what such customers stopped spending (DESIGN, section 10).

Out of time: customers who were in the segment at the split day spent so much in the comparable window before
it and so much less in the following one. The difference per customer, times the customers of today, is at
stake. Where they spent more, nothing is: growth is no loss, and the amount is 0.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.explain.time_split import Outcome
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.wilson import Z_95

_HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class AtStake:
    """Money at stake of a segment of today, in the shop's currency.

    Attributes:
        amount: Never below 0.
        low: Lower end of the 95% interval of the difference (normal approximation), below 0 where such
            customers may as well have spent more; ``high`` is the upper end.
        before: What the segment at the split day spent in a window of equal length before it.
        after: What it spent in the following window.
        few_accounts: The largest accounts made up more than half of ``before``.
    """

    amount: Decimal
    low: Decimal
    high: Decimal
    before: Decimal
    after: Decimal
    few_accounts: bool


def money_at_stake(outcome: Outcome, scale: Decimal, customers: int) -> AtStake | None:
    """Return the money at stake of ``customers`` people in a segment with this outcome.

    ``scale`` brings the money of the earlier window to the length of the following one. None where then or
    now fewer than 30 customers were in the segment.
    """
    n = outcome.customers
    if min(n, customers) < SMALL:
        return None
    before, after = scale * outcome.spent_before, outcome.spent_after
    change = before - after
    squares = scale**2 * outcome.before_squared - 2 * scale * outcome.before_after + outcome.after_squared
    variance = max(squares - change**2 / n, Decimal(0)) / (n - 1)
    half = Decimal(str(Z_95)) * (variance / n).sqrt()
    each = change / n
    return AtStake(
        amount=max(customers * each, Decimal(0)),
        low=customers * (each - half),
        high=customers * (each + half),
        before=before,
        after=after,
        few_accounts=outcome.largest_before > _HALF * max(outcome.spent_before, Decimal(0)),
    )
