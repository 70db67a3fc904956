"""The figures of a budget plan, as facts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from customer_segmentation.advise.break_even import break_even_lift
from customer_segmentation.advise.playbook import CostField
from customer_segmentation.advise.recommendation_facts import used_costs
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.plan.budget.allocation import HIGH, LOW, Outlook, outlook
from customer_segmentation.plan.budget.gain import Option
from customer_segmentation.plan.budget.options import discount_rate
from customer_segmentation.plan.budget.planned import Planned
from customer_segmentation.plan.budget.sensitivity import swayed
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.wilson import Z_95, wilson_interval

if TYPE_CHECKING:
    from numpy import ndarray

TOOL: Final = "plan_budget"
_MONEY: Final = Decimal("0.000001")


def say_all(sheet: FactSheet, found: Planned) -> None:
    """Say everything, the whole first."""
    _say_totals(sheet, found)
    _say_terms(sheet, found)
    for place, segment in enumerate(found.acting, 1):
        sheet.say(segment, "place", place, "rank", kind=Kind.PROPOSED)
        _say_spending(sheet, found, segment, found.used_in(segment))
    for name, plan in found.others.items():
        _say_plan(sheet, found, name, plan)
    for one in found.found:
        _say_segment(sheet, found, one.segment.id, one.segment.customers)
    for segment, n in found.passed_over().items():
        each = _money(float(found.worth.expected[n]))
        sheet.say(segment, "proposed_each", each, sheet.currency, kind=rests_on(found, [n]))
    _say_assumptions(sheet, found)


def rests_on(found: Planned, options: list[int]) -> Kind:
    """Return what the returns of options are: assumed where any figure behind them is, else estimated."""
    kinds = {found.option(n).effect.kind for n in options} | {found.terms.margin.kind}
    kinds |= {found.terms.costs[field].kind for field in costs_of(found, options)}
    return Kind.ASSUMED if Kind.ASSUMED in kinds else Kind.ESTIMATED


def costs_of(found: Planned, options: list[int]) -> set[CostField]:
    """Return the contact costs that options rest on."""
    names = {found.option(n).name for n in options}
    return {
        case.action.cost_field
        for one in found.found
        for case in one.cases
        if (one.segment.id, case.action.id) in names and case.action.cost_field is not CostField.NONE
    }


def _say_totals(sheet: FactSheet, found: Planned) -> None:
    asked = found.request
    if asked.budget:
        sheet.say(ALL, "budget", asked.budget, sheet.currency, kind=Kind.GIVEN)
    _say_plan(sheet, found, ALL, found.plan)
    held_out = sum(found.held_out(segment) for segment in found.acting)
    sheet.say(ALL, "held_out", held_out, "customers", kind=Kind.PROPOSED)
    if opted_out := sum(one.opted_out for one in found.aside.values()):
        sheet.say(ALL, "opted_out", opted_out, "customers")
    if asked.budget:
        unspent = asked.budget - _money(float(found.worth.cost @ found.plan))
        sheet.say(
            ALL,
            "unspent",
            max(unspent, Decimal(0)),
            sheet.currency,
            "all.cost",
            "all.budget",
            kind=Kind.PROPOSED,
        )
    kind = rests_on(found, list(range(len(found.setting.options))))
    sheet.say(ALL, "next_step", _money(found.step.money), sheet.currency, kind=Kind.PROPOSED)
    sheet.say(ALL, "next_return", _money(found.step.returns), sheet.currency, "all.next_step", kind=kind)


def _say_terms(sheet: FactSheet, found: Planned) -> None:
    asked, terms = found.request, found.terms
    sheet.say(ALL, "margin", float(terms.margin.value), "share", kind=terms.margin.kind)
    for field in terms.costs:
        if field in used_costs(found.found):
            told = terms.costs[field]
            sheet.say(ALL, f"cost_{field}", told.value, sheet.currency, kind=told.kind)
    kind = _said(found, "held_out", Kind.PROPOSED)
    sheet.say(ALL, "held_out_share", asked.held_out / 100, "share", kind=kind)
    kind = _said(found, "horizon_days", Kind.PROPOSED)
    sheet.say(ALL, "horizon_days", found.horizon, "days", kind=kind)
    sheet.say(ALL, "range", HIGH - LOW, "share", kind=Kind.PROPOSED)
    sheet.say(ALL, "draws", asked.draws, "count", kind=Kind.PROPOSED)
    if any(found.option(n).redeemed for n in found.used):
        kind = _said(found, "redeeming", Kind.ASSUMED)
        sheet.say(ALL, "redeeming", float(asked.redeeming), "share", kind=kind)
    _say_test(sheet, found)
    _say_scenario(sheet, found)


def _say_test(sheet: FactSheet, found: Planned) -> None:
    """Say of the test how many took part and for how long."""
    tested = found.tested
    if tested:
        sheet.say(ALL, "tested", tested.contacted, "customers")
        sheet.say(ALL, "tested_held_out", tested.held_out, "customers")
        if tested.test.days:
            sheet.say(ALL, "tested_days", tested.test.days, "days")


def _said(found: Planned, field: str, otherwise: Kind) -> Kind:
    """Return whether the person gave a figure that has a default."""
    asked = found.request
    return Kind.GIVEN if getattr(asked, field) != type(asked).model_fields[field].default else otherwise


def _say_scenario(sheet: FactSheet, found: Planned) -> None:
    """Say what the playbooks assume of the actions that the plan chose between."""
    actions = {(one.segment.id, case.action.id): case.action for one in found.found for case in one.cases}
    lifts = [
        actions[one.name].scenario_lift for one in found.setting.options if one.effect.kind is Kind.ASSUMED
    ]
    if lifts:
        for end in ("low", "likely", "high"):
            sheet.say(
                ALL, f"scenario_{end}", max(getattr(lift, end) for lift in lifts), "change", kind=Kind.ASSUMED
            )


def _say_spending(sheet: FactSheet, found: Planned, segment: str, options: list[int]) -> None:
    """Say what is done with a segment: the action, how many people, what it costs and may bring."""
    import numpy as np

    sheet.say(
        segment, "action", "+".join(found.option(n).action for n in options), "text", kind=Kind.PROPOSED
    )
    own = np.zeros_like(found.plan)
    own[options] = found.plan[options]
    _say_plan(sheet, found, segment, own)
    sheet.say(segment, "held_out", found.held_out(segment), "customers", kind=Kind.PROPOSED)
    _say_offer(sheet, found, segment, options)
    if len(options) > 1:
        for number, n in enumerate(options, 1):
            sheet.say(segment, f"contacted_{number}", int(found.plan[n]), "customers", kind=Kind.PROPOSED)


def _say_offer(sheet: FactSheet, found: Planned, segment: str, options: list[int]) -> None:
    """Say what share of an order the plan gives away, where an action of it gives any."""
    actions = {(one.segment.id, case.action.id): case.action for one in found.found for case in one.cases}
    rates = [
        discount_rate(actions[found.option(n).name], found.request, found.option(n).effect) for n in options
    ]
    if any(rates):
        kind = _said(found, "discount", Kind.PROPOSED)
        sheet.say(segment, "offer", float(max(rates)), "share", kind=kind)


def _say_plan(sheet: FactSheet, found: Planned, subject: str, plan: "ndarray") -> None:
    used = [int(n) for n in plan.nonzero()[0]]
    draws = found.worth.gain @ plan
    kind = rests_on(found, used)
    sheet.say(subject, "contacted", int(plan.sum()), "customers", kind=Kind.PROPOSED)
    sheet.say(subject, "cost", _money(float(found.worth.cost @ plan)), sheet.currency, kind=Kind.PROPOSED)
    _say_outlook(sheet, subject, outlook(draws), kind)
    extra = float(found.worth.extra.mean(axis=0) @ plan)
    sheet.say(subject, "extra_orders", extra, "average", kind=kind)


def _say_outlook(sheet: FactSheet, subject: str, found: Outlook, kind: Kind) -> None:
    basis = (f"{subject}.contacted", f"{subject}.cost", "all.margin")
    amounts = {
        "expected": found.expected,
        "expected_low": found.low,
        "expected_median": found.median,
        "expected_high": found.high,
    }
    for measure, amount in amounts.items():
        sheet.say(subject, measure, _money(amount), sheet.currency, *basis, kind=kind)
    sheet.say(subject, "loss_chance", found.loss, "share", f"{subject}.expected", kind=kind)


def _say_segment(sheet: FactSheet, found: Planned, segment: str, customers: int) -> None:
    """Say of every segment what its action must bring and is taken to bring."""
    sheet.say(segment, "customers", customers, "customers")
    outcome = next(
        (found.evidence.outcome(one.segment) for one in found.found if one.segment.id == segment), None
    )
    tested = found.tested.rate_of(segment) if found.tested else None
    if tested and min(tested.seen, customers) >= SMALL:
        sheet.say(segment, "base_rate", tested.value, "share", kind=Kind.ESTIMATED)
        low, high = (min(max(tested.value + side * Z_95 * tested.error, 0.0), 1.0) for side in (-1, 1))
        sheet.say_interval(segment, "base_rate", (low, high), "share", Kind.ESTIMATED)
    elif outcome:
        sheet.say(segment, "followed", outcome.customers, "customers")
        rate = outcome.came_back / outcome.customers
        sheet.say(segment, "base_rate", rate, "share", f"{segment}.followed")
        interval = wilson_interval(outcome.came_back, outcome.customers)
        sheet.say_interval(segment, "base_rate", interval, "share", Kind.ESTIMATED)
    n = found.first_of(segment)
    needed = _unasked(found, segment) if n is None else _break_even(found.option(n))
    if needed is not None:
        kind = Kind.ASSUMED if n is None else rests_on(found, [n])
        sheet.say(segment, "break_even", needed, "points", "all.margin", kind=kind)
    if n is not None:
        _say_effect(sheet, found, segment, n)


def _say_effect(sheet: FactSheet, found: Planned, segment: str, n: int) -> None:
    option, kind = found.option(n), rests_on(found, [n])
    for end in ("worst", "likely", "best"):
        sheet.say(segment, f"effect_{end}", getattr(option.effect, end), "points", kind=option.effect.kind)
    mean = float(found.worth.extra[:, n].mean())
    sheet.say(segment, "effect_expected", mean, "points", f"{segment}.effect_likely", kind=kind)
    each = float(found.worth.expected[n])
    sheet.say(segment, "expected_each", _money(each), sheet.currency, f"{segment}.effect_expected", kind=kind)


def _unasked(found: Planned, segment: str) -> float | None:
    """Return the break-even lift of the first action of a segment whose effect nobody can assume."""
    known = (case.lift for one in found.found if one.segment.id == segment for case in one.cases)
    return next((float(lift) for lift in known if lift is not None), None)


def _break_even(option: Option) -> float | None:
    needed = break_even_lift(
        base_rate=Decimal(str(option.base or 0)),
        order_value=Decimal(str(option.earned)),
        margin=Decimal(1),
        contact_cost=Decimal(str(option.contact_cost)),
        discount=Decimal(str(option.redeemed)),
    )
    return None if needed is None else float(needed)


def _say_assumptions(sheet: FactSheet, found: Planned) -> None:
    """Say what the whole plan is expected to bring at the ends of each assumption."""
    for place, one in enumerate(found.assumptions, 1):
        subject = ALL if one.option is None else found.option(one.option).segment
        if sheet.has(subject, "if_worse"):
            continue
        kind = rests_on(found, found.used)
        sheet.say(subject, "if_worse", _money(one.if_worse), sheet.currency, "all.expected", kind=kind)
        sheet.say(subject, "if_better", _money(one.if_better), sheet.currency, "all.expected", kind=kind)
        sheet.say(subject, "sway_place", place, "rank", kind=kind)
    if found.assumptions:
        ends = swayed(float(found.terms.margin.value))
        for end, margin in zip(("low", "high"), ends, strict=True):
            sheet.say(ALL, f"margin_{end}", margin, "share", kind=Kind.PROPOSED)


def _money(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(_MONEY)
