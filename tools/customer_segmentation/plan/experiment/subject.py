"""Whom an experiment could be done on: a segment's size, what such customers do unasked, and what must be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.playbook import Channel
from customer_segmentation.advise.prospect import Case, Prospect
from customer_segmentation.advise.recommendation_facts import break_even_kind
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.explain.time_split import Outcome
from customer_segmentation.kit.fact import Kind
from customer_segmentation.segment.segment_table import SMALL


@dataclass(frozen=True)
class Payoff:
    """What pays for an action.

    Attributes:
        break_even: Extra share of contacted customers who must order, as a fraction of one.
        earned: Contribution of one such order, net of the offer, in the shop's currency.
        money: Extra net revenue per contacted customer that pays for the contacts, in the shop's currency; None for
            a discount, which revenue alone does not pay for.
        kind: Assumed where the margin, a cost or who redeems the offer was assumed.
    """

    break_even: float
    earned: float
    money: float | None
    kind: Kind


@dataclass(frozen=True)
class Subject:
    """A segment, or several together, as the subject of an experiment.

    Attributes:
        customers: Of today, who can be contacted or held out; ``opted_out`` cannot.
        followed: Such customers at the earlier day, whom the rates are from.
        base: Share of them who ordered unasked within the horizon; ``certainty`` so many customers would give a
            rate as certain: ``followed`` for one segment, fewer for several whose sizes changed.
        mean: Net revenue of each within the horizon; ``deviation`` its standard deviation over customers.
        correlation: Of that revenue with the revenue of the comparable days before: what adjusting for it
            (CUPED) takes off the variance is its square.
        payoff: What pays for the action to test; None where unknown.
        likely: Lift under the likely scenario of its playbook, as a fraction of one; ``highest`` under the most
            hopeful one. Both assumed.
    """

    id: str
    customers: int
    opted_out: int
    followed: int
    certainty: float
    base: float
    mean: float
    deviation: float
    correlation: float
    payoff: Payoff | None
    likely: float
    highest: float

    @property
    def adjusted(self) -> float:
        """The deviation that is left once revenue is adjusted for the revenue before (Deng et al. 2013, CUPED)."""
        return self.deviation * sqrt(max(1 - self.correlation**2, 0.0))


def action_to_test(one: Prospect) -> Case | None:
    """Return the action proposed for a segment; where it is better left alone, the first that contacts anybody."""
    return one.chosen or next((case for case in one.cases if case.action.channel is not Channel.NONE), None)


def subject_of(one: Prospect, evidence: Evidence, terms: ShopTerms, opted_out: int) -> Subject | None:
    """Return a segment as a subject, without those who opted out.

    None where too few customers can be followed to give a rate, or too few can be contacted.
    """
    outcome = evidence.outcome(one.segment)
    if outcome is None or one.base_rate is None or one.segment.customers - opted_out < SMALL:
        return None
    base = float(one.base_rate)
    mean, deviation, correlation = _revenue(outcome)
    case = action_to_test(one)
    scenario = case.action.scenario_lift if case else None
    return Subject(
        id=one.segment.id,
        customers=one.segment.customers - opted_out,
        opted_out=opted_out,
        followed=outcome.customers,
        certainty=outcome.customers,
        base=base,
        mean=mean,
        deviation=deviation,
        correlation=correlation,
        payoff=_payoff(one, case, terms) if case else None,
        likely=min(float(scenario.likely) * base, 1 - base) if scenario else 0.0,
        highest=min(float(scenario.high) * base, 1 - base) if scenario else 0.0,
    )


def together(subjects: Sequence[Subject], name: str) -> Subject:
    """Return several subjects as one: customers added up, rates and lifts weighed by the customers of today.

    Each keeps its own action; what is tested is contacting all of them so. The same lift in each pays for all where
    what it earns covers what all contacts cost, so break-evens are weighed by customers and by what an order earns.
    The revenue of all varies within the segments and between them; adjusting takes off what it does within.
    """
    customers = sum(one.customers for one in subjects)
    weights = [one.customers / customers for one in subjects]

    def weighed(values: Sequence[float]) -> float:
        return sum(weight * value for weight, value in zip(weights, values, strict=True))

    mean, base = weighed([one.mean for one in subjects]), weighed([one.base for one in subjects])
    within = weighed([one.deviation**2 for one in subjects])
    between = weighed([(one.mean - mean) ** 2 for one in subjects])
    left = weighed([one.adjusted**2 for one in subjects])
    spread = [w * one.base * (1 - one.base) / one.certainty for w, one in zip(weights, subjects, strict=True)]
    doubt = weighed(spread)
    return Subject(
        id=name,
        customers=customers,
        opted_out=sum(one.opted_out for one in subjects),
        followed=sum(one.followed for one in subjects),
        certainty=base * (1 - base) / doubt if doubt else sum(one.certainty for one in subjects),
        base=base,
        mean=mean,
        deviation=sqrt(within + between),
        correlation=sqrt(max(1 - left / (within + between), 0.0)) if within + between else 0.0,
        payoff=_payoff_of_all(subjects),
        likely=weighed([one.likely for one in subjects]),
        highest=weighed([one.highest for one in subjects]),
    )


def _payoff(one: Prospect, case: Case, terms: ShopTerms) -> Payoff | None:
    value = one.segment.order_value
    if case.lift is None or value is None:
        return None
    earned = terms.margin.value * value - case.discount
    money = None if case.discount else float(case.cost / terms.margin.value)
    return Payoff(float(case.lift), float(earned), money, break_even_kind(case, terms))


def _payoff_of_all(subjects: Sequence[Subject]) -> Payoff | None:
    known = [(one.customers, one.payoff) for one in subjects if one.payoff]
    if len(known) < len(subjects):
        return None
    customers = sum(many for many, _ in known)
    earned = sum(many * payoff.earned for many, payoff in known)
    spent = sum(many * payoff.earned * payoff.break_even for many, payoff in known)
    paid = [many * payoff.money for many, payoff in known if payoff.money is not None]
    return Payoff(
        break_even=spent / earned,
        earned=earned / customers,
        money=sum(paid) / customers if len(paid) == len(known) else None,
        kind=Kind.ASSUMED if any(payoff.kind is Kind.ASSUMED for _, payoff in known) else Kind.ESTIMATED,
    )


def _revenue(outcome: Outcome) -> tuple[float, float, float]:
    """Return mean and deviation of the revenue after, and its correlation with the revenue before."""
    n = outcome.customers
    before, after = float(outcome.spent_before), float(outcome.spent_after)
    spread_before = float(outcome.before_squared) - before**2 / n
    spread_after = float(outcome.after_squared) - after**2 / n
    both = float(outcome.before_after) - before * after / n
    deviation = sqrt(max(spread_after, 0.0) / (n - 1))
    known = spread_before > 0 and spread_after > 0
    correlation = both / sqrt(spread_before * spread_after) if known else 0.0
    return after / n, deviation, max(-1.0, min(1.0, correlation))
