"""Simulated customers with both potential outcomes as a shop with a campaign: orders before, and what came of it."""

from datetime import timedelta

import numpy as np
from campaign_shop import START

from rows_shop import column, line
from simulated.uplift_people import CHANNELS, CONTACT_COST, MARGIN, draw_people, run_pilot

COLUMNS = [column("channel")]
TERMS = {"measured": "revenue", "margin": str(MARGIN), "contact_cost": str(CONTACT_COST)}
"""With the outcome of the file as money: its margin less the cost of contact is the contribution of the pilot."""


def pilot_shop(seed, customers, world="steps", signal="strong"):
    """Return (rows of transactions, rows of the campaign's file) of one pilot; the truth is ``draw_people`` of the same."""
    pilot = run_pilot(seed, customers=customers, world=world, signal=signal)
    rows, listed = [], []
    for n, (features, contacted, contribution) in enumerate(
        zip(pilot.features, pilot.contacted, pilot.contribution, strict=True)
    ):
        rows += _orders(f"c{n:06d}", features)
        money = (contribution + CONTACT_COST * contacted) / MARGIN
        arm = "mail" if contacted else "control"
        listed.append(
            {
                "customer_id": f"c{n:06d}",
                "arm": arm,
                "sent_on": START.isoformat(),
                "outcome": repr(float(money)),
            }
        )
    return rows, listed


def true_gain(seed, customers, contact, world="steps", signal="strong"):
    """Return what contacting some of the pilot's customers gains over nobody, in all."""
    people = draw_people(customers, seed, world, signal)
    return float(np.sum(np.asarray(contact, dtype=float) * people.gain))


def _orders(who, features):
    recency, orders, spent, channel, age = features[:5]
    last = START - timedelta(days=1 + int(recency))
    each = max(round(float(spent / orders), 2), 0.01)
    for k in range(int(orders)):
        day = last - timedelta(days=int(k * age / orders))
        yield line(who, f"{who}-{k}", day, each, channel=CHANNELS[int(channel)])
