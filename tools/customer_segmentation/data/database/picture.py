"""The tables that make one picture: orders, perhaps their lines, perhaps their customers; and the SQL that reads it."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.database.glimpse import Glimpse
from customer_segmentation.data.database.links import Link
from customer_segmentation.engine.sql_file import identifier

_MONEY: Final = ("amount", "price")
_OF_LINES: Final = ("amount", "price", "quantity")
_OF_ORDERS: Final = (*_OF_LINES, "discount", "refund")
"""Sums that an order says once: beside priced lines they would count with each line."""


@dataclass(frozen=True)
class Picture:
    """What is read together.

    Attributes:
        orders: Has one row per order, or per line where there are no ``lines``.
        by_order: How lines refer to orders.
        by_customer: How orders refer to customers.
    """

    orders: Glimpse
    lines: Glimpse | None = None
    by_order: Link | None = None
    customers: Glimpse | None = None
    by_customer: Link | None = None

    @property
    def table(self) -> str:
        """The tables of what was bought, as a request names them."""
        return " + ".join(one.table.name for one in (self.lines, self.orders) if one)

    @property
    def people(self) -> str:
        """The table of customers, nothing without one."""
        return self.customers.table.name if self.customers else ""

    @property
    def said(self) -> str:
        """All tables as a person reads them."""
        return " + ".join(part for part in (self.table, self.people) if part)

    @property
    def joins(self) -> str:
        """The pairs of columns that join the tables, nothing for one table."""
        pairs = [(self.lines, self.by_order, self.orders), (self.orders, self.by_customer, self.customers)]
        return ", ".join(
            f"{own.table.name}.{link.column} = {other.table.name}.{link.referred}"
            for own, link, other in pairs
            if own and link and other
        )

    @property
    def leaves_money(self) -> bool:
        """Whether the orders have sums of their own that are not read, since their lines have prices."""
        return bool(self.lines and self.lines.best(*_MONEY) and self.orders.best(*_MONEY))

    def query(self) -> str:
        """Return the SQL of what was bought: every line once, with what its order says."""
        if self.lines is None or self.by_order is None:
            return f"SELECT * FROM {self.orders.table.sql}"
        lines, orders = self._columns(self.lines, self.by_order)
        return (
            f"SELECT {', '.join([*lines, *orders])} FROM {self.lines.table.sql} l "
            f"LEFT JOIN {self.orders.table.sql} o ON {self.by_order.condition('l', 'o')}"
        )

    def without_lines(self) -> str:
        """Return the SQL that counts orders that no line refers to; nothing without lines."""
        if self.lines is None or self.by_order is None:
            return ""
        return (
            f"SELECT count(*) FROM {self.orders.table.sql} o WHERE NOT EXISTS "
            f"(SELECT 1 FROM {self.lines.table.sql} l WHERE {self.by_order.condition('l', 'o')})"
        )

    def people_query(self) -> str:
        """Return the SQL of the customers, whose id is called as in the orders; nothing without them."""
        if self.customers is None or self.by_customer is None:
            return ""
        key, called = self.by_customer.referred, self.by_customer.column
        others = [identifier(c) for c in self.customers.table.columns if c not in {key, called}]
        named = f"{identifier(key)} AS {identifier(called)}"
        return f"SELECT {', '.join([named, *others])} FROM {self.customers.table.sql}"

    def _columns(self, lines: Glimpse, by_order: Link) -> tuple[list[str], list[str]]:
        """Return the columns of lines and of orders, each meaning once.

        The order knows better when and by whom it was bought, the line what and for how much.
        """
        orders = self.orders
        own = {role: lines.strong(role) for role in _OF_LINES}
        bought = {column for columns in own.values() for column in columns}
        priced = any(own[role] for role in _MONEY)
        left = {c for role in _OF_ORDERS for c in orders.strong(role)} if priced else set()
        left.add(by_order.referred)
        theirs = [c for c in orders.table.columns if c not in left and c not in bought]
        kept = set(theirs)
        # A line's own number keeps equal lines apart; under its own name it is taken for no other id.
        number = set(lines.table.key) if len(lines.table.key) == 1 else set()
        number.discard(by_order.column)
        mine = [
            f"l.{identifier(c)} AS {identifier(f'{lines.table.plain_name} {c}')}"
            if c in number
            else f"l.{identifier(c)}"
            for c in lines.table.columns
            if c == by_order.column or c in number or c not in kept
        ]
        theirs = [c for c in theirs if c != by_order.column]
        return mine, [f"o.{identifier(c)}" for c in theirs]
