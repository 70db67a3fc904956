"""How sure the money of an order is: a segment's mean comes from few orders, and single large ones move it.

The mean is money over orders, both sums over customers; its error is that of such a ratio (W. G. Cochran, "Sampling
techniques", 3rd ed., section 6.3), customers taken as drawn at random from those like them.
"""

from math import sqrt
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.segment.segmentation import Segmentation

_MOST: Final = 1.0
"""No mean is less sure than this: money returned may leave next to nothing to divide by."""


def order_value_errors(scope: Scope, segmentation: Segmentation) -> dict[str, float]:
    """Return the standard error of the money of an order, as a fraction of it, by segment.

    Segments are left out that fewer than two customers with orders, or no money, tell of.
    """
    scope.engine.view("assigned", segmentation.assignment)
    columns = {name for name, *_ in scope.engine.rows_of("DESCRIBE assigned")}
    if not {"orders", "revenue"} <= columns:
        return {}
    found = {}
    for segment, *sums in scope.engine.rows("order_value_sums"):
        error = relative_error(*(float(one) for one in sums))
        if error is not None:
            found[str(segment)] = error
    return found


def relative_error(
    customers: float,
    orders: float,
    revenue: float,
    orders_squared: float,
    orders_revenue: float,
    revenue_squared: float,
) -> float | None:
    """Return the standard error of revenue per order as a fraction of it; None where it cannot be told."""
    if customers < 2 or revenue <= 0:  # noqa: PLR2004 - a variance needs two
        return None
    value = revenue / orders
    squares = max(revenue_squared - 2 * value * orders_revenue + value**2 * orders_squared, 0.0)
    return min(sqrt(squares * customers / (customers - 1)) / revenue, _MOST)
