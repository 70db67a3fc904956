"""Asking for cohorts of a shop of rows, and reading the answer."""

from datetime import date, timedelta

from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from rows_shop import line, shop

TOOL = tool_of(cohort_retention)


def answer(workspace, rows, columns=(), traits=None, *, laid=None, **asked):
    """Return the reply about a shop of rows; ``laid`` says how it is laid down."""
    data = shop(workspace, rows, columns, traits, **(laid or {}))
    return run(TOOL, {"data": data, **asked}, workspace).reply


def said(reply, subject, *measures):
    """Return the values of facts of a subject, None for those that were not said."""
    facts = (reply.facts.get(f"cohort_retention.{subject}.{measure}") for measure in measures)
    values = [None if fact is None else fact.value for fact in facts]
    return values[0] if len(values) == 1 else values


def codes(reply):
    return {finding.code for finding in reply.findings}


def joined(name, number, first, *gaps, amount=10, **more):
    """Customers with a first order on ``first`` and later ones so many days after it."""
    day = date.fromisoformat(str(first))
    return [
        line(f"{name}{n}", f"{name}{n}-{m}", day + timedelta(days=gap), amount, **more)
        for n in range(number)
        for m, gap in enumerate((0, *gaps))
    ]
