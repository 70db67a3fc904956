"""Which tables of a database hold orders, their lines and their customers, as far as names and contents tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from customer_segmentation.data.database.glimpse import Glimpse
from customer_segmentation.data.database.links import Link, link_between
from customer_segmentation.data.database.picture import Picture
from customer_segmentation.data.database.reader import DatabaseReader

_CLEAR: Final = 2
"""By so many points the best picture must lead, or the person is asked."""
_NAMED: Final = {"orders": 3, "lines": 2, "": 0, "customers": -3, "other": -3}


@dataclass(frozen=True)
class Proposal:
    """Pictures that could be meant, the likeliest first, and how many of them are as likely."""

    pictures: tuple[Picture, ...] = ()
    rivals: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether the first picture may be taken without asking."""
        return self.rivals == 1


def proposal(glimpses: Sequence[Glimpse], reader: DatabaseReader) -> Proposal:
    """Return what could be read together in a database."""
    found = [
        (points, picture)
        for orders in glimpses
        if orders.best("date") and orders.best("customer_id")
        for points, picture in _with_lines(orders, glimpses, reader)
    ]
    if not found:
        return Proposal()
    found.sort(key=lambda one: (-one[0], one[1].table))
    rivals = sum(points > found[0][0] - _CLEAR for points, _ in found)
    people: dict[str, tuple[Glimpse | None, Link | None]] = {}
    for _, picture in found:
        name = picture.orders.table.name
        people[name] = people.get(name) or _customers(picture.orders, glimpses, reader)
    pictures = [
        replace(
            picture,
            customers=people[picture.orders.table.name][0],
            by_customer=people[picture.orders.table.name][1],
        )
        for _, picture in found
    ]
    return Proposal(tuple(pictures), rivals)


def _with_lines(
    orders: Glimpse, glimpses: Sequence[Glimpse], reader: DatabaseReader
) -> Iterator[tuple[int, Picture]]:
    """Yield an orders table with its lines or, where it has none, alone, each with points."""
    points = _NAMED[orders.meaning] + bool(orders.best("order_id")) + bool(orders.table.key)
    money = bool(orders.best("amount", "price"))
    alone = True
    for lines in glimpses:
        if lines is orders or lines.meaning in {"customers", "other"}:
            continue
        has_money = bool(lines.best("amount", "price"))
        if not (has_money or (money and lines.best("quantity"))):
            continue
        link = link_between(lines, orders, "order_id", reader)
        if link and (lines.meaning == "lines" or lines.repeats(link.column)):
            alone = False
            named = 2 * (lines.meaning == "lines")
            described = bool(lines.best("product", "product_name")) + bool(lines.best("quantity")) + has_money
            yield points + 1 + named + described, Picture(orders, lines, link)
    if alone and money:
        yield points + 1, Picture(orders)


def _customers(
    orders: Glimpse, glimpses: Sequence[Glimpse], reader: DatabaseReader
) -> tuple[Glimpse | None, Link | None]:
    """Return the table of customers that an orders table refers to, and how."""
    for glimpse in sorted(glimpses, key=lambda one: one.meaning != "customers"):
        if glimpse is orders or glimpse.meaning in {"orders", "lines", "other"}:
            continue
        link = link_between(orders, glimpse, "customer_id", reader)
        if link:
            return glimpse, link
    return None, None
