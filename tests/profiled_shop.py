"""A shop whose customers are known: loyal shoe buyers of Köln who order often, and everybody else."""

import random
from datetime import date, timedelta

from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop

FIRST = date(2024, 1, 1)
COLUMNS = (
    column("category", header="Category"),
    column("city", table="customers", header="City"),
    column("age", "number", table="customers", header="Age"),
)


def people(many=200, seed=5):
    """Return lines, traits and the planted group of each customer: every third one is ``c1``."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop
    rows, traits, groups = [], [], {}
    for number in range(many):
        who, planted = f"p{number:04}", number % 3 == 0
        groups[who] = "c1" if planted else "c2"
        traits.append(
            {
                "customer_id": who,
                "city": "Köln" if draw.random() < (0.8 if planted else 0.3) else "Ulm",
                "age": float(draw.randrange(20, 70)),
            }
        )
        for order in range(draw.randrange(4, 9) if planted else draw.randrange(1, 4)):
            day = FIRST + timedelta(days=draw.randrange(360))
            category = "Shoes" if draw.random() < (0.9 if planted else 0.3) else "Hats"
            amount = draw.randrange(1000, 9000) / 100
            rows.append(line(who, f"{who}-{order}", day, amount, category=category))
    return rows, traits, groups


def lay_shop(workspace, *, many=200, seed=5, rows_first=False):
    rows, traits, groups = people(many, seed)
    rows = list(reversed(rows)) if rows_first else rows
    shop(workspace, rows, COLUMNS, traits, as_of=date(2025, 1, 1))
    return groups


def profiled(workspace, **asked):
    return run(tool_of(profile_segments), asked, workspace).reply


def told(reply, segment, *, formed=None):
    """Return what sets a segment apart, by the English words."""
    apart = reply.detail["apart"][segment]
    return {e["name"]["en"]: e for e in apart if formed is None or e["formed"] is formed}
