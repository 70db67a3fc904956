"""Shops for pictures: customers whose orders, days and money are known, and pictures drawn of them."""

from datetime import date, timedelta

from customer_segmentation.catalogue import find_tool
from customer_segmentation.workspace.run import run
from drawn_pages import picture_of
from rows_shop import line, shop

AS_OF = date(2025, 1, 1)


def order(customer, number, days_ago, amount, **dimensions):
    return line(customer, f"{customer}-{number}", AS_OF - timedelta(days=days_ago), amount, **dimensions)


def lines_of(customers, **dimensions):
    """Return the lines of customers given as (days since the last order, orders, money of each order)."""
    return [
        order(f"c{place:04}", number, days + 30 * number, amount, **dimensions)
        for place, (days, orders, amount) in enumerate(customers)
        for number in range(orders)
    ]


def mixed(many=300):
    """Return many customers, different in every way, the same every time."""
    return [(1 + (n * 37) % 400, 1 + (n * n) % 7, 5 + (n * 13) % 90) for n in range(many)]


def segmented(workspace, rows, tool="rfm_segments", columns=(), traits=None, identity="d" * 24, **asked):
    """Lay rows down, form segments, and return a workspace to draw in and the result."""
    shop(workspace, rows, columns, traits, as_of=AS_OF, identity=identity)
    formed = run(find_tool(tool), asked, workspace)
    return workspace.with_(output=workspace.root), formed


def picture(workspace, rows, kind, **asked):
    drawing, formed = segmented(workspace, rows, **asked)
    return picture_of(drawing, kind, segmentation=formed.id)
