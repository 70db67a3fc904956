"""Newcomers of different cohorts counted on equal terms.

The longer the data have run, the fewer old customers pass for new: an early cohort holds those who were silent
for a few months, a late one only those who were silent for longer. Old customers return more readily, so early
cohorts look better than they were, and newer ones seem to get worse in almost any file. To compare cohorts, every
one is given the same look back: a newcomer is whoever ordered in its period after at least so many days without an
order, whatever came before.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.explain.cohort.cohorts import Cohort, Followed


class Again(NamedTuple):
    """Newcomers whose follow-up is over, and how many of them ordered again."""

    customers: int
    ordered_again: int


class EqualTerms(NamedTuple):
    """Newcomers by cohort, oldest first, after ``look_back`` days without an order up to its first day."""

    look_back: int
    counts: dict[int, Again]


def together(counts: Sequence[Again]) -> Again:
    """Return cohorts taken as one."""
    return Again(sum(c.customers for c in counts), sum(c.ordered_again for c in counts))


def ordered_again(cohorts: Iterable[Cohort]) -> Again:
    """Return cohorts taken as one, every customer counted from the first order in the data."""
    return together([Again(cohort.customers, cohort.ordered_again) for cohort in cohorts])


def equal_terms(engine: DuckDB, follow: Followed, cohorts: Sequence[Cohort]) -> EqualTerms | None:
    """Return the judged cohorts with the look back that the oldest of them has.

    None where there is no such cohort, or the history is too short to tell new customers from old.
    """
    judged = follow.judged(cohorts)
    if not judged or not follow.settled_only:
        return None
    line = follow.timeline
    look_back = line.start(judged[0].place) - line.begins_on
    rows = [
        (
            cohort.place,
            line.start(cohort.place) - look_back,
            line.start(cohort.place),
            line.start(cohort.place + 1),
        )
        for cohort in judged
    ]
    values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
    engine.connection.execute(
        "CREATE OR REPLACE TEMP TABLE cohort_windows AS SELECT v.cohort, v.silent_from, v.first_from, v.first_to "
        f"FROM (VALUES {values}) AS v (cohort, silent_from, first_from, first_to)"
    )
    found = {
        place: Again(*counts) for place, *counts in engine.rows("cohort_equal_terms", within=follow.days)
    }
    days = look_back // timedelta(days=1)
    return EqualTerms(days, {cohort.place: found[cohort.place] for cohort in judged})
