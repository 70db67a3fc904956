"""The plan as data: every bet with its figures, its days, its rules, and the task that hands its customers over.

Ids and codes only, no words of any language. Money is exact and in the plan's currency, shares are fractions of one,
days are ISO dates. A task is a tool and its arguments as ``run`` takes them; what writes or sends asks first.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Reply
from customer_segmentation.plan.optimisation.material import Material
from customer_segmentation.plan.optimisation.steps import BUDGET, TESTS

FORMAT: Final = 1
"""Raised when a field changes its meaning."""
_EXPORT: Final = "export_audience"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Outlook(_Entry):
    """Contribution after all costs: mean and 10th, 50th and 90th percentile of the draws, and the share that lose.

    ``rests_on`` tells whether it is estimated, or rests on something that was assumed.
    """

    mean: Decimal
    p10: Decimal
    p50: Decimal
    p90: Decimal
    loss_chance: float
    rests_on: Kind


class Doing(_Entry):
    """One action: who is contacted how often by which channel, and the kind of offer that goes with it."""

    action: str
    channel: str
    contacts_each: int
    offer: str


class Rule(_Entry):
    """When a bet is kept and when it is stopped, by the difference to those held out of the share who order.

    ``keep_from`` is the least difference that pays; None where no difference is known to. ``shows_from`` is the least
    that the test shows, None where it shows none. ``judged_with`` names the segments that are read together.
    """

    read_on: date
    keep_from: float | None
    shows_from: float | None
    judged_with: list[str]


class Task(_Entry):
    """A tool and its arguments."""

    tool: str
    arguments: dict[str, Any]


class Bet(_Entry):
    """What is done with a segment.

    Attributes:
        contacted: People to contact; ``everybody`` tells whether they are all who are not held out. Where they are
            not, so many are drawn at random from the file of the task.
        task: Hands the people over, those held out apart.
    """

    segment: str
    place: int
    doing: list[Doing]
    customers: int
    contacted: int
    held_out: int
    everybody: bool
    cost: Decimal
    outlook: Outlook
    contact_on: date
    rule: Rule
    task: Task


class OptimisationPlan(_Entry):
    """The whole plan."""

    format: int
    segmentation: str
    as_of: date
    start: date
    currency: str
    objective: str
    horizon_days: int
    held_out_percent: float
    budget: Decimal | None
    cost: Decimal
    outlook: Outlook
    margin: float
    assumed: list[str]
    to_confirm: list[str]
    bets: list[Bet]
    left_out: dict[str, str]


def as_data(found: Material, reply: Reply) -> OptimisationPlan:
    """Return a plan as data."""
    plan = found.budget.reply
    budget = plan.facts.get(f"{BUDGET.name}.{ALL}.budget")
    return OptimisationPlan(
        format=FORMAT,
        segmentation=found.segments.id,
        as_of=found.formed.as_of,
        start=found.calendar.start,
        currency=reply.currency,
        objective=plan.detail["objective"],
        horizon_days=found.calendar.horizon,
        held_out_percent=found.request.held_out,
        budget=budget.number if budget else None,
        cost=_number(plan, ALL, "cost"),
        outlook=_outlook(plan, ALL),
        margin=float(_number(plan, ALL, "margin")),
        assumed=list(plan.detail["assumed"]),
        to_confirm=list(plan.detail["wanted"]),
        bets=[_bet(found, segment) for segment in found.bets],
        left_out=dict(plan.detail["left"]),
    )


def _bet(found: Material, segment: str) -> Bet:
    plan = found.budget.reply
    customers, contacted, held_out = (
        int(_number(plan, segment, measure)) for measure in ("customers", "contacted", "held_out")
    )
    return Bet(
        segment=segment,
        place=found.bets.index(segment) + 1,
        doing=[
            Doing(action=d["action"], channel=d["channel"], contacts_each=d["contacts"], offer=d["offer"])
            for d in plan.detail["doing"][segment]
        ],
        customers=customers,
        contacted=contacted,
        held_out=held_out,
        everybody=contacted == customers - held_out,
        cost=_number(plan, segment, "cost"),
        outlook=_outlook(plan, segment),
        contact_on=found.calendar.contacted_on(segment),
        rule=_rule(found, segment),
        task=Task(
            tool=_EXPORT,
            arguments={
                "segmentation": found.segments.id,
                "segments": segment,
                "holdout": found.request.held_out,
            },
        ),
    )


def _rule(found: Material, segment: str) -> Rule:
    pays = found.budget.reply.facts.get(f"{BUDGET.name}.{segment}.break_even")
    shows = found.tests.facts.get(f"{TESTS.name}.{segment}.detectable") if found.tests else None
    pooled = found.tests.detail["pooled_of"] if found.tests else []
    return Rule(
        read_on=found.calendar.read_on(segment),
        keep_from=float(pays.number) if pays else None,
        shows_from=float(shows.number) if shows else None,
        judged_with=[one for one in pooled if one != segment] if segment in pooled else [],
    )


def _outlook(plan: Reply, subject: str) -> Outlook:
    mean, p10, p50, p90 = (
        _number(plan, subject, f"expected{end}") for end in ("", "_low", "_median", "_high")
    )
    kind = plan.facts[f"{BUDGET.name}.{subject}.expected"].kind
    loss = float(_number(plan, subject, "loss_chance"))
    return Outlook(mean=mean, p10=p10, p50=p50, p90=p90, loss_chance=loss, rests_on=kind)


def _number(plan: Reply, subject: str, measure: str) -> Decimal:
    return plan.facts[f"{BUDGET.name}.{subject}.{measure}"].number
