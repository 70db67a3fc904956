"""The measures of query_data over rows, computed without SQL."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest

from returns_by_stack import by_stack, is_return


def cents(value):
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def days_of(rows):
    """Return the function that tells when a row counts: purchases on the day of their order, returns on their own."""
    first = {}
    for row in rows:
        if not is_return(row):
            order = (row["customer_id"], row["order_id"])
            first[order] = min(row["ordered_at"], first.get(order, row["ordered_at"]))
    return lambda row: row["ordered_at"] if is_return(row) else first[row["customer_id"], row["order_id"]]


class Plain:
    """The measures of rows, grouped by a function of a row, computed without SQL."""

    def __init__(self, rows, of):
        valid = by_stack(rows).valid
        buyers = {customer for (customer, _), good in valid.items() if good}
        self.groups = defaultdict(list)
        for row in rows:
            if row["customer_id"] in buyers:
                self.groups[of(row)].append(row)
        self.orders = {
            group: {o for r in mine if not is_return(r) and valid.get(o := (r["customer_id"], r["order_id"]))}
            for group, mine in self.groups.items()
        }

    def customers(self, group):
        return len({customer for customer, _ in self.orders[group]})

    def revenue(self, group):
        return sum((row["amount"] for row in self.groups[group]), Decimal(0))

    def measure(self, name, group):
        rows, orders = self.groups[group], self.orders[group]
        gross = sum((row["amount"] for row in rows if row["amount"] > 0), Decimal(0))
        return {
            "revenue": lambda: cents(self.revenue(group)),
            "orders": lambda: len(orders),
            "customers": lambda: self.customers(group),
            "aov": lambda: cents(self.revenue(group) / len(orders)),
            "units": lambda: sum(row["quantity"] for row in rows),
            "lines": lambda: sum(
                (row["customer_id"], row["order_id"]) in orders and not is_return(row) for row in rows
            ),
            "orders_each": lambda: pytest.approx(len(orders) / self.customers(group)),
            "revenue_each": lambda: cents(self.revenue(group) / self.customers(group)),
            "return_rate": lambda: pytest.approx(float(1 - self.revenue(group) / gross)),
        }[name]()

    def told(self, name):
        return {str(group): self.measure(name, group) for group in self.groups if self.customers(group) >= 5}
