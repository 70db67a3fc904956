"""Which actions there are to choose from, for whom, and on what assumptions."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from customer_segmentation.advise.playbook import Action, Channel
from customer_segmentation.advise.prospect import Case, Prospect
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.effects import Effect
from customer_segmentation.plan.budget.gain import Option
from customer_segmentation.plan.budget.request import BudgetRequest
from customer_segmentation.plan.budget.told import Told

Effects = Callable[[Prospect, Action], Effect | None]
"""What is known of an action for a segment; None where nothing is."""


def known_effects(told: Told) -> Effects:
    """Return what the person told, else what the playbook assumes, relative to the share who order anyway.

    Where a playbook begins with leaving customers alone, it assumes that a contact brings nothing.
    """

    def effect(one: Prospect, action: Action) -> Effect | None:
        given = told.effect_of(one.segment.id, action.id)
        if given or one.base_rate is None:
            return given
        if _left_alone(one):
            return Effect(0.0, 0.0, 0.0, Kind.ASSUMED)
        base, lift = float(one.base_rate), action.scenario_lift
        worst, likely, best = (min(rate * base, 1 - base) for rate in (lift.low, lift.likely, lift.high))
        return Effect(worst, likely, best, Kind.ASSUMED)

    return effect


def options_of(
    found: list[Prospect], request: BudgetRequest, terms: ShopTerms, told: Told, effects: Effects
) -> list[Option]:
    """Return the options of all segments in the order of acting, each segment's in the order of its playbook."""
    return [
        _option(one, case, request, terms, effect)
        for one in found
        if one.segment.id not in told.without_segments and (one.segment.order_value or 0) > 0
        for case in _contacting(one, told)
        if (effect := effects(one, case.action)) and (one.base_rate is not None or not case.discount)
    ]


def _contacting(one: Prospect, told: Told) -> Iterator[Case]:
    """Give the actions of a segment that contact anybody by a channel that there is."""
    for case in one.cases:
        channel = case.action.channel
        if (
            channel is not Channel.NONE
            and channel not in told.without_channels
            and told.capacity.get(channel) != 0
        ):
            yield case


def _option(one: Prospect, case: Case, request: BudgetRequest, terms: ShopTerms, effect: Effect) -> Option:
    action, value = case.action, one.segment.order_value or Decimal(0)
    discount = case.discount if request.discount is None or not case.discount else request.discount * value
    return Option(
        segment=one.segment.id,
        action=action.id,
        channel=action.channel,
        contacts=action.repeats,
        base=None if one.base_rate is None else float(one.base_rate),
        earned=float(terms.margin.value * value),
        contact_cost=float(case.cost),
        redeemed=float(request.redeeming * discount),
        effect=effect,
        lapsed=one.lapsed,
    )


def _left_alone(one: Prospect) -> bool:
    return one.cases[0].action.channel is Channel.NONE
