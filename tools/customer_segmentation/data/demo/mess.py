"""What makes the demo shop's export like a real one: returns, gifts, tests, gaps, stray spaces, duplicates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.demo.draws import Draws
from customer_segmentation.data.demo.lines import (
    GIFT,
    MISSING,
    NOBODY,
    RETURN,
    SALE,
    SPACE_AFTER_PLACE,
    SPACE_BEFORE_CUSTOMER,
    STRAY_RETURN,
    TEST,
    Lines,
)
from customer_segmentation.data.demo.season import DAYS

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Ints

RETURNED_ORDERS: Final = 0.04
WHOLE_RETURNS: Final = 0.3
UNDER_THE_ORDER: Final = 0.15
"""Share of returns booked under the order they belong to; the others get a number of their own."""
RETURN_DAYS: Final = (3, 24)
OFFICE_HOURS: Final = (9 * 60, 17 * 60)

PER_CUSTOMER: Final = {"missing_price": 0.008, "gifts": 0.005, "stray_returns": 0.003}
DUPLICATES: Final = 0.01
SPACES: Final = 0.004
TEST_LINES: Final = 3


def make_messy(seed: int, sales: Lines, *, orders: int, customers: int, products: int) -> Lines:
    """Return the sales with everything a real export adds, sorted by time, duplicates after their original.

    `orders`, `customers` and `products` are how many there are.
    """
    import numpy as np

    draws = Draws(seed, "mess")
    counts = {name: max(1, round(share * customers)) for name, share in PER_CUSTOMER.items()}
    returns = _returns(sales, orders, products, draws)
    stray = _stray_returns(sales, counts["stray_returns"], products, orders, draws)
    untouched = np.flatnonzero(~np.isin(pair_key(sales, products), pair_key(returns, products)))
    known = untouched[sales.customer[untouched] != NOBODY]
    sales = replace(sales, cents=sales.cents.copy())
    sales.cents[draws.sample(known, counts["missing_price"])] = MISSING
    gifts = _gifts(sales, draws.sample(known, counts["gifts"]), products)
    lines = sales.join(_number_returns(returns.join(stray), orders), gifts, _tests(sales, draws))
    lines = lines.take(np.lexsort((lines.product, lines.order, lines.minute, lines.day)))
    return _duplicate(_stray_spaces(lines, draws), products, draws)


def pair_key(lines: Lines, products: int) -> Ints:
    """Return one number for each pair of customer and article."""
    return (lines.customer + 1) * products + lines.product


def _returns(sales: Lines, orders: int, products: int, draws: Draws) -> Lines:
    """Return the lines sent back: of some orders everything, of others the first line or a part of it.

    Only articles that the customer bought once come back, so that there is one right way to match them.
    """
    import numpy as np

    sent_back = draws.chance(RETURNED_ORDERS, orders)
    whole = draws.chance(WHOLE_RETURNS, orders)
    same_number = draws.chance(UNDER_THE_ORDER, orders)
    days = draws.between(*RETURN_DAYS, orders)
    minute = draws.between(*OFFICE_HOURS, orders)
    _, pair, times = np.unique(pair_key(sales, products), return_inverse=True, return_counts=True)
    once = (times[pair] == 1) & (sales.customer != NOBODY)
    all_once = np.bincount(sales.order, weights=~once, minlength=orders) == 0
    first = np.arange(len(sales)) == np.searchsorted(sales.order, sales.order)
    chosen = np.where(whole[sales.order], all_once[sales.order], once & first)
    in_time = sales.day + days[sales.order] < DAYS
    back = sales.take(np.flatnonzero(sent_back[sales.order] & chosen & in_time))
    quantity = np.where(whole[back.order], back.quantity, 1 + back.quantity // 3)
    return replace(
        back,
        kind=np.full(len(back), RETURN),
        day=back.day + days[back.order],
        minute=minute[back.order],
        quantity=-quantity,
        order=np.where(same_number[back.order], back.order, back.order + orders),
        code=np.full(len(back), -1),
    )


def _stray_returns(sales: Lines, count: int, products: int, orders: int, draws: Draws) -> Lines:
    """Return lines sent back by customers who never bought the article, or did before the window opened."""
    import numpy as np

    alike = sales.take(
        draws.sample(np.flatnonzero((sales.customer != NOBODY) & (sales.quantity == 1)), count)
    )
    product = alike.product.copy()
    bought = set(pair_key(sales, products).tolist())
    for position, customer in enumerate(alike.customer.tolist()):
        while (customer + 1) * products + int(product[position]) in bought:
            product[position] = (product[position] + 1) % products
    return replace(
        alike,
        kind=np.full(count, STRAY_RETURN),
        product=product,
        quantity=np.full(count, -1),
        order=2 * orders + np.arange(count),
        code=np.full(count, -1),
    )


def _number_returns(returns: Lines, orders: int) -> Lines:
    """Give returns with a number of their own the numbers after the last order, in order of time."""
    import numpy as np

    own = np.flatnonzero(returns.order >= orders)
    own = own[np.lexsort((returns.order[own], returns.minute[own], returns.day[own]))]
    number = returns.order.copy()
    first_line = np.concatenate(([True], returns.order[own][1:] != returns.order[own][:-1]))
    number[own] = orders + np.cumsum(first_line) - 1
    return replace(returns, order=number)


def _gifts(sales: Lines, beside: Ints, products: int) -> Lines:
    """Return articles added free of charge to the orders that hold the lines `beside`.

    The article is one past the last of the catalogue: a seed packet that is never sold.
    """
    import numpy as np

    beside = beside[np.unique(sales.order[beside], return_index=True)[1]]
    count = len(beside)
    return replace(
        sales.take(beside),
        kind=np.full(count, GIFT),
        product=np.full(count, products),
        quantity=np.ones(count, dtype=np.int64),
        cents=np.zeros(count, dtype=np.int64),
        code=np.full(count, -1),
    )


def _tests(sales: Lines, draws: Draws) -> Lines:
    """Return test lines somebody typed in at the office."""
    import numpy as np

    return replace(
        sales.take(draws.sample(np.arange(len(sales)), TEST_LINES)),
        kind=np.full(TEST_LINES, TEST),
        minute=draws.between(*OFFICE_HOURS, TEST_LINES),
        channel=np.zeros(TEST_LINES, dtype=np.int64),
        quantity=np.ones(TEST_LINES, dtype=np.int64),
        cents=np.ones(TEST_LINES, dtype=np.int64),
        code=np.full(TEST_LINES, -1),
    )


def _stray_spaces(lines: Lines, draws: Draws) -> Lines:
    import numpy as np

    candidates = np.flatnonzero((lines.kind == SALE) & (lines.customer != NOBODY))
    padded = draws.sample(candidates, max(3, round(len(lines) * SPACES)))
    space = lines.space.copy()
    space[padded] = draws.between(SPACE_BEFORE_CUSTOMER, SPACE_AFTER_PLACE, len(padded))
    return replace(lines, space=space)


def _duplicate(lines: Lines, products: int, draws: Draws) -> Lines:
    """Repeat some lines exactly, each once, right after itself; never one that was sent back."""
    import numpy as np

    key = pair_key(lines, products)
    kept = ~np.isin(key, key[lines.kind == RETURN])
    candidates = np.flatnonzero((lines.kind == SALE) & (lines.cents != MISSING) & kept)
    times = np.ones(len(lines), dtype=np.int64)
    times[draws.sample(candidates, round(len(lines) * DUPLICATES))] = 2
    return lines.take(np.repeat(np.arange(len(lines)), times))
