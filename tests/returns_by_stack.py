"""The returns policy once more, as plain Python with a stack: what the SQL must agree with.

Written from the definition (a return is matched to its own order, else to the customer's latest earlier
purchases of the product, up to the quantity bought; without a product by the exact amount of an order).
"""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Result:
    valid: dict = field(default_factory=dict)
    unmatched: dict = field(default_factory=dict)


def is_return(row):
    return row["amount"] < 0 or (row["amount"] == 0 and row["quantity"] < 0)


def by_stack(rows):
    """Return {(customer, order): valid} and the unmatched quantity by (customer, order, product)."""
    left = _products(rows)
    money = _money(rows)
    result = Result(unmatched={**left.unmatched, **money.unmatched})
    orders = defaultdict(list)
    for row in rows:
        if not is_return(row):
            orders[row["customer_id"], row["order_id"]].append(row)
    for order, lines in orders.items():
        kept = [
            line
            for line in lines
            if line["amount"] > 0 and (*order, line["product"]) not in left.wholly_returned
        ]
        result.valid[order] = bool(kept) and order not in money.wholly_returned
    return result


class _Left:
    def __init__(self):
        self.unmatched = {}
        self.wholly_returned = set()


class _Cell:
    """What an order bought and gave back of one thing."""

    def __init__(self):
        self.bought = self.returned = 0
        self.bought_at, self.returned_at = [], []

    def buy(self, quantity, at):
        self.bought += quantity
        self.bought_at.append(at)

    def give_back(self, quantity, at):
        self.returned += quantity
        self.returned_at.append(at)

    @property
    def net(self):
        return self.bought - self.returned

    def event(self, order):
        at = min(self.bought_at if self.net > 0 else self.returned_at)
        return (at, 0 if self.net > 0 else 1, order, abs(self.net))


def _stacked(events):
    """Give (order, what is left) of purchases and (order, what was never bought) of returns.

    Events are (time, 0 for purchases or 1 for returns, order, quantity).
    """
    stack, lost = [], []
    for _, returned, order, quantity in sorted(events):
        if not returned:
            stack.append([order, quantity])
            continue
        missing = quantity
        while missing and stack:
            taken = min(missing, stack[-1][1])
            stack[-1][1] -= taken
            missing -= taken
            if not stack[-1][1]:
                stack.pop()
        lost.append((order, missing))
    return dict(stack), dict(lost)


def _product_cells(rows):
    groups = defaultdict(lambda: defaultdict(_Cell))
    for row in rows:
        if row["product"] is None:
            continue
        cell = groups[row["customer_id"], row["product"]][row["order_id"]]
        if is_return(row) and row["quantity"] < 0:
            cell.give_back(-row["quantity"], row["ordered_at"])
        elif not is_return(row) and row["quantity"] > 0:
            cell.buy(row["quantity"], row["ordered_at"])
    return groups


def _products(rows):
    left = _Left()
    for (customer, product), orders in _product_cells(rows).items():
        kept, lost = _stacked([cell.event(order) for order, cell in orders.items() if cell.net])
        for order, cell in orders.items():
            if cell.bought > 0 and not kept.get(order):
                left.wholly_returned.add((customer, order, product))
            if lost.get(order):
                left.unmatched[customer, order, product] = lost[order]
    return left


def _money_cells(rows):
    orders = defaultdict(_Cell)
    for row in rows:
        cell = orders[row["customer_id"], row["order_id"]]
        if row["amount"] > 0:
            cell.buy(row["amount"], row["ordered_at"])
        elif row["amount"] < 0 and row["product"] is None:
            cell.give_back(-row["amount"], row["ordered_at"])
    return orders


def _money(rows):
    left, piles = _Left(), defaultdict(list)
    orders = _money_cells(rows)
    for (customer, order), cell in orders.items():
        if cell.net:
            piles[customer, abs(cell.net)].append(cell.event(order))
        if cell.bought and cell.net <= 0:
            left.wholly_returned.add((customer, order))
    for (customer, _), events in piles.items():
        kept, lost = _stacked(events)
        left.wholly_returned |= {
            (customer, order) for _, returned, order, _ in events if not returned and order not in kept
        }
        left.unmatched |= {(customer, order, None): missing for order, missing in lost.items() if missing}
    return left
