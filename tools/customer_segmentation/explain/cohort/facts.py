"""The figures of cohorts as facts.

Subjects: ``all`` customers; ``pooled``, the counted cohorts taken together; a cohort by its period; and g1, g2, … by
number of customers. ``retention_3`` is the share who ordered in the third period after that of the first order,
``retained_3``, ``orders_3`` and ``revenue_3`` what they did in it, ``value_3`` the money per customer up to its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from customer_segmentation.explain.cohort.cohorts import Cohort, Followed
from customer_segmentation.explain.cohort.comparing import Against, Newest
from customer_segmentation.explain.cohort.equal_terms import Again, ordered_again
from customer_segmentation.explain.cohort.timeline import SMALL
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import wilson_interval

TOOL: Final = "cohort_retention"
POOLED: Final = "pooled"
AGAIN: Final = "ordered_again_share"
MILESTONES: Final = (1, 2, 3, 6, 12)
"""Periods of which ``pooled`` has intervals and money; of the others there is the share alone."""


def say_all(sheet: FactSheet, follow: Followed, cohorts: Sequence[Cohort]) -> None:
    """Say how many there are, since when, and how many of the judged cohorts ordered again."""
    line = follow.timeline
    _say_sums(sheet, ALL, cohorts)
    _say_sums(sheet, POOLED, follow.counted(cohorts))
    sheet.say(ALL, "cohorts", len(cohorts), "count")
    sheet.say(ALL, "first_on", line.begins_on, "date")
    sheet.say(ALL, "settled_from", follow.settled_from, "date")
    sheet.say(ALL, "follow_up_days", follow.days, "days")
    say_again(sheet, ALL, ordered_again(follow.judged(cohorts)))


def _say_sums(sheet: FactSheet, subject: str, cohorts: Sequence[Cohort]) -> None:
    sheet.say(subject, "customers", sum(cohort.customers for cohort in cohorts), "customers")
    sheet.say(subject, "orders", sum(cohort.orders for cohort in cohorts), "orders")
    sheet.say(subject, "revenue", sum((cohort.revenue for cohort in cohorts), Decimal(0)), sheet.currency)


def say_again(sheet: FactSheet, subject: str, counts: Again) -> None:
    """Say how many newcomers ordered again, and their share with its interval where they are enough."""
    if not counts.customers:
        return
    sheet.say(subject, "followed", counts.customers, "customers")
    sheet.say(subject, "ordered_again", counts.ordered_again, "customers")
    if counts.customers >= SMALL:
        basis = (f"{subject}.ordered_again", f"{subject}.followed")
        sheet.say(subject, AGAIN, counts.ordered_again / counts.customers, "share", *basis)
        sheet.say_interval(subject, AGAIN, wilson_interval(counts.ordered_again, counts.customers), "share")


def say_newest(sheet: FactSheet, follow: Followed, found: Newest, look_back: int) -> None:
    """Say the newest cohorts against the earlier ones, each with the first and last day of its first orders."""
    line = follow.timeline
    sheet.say(ALL, "look_back_days", look_back, "days")
    both = (("newest", found.newest, found.of_newest), ("earlier", found.earlier, found.of_earlier))
    for which, places, counts in both:
        sheet.say(ALL, f"{which}_from", line.start(places[0]), "date")
        sheet.say(ALL, f"{which}_to", line.start(places[-1] + 1) - timedelta(days=1), "date")
        sheet.say(POOLED, f"{which}_followed", counts.customers, "customers")
        sheet.say(POOLED, f"{which}_ordered_again", counts.ordered_again, "customers")
        basis = (f"{POOLED}.{which}_ordered_again", f"{POOLED}.{which}_followed")
        sheet.say(ALL, f"{which}_share", counts.ordered_again / counts.customers, "share", *basis)
    say_points(sheet, ALL, "newest_points", found.points, f"{ALL}.newest_share", f"{ALL}.earlier_share")


def say_points(sheet: FactSheet, subject: str, measure: str, points: Estimate, *basis: str) -> None:
    """Say a difference of two shares with its interval."""
    sheet.say(subject, measure, points.value, "points", *basis)
    sheet.say_interval(subject, measure, (points.low, points.high), "points")


def say_curve(
    sheet: FactSheet, follow: Followed, cohorts: Sequence[Cohort], laters: Iterable[int], *, brief: bool
) -> None:
    """Say retention and money per customer of the counted cohorts together, where they are enough.

    ``brief`` leaves room for other figures: intervals of the next period alone.
    """
    for later in laters:
        pool = follow.pool(cohorts, later)
        if pool.customers < SMALL:
            continue
        sheet.say(POOLED, f"followed_{later}", pool.customers, "customers")
        if later:
            sheet.say(POOLED, f"retained_{later}", pool.active, "customers")
            basis = (f"{POOLED}.retained_{later}", f"{POOLED}.followed_{later}")
            sheet.say(POOLED, f"retention_{later}", pool.active / pool.customers, "share", *basis)
        if later == 1 or (later in MILESTONES and not brief):
            sheet.say_interval(
                POOLED, f"retention_{later}", wilson_interval(pool.active, pool.customers), "share"
            )
        if later in MILESTONES or not later:
            sheet.say(POOLED, f"spent_{later}", pool.spent, sheet.currency)
            basis = (f"{POOLED}.spent_{later}", f"{POOLED}.followed_{later}")
            sheet.say(POOLED, f"value_{later}", pool.spent / pool.customers, sheet.currency, *basis)


def say_value_at(sheet: FactSheet, follow: Followed, cohorts: Sequence[Cohort], later: int) -> None:
    """Say up to which period money is told, and the money of the same customers by the end of their first one."""
    sheet.say(ALL, "value_at", later, "count")
    pool = follow.pool(cohorts, later)
    if later:
        sheet.say(POOLED, "spent_start", pool.spent_first, sheet.currency)
        basis = (f"{POOLED}.spent_start", f"{POOLED}.followed_{later}")
        sheet.say(POOLED, "value_start", pool.spent_first / pool.customers, sheet.currency, *basis)


def say_cohort(sheet: FactSheet, follow: Followed, cohort: Cohort, periods: int) -> None:
    """Say one cohort: in all, and for every later period that is over; no rate of a few customers."""
    name = follow.timeline.name(cohort.place)
    _say_sums(sheet, name, [cohort])
    for later in range(periods + 1):
        if not follow.timeline.over(cohort.place + later):
            return
        cell = cohort.cell(later)
        sheet.say(name, f"retained_{later}", cell.customers, "customers")
        sheet.say(name, f"orders_{later}", cell.orders, "orders")
        sheet.say(name, f"revenue_{later}", cell.revenue, sheet.currency)
        if cohort.customers >= SMALL:
            basis = (f"{name}.retained_{later}", f"{name}.customers")
            sheet.say(name, f"retention_{later}", cell.customers / cohort.customers, "share", *basis)
            spent = tuple(f"{name}.revenue_{n}" for n in range(later + 1))
            value = cohort.spent(later) / cohort.customers
            sheet.say(name, f"value_{later}", value, sheet.currency, *spent, f"{name}.customers")


def say_cohorts_apart(
    sheet: FactSheet, follow: Followed, cohorts: Sequence[Cohort], apart: Mapping[int, Against]
) -> None:
    """Say of every judged cohort how many ordered again, and the difference to the others."""
    for cohort in follow.judged(cohorts):
        name = follow.timeline.name(cohort.place)
        if not sheet.has(name, "customers"):
            continue
        say_again(sheet, name, ordered_again([cohort]))
        if cohort.place in apart:
            say_points(sheet, name, "again_points", apart[cohort.place].points)
