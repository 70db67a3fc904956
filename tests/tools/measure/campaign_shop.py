"""A shop with a campaign: who orders anyway is fixed, and the mail brings in a known share of the others."""

import csv
import random
from datetime import date, timedelta

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from rows_shop import line, shop

START = date(2024, 6, 1)


def people(seed=1, customers=900, lift=0.2, held=0.3, arms=("mail",)):
    """Return (rows of transactions, rows of the campaign's file)."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    rows, listed = [], []
    for n in range(customers):
        who, active = f"c{n}", draw.random()
        for k in range(1 + int(active * 6)):
            day = START - timedelta(days=draw.randrange(1, 360))
            rows.append(line(who, f"{who}-{k}", day, round(10 + 90 * draw.random(), 2)))
        arm = "control" if draw.random() < held else draw.choice(arms)
        chance = 0.15 + 0.3 * active + (lift if arm == arms[0] else 0.0)
        if draw.random() < chance:
            day = START + timedelta(days=draw.randrange(30))
            rows.append(line(who, f"{who}-after", day, round(20 + 80 * draw.random(), 2)))
        listed.append({"customer_id": who, "arm": arm, "sent_on": START.isoformat()})
    rows.append(line("last", "last", START + timedelta(days=60), 5))
    return rows, listed


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def segmented(workspace, rows, **more):
    shop(workspace, rows, **more)
    return run(tool_of(rfm_segments), {}, workspace)


def measured(workspace, path, **arguments):
    return run(tool_of(measure_campaign), {"campaign": str(path), **arguments}, workspace)


def fact(result, name):
    found = result.reply.facts[f"measure_campaign.{name}"]
    return float(found.number) if not isinstance(found.value, str) else found.value
