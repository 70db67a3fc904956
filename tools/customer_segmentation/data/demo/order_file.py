"""The demo shop's orders file: order lines as text, and a count of what was planted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from customer_segmentation.data.demo.edition import Edition, customer_number
from customer_segmentation.data.demo.lines import (
    MISSING,
    NOBODY,
    RETURN,
    SALE,
    SPACE_AFTER_PLACE,
    SPACE_AFTER_PRODUCT,
    SPACE_BEFORE_CUSTOMER,
    STRAY_RETURN,
    TEST,
    TIDY,
    Lines,
)
from customer_segmentation.data.demo.mess import pair_key
from customer_segmentation.data.demo.places import PLACES
from customer_segmentation.data.demo.products import CATEGORIES, Product
from customer_segmentation.data.demo.season import CAMPAIGNS, DATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from customer_segmentation.data.demo.draws import Ints

CATEGORY_OF_GIFT: Final = 1
"""Seeds & bulbs."""
FIRST_ORDER: Final = 100_001
FIRST_RETURN: Final = 10_001


def list_cents(products: Sequence[Product], edition: Edition) -> Ints:
    """Return the first year's price of every article in cents of the edition's currency."""
    import numpy as np

    chinese = edition.language == "zh"
    return np.array([product.cents_cny if chinese else product.cents_eur for product in products])


def order_rows(
    lines: Lines, orders: int, products: Sequence[Product], edition: Edition
) -> Iterator[tuple[str, ...]]:
    """Yield one row of text per line, in the order of the edition's headers; `orders` is how many there are."""
    articles = [(item.sku, edition.name(item), edition.name(CATEGORIES[item.category])) for item in products]
    articles.append((*edition.gift, edition.name(CATEGORIES[CATEGORY_OF_GIFT])))
    places = [edition.name(place) for place in PLACES]
    codes = [*(edition.name(campaign) for campaign in CAMPAIGNS), ""]
    days = [date.strftime(edition.date) for date in DATES]
    columns = [column.tolist() for column in vars(lines).values()]
    for line in zip(*columns, strict=True):
        kind, order, customer, day, minute, product, channel, place, quantity, cents, code, space = line
        test = kind == TEST
        sku, name, category = edition.test if test else articles[product]
        yield (
            "TEST-1" if test else _order_number(order, orders, edition),
            "TEST" if test else _customer_cell(customer, space),
            f"{days[day]} {minute // 60:02d}:{minute % 60:02d}",
            sku,
            name + " " * (space == SPACE_AFTER_PRODUCT),
            category,
            edition.channels[channel],
            places[place] + " " * (space == SPACE_AFTER_PLACE),
            str(quantity),
            "" if cents == MISSING else f"{cents // 100}.{cents % 100:02d}",
            edition.currency,
            codes[code],
        )


def _order_number(order: int, orders: int, edition: Edition) -> str:
    if order < orders:
        return f"{edition.order_prefix}{FIRST_ORDER + order}"
    return f"{edition.return_prefix}{FIRST_RETURN + order - orders}"


def _customer_cell(customer: int, space: int) -> str:
    if customer == NOBODY:
        return ""
    return " " * (space == SPACE_BEFORE_CUSTOMER) + customer_number(customer)


def count_planted(lines: Lines, orders: int, products: int) -> dict[str, int]:
    """Return how many rows the file has, and how many of them, or of its orders, are of each planted kind.

    `orders` counts sales with and without a customer number; `duplicates` the second copies; `returns` all
    lines with a negative quantity, `unmatched_returns` those of them that match nothing bought, and
    `returns_with_own_number` those booked under a number of their own; `whole_order_returns` the orders of
    which every piece came back.
    """
    returned = lines.kind == RETURN
    stray = lines.kind == STRAY_RETURN
    return {
        "lines": len(lines),
        "orders": orders,
        "duplicates": _duplicates(lines),
        "missing_id": int((lines.customer == NOBODY).sum()),
        "missing_price": int((lines.cents == MISSING).sum()),
        "zero_price": int((lines.cents == 0).sum()),
        "test_lines": int((lines.kind == TEST).sum()),
        "padded_lines": int((lines.space != TIDY).sum()),
        "returns": int((returned | stray).sum()),
        "returns_with_own_number": int(((returned | stray) & (lines.order >= orders)).sum()),
        "unmatched_returns": int(stray.sum()),
        "whole_order_returns": _whole_order_returns(lines, products),
    }


def _duplicates(lines: Lines) -> int:
    import numpy as np

    same = [column[1:] == column[:-1] for column in (lines.kind, lines.order, lines.product)]
    return int(np.logical_and.reduce(same).sum())


def _whole_order_returns(lines: Lines, products: int) -> int:
    import numpy as np

    sales = lines.take(np.flatnonzero(lines.kind == SALE))
    returns = lines.take(np.flatnonzero(lines.kind == RETURN))
    by_pair = np.argsort(pair_key(sales, products), kind="stable")
    found = by_pair[np.searchsorted(pair_key(sales, products), pair_key(returns, products), sorter=by_pair)]
    complete = found[sales.quantity[found] == -returns.quantity]
    came_back = np.bincount(sales.order[complete], minlength=int(sales.order.max()) + 1)
    bought = np.bincount(sales.order)
    return int(((bought > 0) & (came_back == bought)).sum())
