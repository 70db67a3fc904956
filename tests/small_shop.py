"""A small synthetic shop, seeded: regulars, lapsers, newcomers and one-time buyers, with whole orders returned."""

import random
from datetime import date, timedelta

from shop_on_disk import sale

FIRST = date(2023, 1, 2)
LAST = date(2024, 12, 30)


def small_shop(seed=1, customers=400, first=FIRST, last=LAST):
    """Return the lines of a shop; the first and the last day are always bought on."""
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    days = (last - first).days
    rows = [sale("c0", "first", first, "10.00"), sale("c0", "last", last, "10.00")]
    for number in range(1, customers + 1):
        kind = draw.choice(["regular", "regular", "lapser", "once", "once", "late"])
        start = draw.randrange(days * 4 // 5, days) if kind == "late" else draw.randrange(days * 3 // 4)
        gap = draw.randrange(15, 90)
        wanes = start + draw.randrange(60, 300) if kind == "lapser" else days
        place = start
        count = 0
        while place <= days:
            count += 1
            rows += _order(draw, f"c{number}", f"o{number}-{count}", first + timedelta(days=place), last)
            place += max(1, round(draw.expovariate(1 / (gap if place < wanes else 5 * gap))))
            if kind == "once" and draw.random() < 0.8:
                break
    return rows


def _order(draw, customer, order, day, last):
    cents = draw.randrange(500, 15_000)
    lines = [sale(customer, order, day, f"{cents / 100:.2f}", f"{order}-a")]
    if draw.random() < 0.3:
        lines.append(sale(customer, order, day, f"{draw.randrange(100, 3_000) / 100:.2f}", f"{order}-b"))
    if draw.random() < 0.04:
        back = min(day + timedelta(days=draw.randrange(1, 20)), last)
        lines += [sale(customer, order, back, f"-{line[4]}", line[5]) for line in list(lines)]
    return lines
