"""A shop of three plain kinds of customers, and one without kinds."""

import random
from datetime import date, timedelta

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.workspace.run import run
from rows_shop import column, line

LAST = date(2024, 12, 31)
KINDS = {"r": (20, 9, 30), "l": (350, 1, 12), "b": (90, 3, 400)}
"""By kind: days since the last order, orders, and what each brings."""
COLUMNS = (column("age", "number", "customers"), column("plan", "text", "customers"))


def planted(customers=80, seed=1):
    """Return the lines of three kinds of customers who differ plainly in all that is compared by default."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    rows = []
    for kind, (days, orders, amount) in KINDS.items():
        for n in range(customers):
            last = LAST - timedelta(days=round(days * draw.uniform(0.8, 1.25)))
            for order in range(max(1, orders + draw.choice([-1, 0, 1]) * (orders > 1))):
                paid = round(amount * draw.uniform(0.7, 1.4), 2)
                rows.append(
                    line(f"{kind}{n:04d}", f"{kind}{n}-{order}", last - timedelta(days=20 * order), paid)
                )
    rows.append(line("r0000", "end", LAST, 30))
    return rows


def traits(customers=80, seed=2):
    """Return an age and a plan for each customer of the planted shop, as different as the kinds."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    ages = {"r": (30, "pro"), "l": (60, "free"), "b": (45, "team")}
    return [
        {"customer_id": f"{kind}{n:04d}", "age": age + draw.randrange(-4, 5), "plan": plan}
        for kind, (age, plan) in ages.items()
        for n in range(customers)
    ]


def uniform(customers=300, seed=3):
    """Return lines of customers spread evenly over recency, orders and money: one box without groups."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    rows = []
    for n in range(customers):
        last = LAST - timedelta(days=draw.randrange(1, 400))
        paid = draw.uniform(10, 500)
        rows += [
            line(f"u{n:04d}", f"u{n}-{order}", last - timedelta(days=order), round(paid, 2))
            for order in range(draw.randrange(1, 40))
        ]
    return rows


def clustered(workspace, **request):
    """Run the tool through the one way to run tools."""
    return run(tool_of(cluster_customers), request, workspace)


def assigned(result):
    """Return the segment of every customer."""
    with duckdb_engine(result.folder) as engine:
        engine.view("assignment", result.folder / "assignment.parquet")
        return dict(engine.rows_of("SELECT customer_id, segment FROM assignment"))


def partition(segment_of):
    """Return who is together, whatever the segments are called."""
    together = {}
    for customer, segment in segment_of.items():
        together.setdefault(segment, set()).add(customer)
    return {frozenset(members) for members in together.values()}
