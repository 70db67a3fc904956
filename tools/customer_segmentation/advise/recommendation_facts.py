"""The figures behind recommendations, as facts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from customer_segmentation.advise.break_even import Reach
from customer_segmentation.advise.evidence import Evidence, SegmentToday
from customer_segmentation.advise.playbook import CostField
from customer_segmentation.advise.prospect import NEWCOMERS, Case, Prospect
from customer_segmentation.advise.shop_terms import ShopTerms, Told
from customer_segmentation.explain.second_order import FOLLOW_UP, SILENCE
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.stats.wilson import wilson_interval

TOOL: Final = "recommend"
Facts = Iterator[tuple[str, Fact]]

_MEASURES_OF_TODAY: Final = ("customers", "orders_each", "median_recency", "aov", "revenue", "revenue_share")


def key(subject: str, measure: str) -> str:
    """Return the key of a fact of this tool."""
    return f"{TOOL}.{subject}.{measure}"


def of_today(tool: str, about: list[Prospect]) -> list[str]:
    """Return the keys of the segmentation's own facts that recommendations speak of."""
    return [f"{tool}.{one.segment.id}.{measure}" for one in about for measure in _MEASURES_OF_TODAY]


def facts_of_terms(terms: ShopTerms, used: set[CostField], currency: str) -> Facts:
    """Give the margin and the contact costs that were used."""
    yield key("all", "margin"), _told(terms.margin, "share")
    for field in terms.costs:
        if field in used:
            yield key("all", f"cost_{field}"), _told(terms.costs[field], currency)


def facts_of_scenario(found: list[Prospect]) -> Facts:
    """Give the most hopeful relative lift, where an action was not proposed because it would not pay even then."""
    beyond = [c.action.scenario_lift.high for one in found for c in one.cases if c.reach is Reach.BEYOND]
    if beyond:
        yield key("all", "scenario_high"), Fact(value=max(beyond), unit="change", kind=Kind.ASSUMED)


def _told(told: Told, unit: str) -> Fact:
    return Fact(value=float(told.value) if unit == "share" else told.value, unit=unit, kind=told.kind)


def facts_of_segment(segment: SegmentToday, evidence: Evidence, currency: str) -> Facts:
    """Give what such customers did after the split day, their money at stake, and who is overdue."""
    yield from _rhythm(segment, evidence)
    found = evidence.split.outcomes.get(segment.id) if evidence.split else None
    if found and found.customers >= SMALLEST_GROUP:
        yield key(segment.id, "base_customers"), Fact(value=found.customers, unit="customers")
    outcome, stake = evidence.outcome(segment), evidence.at_stake(segment)
    if outcome is None or stake is None or evidence.split is None:
        return
    came, base, rate = (key(segment.id, m) for m in ("came_back", "base_customers", "repurchase_rate"))
    low, high = wilson_interval(outcome.came_back, outcome.customers)
    yield rate, Fact(value=outcome.came_back / outcome.customers, unit="share", basis=(came, base))
    yield came, Fact(value=outcome.came_back, unit="customers")
    yield f"{rate}_low", Fact(value=low, unit="share", kind=Kind.ESTIMATED, basis=(came, base))
    yield f"{rate}_high", Fact(value=high, unit="share", kind=Kind.ESTIMATED, basis=(came, base))
    yield key(segment.id, "orders_after"), Fact(value=outcome.orders_after, unit="orders")
    before, after = key(segment.id, "spent_before"), key(segment.id, "spent_after")
    measured = Kind.MEASURED if evidence.split.window.scale == 1 else Kind.ESTIMATED
    yield before, Fact(value=stake.before, unit=currency, kind=measured)
    yield after, Fact(value=stake.after, unit=currency)
    basis = (before, after, base, f"{evidence.tool}.{segment.id}.customers")
    amounts = {"at_stake": stake.amount}
    if stake.amount:
        amounts |= {"at_stake_low": stake.low, "at_stake_high": stake.high}
    for measure, amount in amounts.items():
        yield key(segment.id, measure), Fact(value=amount, unit=currency, kind=Kind.ESTIMATED, basis=basis)


