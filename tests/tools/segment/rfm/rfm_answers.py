"""Running ``rfm_segments`` on rows in memory and reading what it wrote."""

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from rows_shop import line


def one_order_each(customers):
    """Lines from {customer: [(day, amount), …]}: every pair is an order of one line."""
    return [
        line(customer, f"{customer}-{n}", day, amount)
        for customer, orders in customers.items()
        for n, (day, amount) in enumerate(orders)
    ]


def segmented(workspace, **request):
    """Run the tool through the one way to run tools."""
    return run(tool_of(rfm_segments), request, workspace)
