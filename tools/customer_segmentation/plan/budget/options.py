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
from customer_segmentation.plan.budget.tested import Tested
from customer_segmentation.plan.budget.told import Told

Effects = Callable[[Prospect, Action], Effect | None]
"""What is known of an action for a segment; None where nothing is."""


def known_effects(told: Told, tested: Tested | None = None) -> Effects:
    """Return what the person told, else what a test measured, else what the playbook assumes.

    The latter is relative to the share who order anyway. Where a playbook begins with leaving customers alone, it
    assumes that a contact brings nothing.
    """

    def effect(one: Prospect, action: Action) -> Effect | None:
        given = told.effect_of(one.segment.id, action.id)
        given = given or (tested.effect_of(one.segment.id, action.id) if tested else None)
        if given or one.base_rate is None:
            return given
        if _left_alone(one):
            return Effect(0.0, 0.0, 0.0, Kind.ASSUMED)
        base, lift = float(one.base_rate), action.scenario_lift
        worst, likely, best = (min(rate * base, 1 - base) for rate in (lift.low, lift.likely, lift.high))
        return Effect(worst, likely, best, Kind.ASSUMED)

    return effect


def options_of(
    found: list[Prospect],
    request: BudgetRequest,
    terms: ShopTerms,
    told: Told,
    tested: Tested | None = None,
) -> list[Option]:
    """Return the options of all segments in the order of acting, each segment's in the order of its playbook.

    Where an action of a segment was tested, what is only assumed of others is left out: a hope does not outbid a
    measurement.
    """
    effects = known_effects(told, tested)
    chosen: list[Option] = []
    for one in found:
        if one.segment.id in told.without_segments or (one.segment.order_value or 0) <= 0:
            continue
        base = _base(one, tested)
        own = [
            _option(one, case, request, terms, effect, base)
            for case in _contacting(one, told)
            if (effect := effects(one, case.action)) and (base is not None or not case.discount)
        ]
        measured = any(option.effect.kind is Kind.MEASURED for option in own)
        chosen += [option for option in own if not (measured and option.effect.kind is Kind.ASSUMED)]
    return chosen


def _base(one: Prospect, tested: Tested | None) -> float | None:
    """Return the share who order anyway, as a test showed it if there is one."""
    shown = tested.rate_of(one.segment.id) if tested else None
    if shown:
        return shown.value
    return None if one.base_rate is None else float(one.base_rate)


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


def _option(
    one: Prospect, case: Case, request: BudgetRequest, terms: ShopTerms, effect: Effect, base: float | None
) -> Option:
    action, value = case.action, one.segment.order_value or Decimal(0)
    discount = discount_rate(action, request, effect) * value
    return Option(
        segment=one.segment.id,
        action=action.id,
        channel=action.channel,
        contacts=action.repeats,
        base=base,
        earned=float(terms.margin.value * value),
        contact_cost=float(case.cost),
        redeemed=float(request.redeeming * discount),
        effect=effect,
        lapsed=one.lapsed,
    )


def discount_rate(action: Action, request: BudgetRequest, effect: Effect) -> Decimal:
    """Return the share of an order that an action gives away: as told, unless it was tested as it is."""
    own = Decimal(str(action.discount_rate or 0))
    if request.discount is None or not own or effect.kind is Kind.MEASURED:
        return own
    return request.discount


def _left_alone(one: Prospect) -> bool:
    return one.cases[0].action.channel is Channel.NONE