def _rhythm(segment: SegmentToday, evidence: Evidence) -> Facts:
    rhythm = evidence.rhythms.get(segment.id)
    if rhythm and rhythm.customers >= SMALLEST_GROUP:
        late, many = key(segment.id, "overdue_customers"), key(segment.id, "rhythm_customers")
        yield late, Fact(value=rhythm.overdue, unit="customers")
        yield many, Fact(value=rhythm.customers, unit="customers")
        share = rhythm.overdue / rhythm.customers
        yield key(segment.id, "overdue_share"), Fact(value=share, unit="share", basis=(late, many))


def facts_of_prospect(
    one: Prospect, place: int, evidence: Evidence, terms: ShopTerms, currency: str
) -> Facts:
    """Give the place of a segment, its contribution, the action proposed, and what every action must bring."""
    segment = one.segment.id
    assumed = Kind.ASSUMED if terms.margin.kind is Kind.ASSUMED else Kind.ESTIMATED
    customers, aov = (f"{evidence.tool}.{segment}.{m}" for m in ("customers", "aov"))
    if one.contribution is not None:
        basis = (customers, key(segment, "repurchase_rate"), aov, key("all", "margin"))
        fact = Fact(value=one.contribution, unit=currency, kind=assumed, basis=basis)
        yield key(segment, "expected_contribution"), fact
    for case in one.cases:
        if case.lift is not None:
            yield key(segment, f"break_even_{case.action.id}"), _break_even(case, one, aov, terms)
    if one.chosen:
        yield key(segment, "place"), Fact(value=place, unit="rank", kind=Kind.ESTIMATED)
        action = one.chosen.action.id
        yield key(segment, "action"), Fact(value=action, unit="text", kind=Kind.PROPOSED)
        if one.chosen.lift is not None:
            yield key(segment, "break_even"), _break_even(one.chosen, one, aov, terms)


def _break_even(case: Case, one: Prospect, aov: str, terms: ShopTerms) -> Fact:
    basis = [aov, key("all", "margin")]
    if case.action.cost_field is not CostField.NONE:
        basis.append(key("all", f"cost_{case.action.cost_field}"))
    if case.discount:
        basis.append(key(one.segment.id, "repurchase_rate"))
    lift = float(case.lift or Decimal(0))
    return Fact(value=lift, unit="points", kind=break_even_kind(case, terms), basis=tuple(basis))


def break_even_kind(case: Case, terms: ShopTerms) -> Kind:
    """Return how a break-even lift came to be: assumed where anything in it was."""
    told = [terms.margin.kind]
    if case.action.cost_field is not CostField.NONE:
        told.append(terms.costs[case.action.cost_field].kind)
    # That everybody who orders redeems a discount is assumed, whatever the person told.
    return Kind.ASSUMED if case.discount or Kind.ASSUMED in told else Kind.ESTIMATED


def facts_of_clock(evidence: Evidence, about: list[Prospect]) -> Facts:
    """Give what newcomers did after their first order: about new customers, or about all without such a segment."""
    clock, known = evidence.clock, {segment.id for segment in evidence.today}
    subject = NEWCOMERS if NEWCOMERS in known else "all"
    if clock is None or subject not in {"all", *(one.segment.id for one in about)}:
        return
    yield key("all", "follow_up_days"), Fact(value=FOLLOW_UP, unit="days", kind=Kind.PROPOSED)
    yield key("all", "silence_days"), Fact(value=SILENCE, unit="days", kind=Kind.PROPOSED)
    yield key("all", "newcomers_from"), Fact(value=clock.first_from, unit="date")
    yield key("all", "newcomers_to"), Fact(value=clock.last_day, unit="date")
    counts = {
        "newcomers": clock.newcomers,
        "ordered_again": clock.ordered_again,
        "silent_newcomers": clock.silent,
        "ordered_after_silence": clock.ordered_after_silence,
    }
    for measure, count in counts.items():
        yield key(subject, measure), Fact(value=count, unit="customers")
    yield from _share(subject, "second_order_rate", "ordered_again", "newcomers", counts)
    yield from _share(subject, "after_silence_rate", "ordered_after_silence", "silent_newcomers", counts)


def _share(subject: str, measure: str, part: str, whole: str, counts: dict[str, int]) -> Facts:
    if counts[whole]:
        basis = (key(subject, part), key(subject, whole))
        yield key(subject, measure), Fact(value=counts[part] / counts[whole], unit="share", basis=basis)


def used_costs(found: list[Prospect]) -> set[CostField]:
    """Return the contact costs that any break-even rests on."""
    rest_on = {case.action.cost_field for one in found for case in one.cases if case.lift is not None}
    return rest_on - {CostField.NONE}
