"""The figures of an optimisation plan that no step has: its days, and what is expected without it."""

from decimal import Decimal
from typing import Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.plan.optimisation.calendar import (
    CHECK_AFTER,
    MIDWAY_AFTER,
    SECOND_AFTER,
    STOCK_AFTER,
    What,
)
from customer_segmentation.plan.optimisation.material import Material
from customer_segmentation.plan.optimisation.steps import BUDGET

TOOL: Final = "optimisation_plan"
_AFTER: Final = {
    What.SECOND: SECOND_AFTER,
    What.CHECK: CHECK_AFTER,
    What.MIDWAY: MIDWAY_AFTER,
    What.STOCK: STOCK_AFTER,
}


def say_all(sheet: FactSheet, found: Material) -> None:
    """Say the days, and what is expected of those in the plan if nobody contacts them."""
    _say_days(sheet, found)
    _say_anyway(sheet, found)


def _say_days(sheet: FactSheet, found: Material) -> None:
    given = Kind.GIVEN if found.request.start.strip() else Kind.PROPOSED
    sheet.say(ALL, "as_of", found.formed.as_of, "date")
    for what, day in found.calendar.days().items():
        kind = given if what is What.START else Kind.PROPOSED
        sheet.say(ALL, f"{what}_on", day, "date", kind=kind)
        if what in _AFTER:
            sheet.say(ALL, f"{what}_days", _AFTER[what], "days", kind=Kind.PROPOSED)
    for segment in found.bets:
        sheet.say(segment, "contact_on", found.calendar.contacted_on(segment), "date", kind=Kind.PROPOSED)
        sheet.say(segment, "read_on", found.calendar.read_on(segment), "date", kind=Kind.PROPOSED)


def _say_anyway(sheet: FactSheet, found: Material) -> None:
    """Say who orders anyway and what one order of each contributes, of the segments whose rate is known."""
    facts, own = found.budget.reply.facts, BUDGET.name
    known = [one for one in found.bets if f"{own}.{one}.base_rate" in facts]
    if not known:
        return
    customers, ordering, contribution, exact = 0, Decimal(0), Decimal(0), True
    margin = facts[f"{own}.{ALL}.margin"]
    for segment in known:
        many = int(facts[f"{own}.{segment}.customers"].number)
        orders = many * facts[f"{own}.{segment}.base_rate"].number
        value = found.segments.reply.facts.get(f"{found.segments.tool}.{segment}.aov")
        customers, ordering = customers + many, ordering + orders
        exact = exact and value is not None
        contribution += orders * margin.number * (value.number if value else 0)
    sheet.say(ALL, "anyway_of", customers, "customers")
    sheet.say(ALL, "anyway_customers", round(ordering), "customers", "all.anyway_of", kind=Kind.ESTIMATED)
    if exact:
        kind = Kind.ASSUMED if margin.kind is Kind.ASSUMED else Kind.ESTIMATED
        sheet.say(ALL, "anyway_contribution", contribution, sheet.currency, "all.anyway_customers", kind=kind)
