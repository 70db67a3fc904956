"""Cohorts recomputed in plain pandas, from the orders and returns of a loaded shop."""

import pandas as pd


def plain_cohorts(orders, returns, frequency, ends_on):
    """Return customers by cohort, and (active, orders, money) by cohort and later period.

    ``orders`` has customer_id, ordered_on, gross, valid; ``returns`` customer_id, returned_on, amount.
    """
    valid = orders[orders.valid]
    first = pd.to_datetime(valid.groupby("customer_id").ordered_on.min()).dt.to_period(frequency)
    booked = pd.concat(
        [
            pd.DataFrame(
                {
                    "who": orders.customer_id,
                    "on": orders.ordered_on,
                    "valid": orders.valid,
                    "money": orders.gross,
                }
            ),
            pd.DataFrame(
                {
                    "who": returns.customer_id,
                    "on": returns.returned_on,
                    "valid": False,
                    "money": returns.amount,
                }
            ),
        ]
    )
    booked = booked[booked.who.isin(first.index)]
    cohort = booked.who.map(first)
    period = pd.to_datetime(booked.on).dt.to_period(frequency)
    later = [max(0, (a - b).n) for a, b in zip(period, cohort, strict=True)]
    booked = booked.assign(cohort=cohort.astype(str).str[:10], later=later)
    active = booked[booked.valid].groupby(["cohort", "later"]).who.nunique()
    many = booked[booked.valid].groupby(["cohort", "later"]).size()
    money = booked.groupby(["cohort", "later"]).money.sum()
    over = {
        str(c)[:10]: sum(1 for n in range(200) if (c + n).end_time.date() < ends_on) for c in first.unique()
    }
    return first.astype(str).str[:10].value_counts().to_dict(), active, many, money, over


def seconds(orders, first_from, first_to, within):
    """Return how many customers first ordered in a span of days, and how many ordered on a later one in time."""
    valid = orders[orders.valid]
    days = pd.to_datetime(valid.ordered_on)
    first = days.groupby(valid.customer_id).min()
    later = valid[days > valid.customer_id.map(first)]
    second = pd.to_datetime(later.ordered_on).groupby(later.customer_id).min()
    new = first[(first >= pd.Timestamp(first_from)) & (first < pd.Timestamp(first_to))]
    gap = (second.reindex(new.index) - new).dt.days
    return len(new), int((gap <= within).sum())
