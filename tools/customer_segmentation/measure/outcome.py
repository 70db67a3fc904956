"""What a campaign is judged by: a figure for every customer, before and after."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from customer_segmentation.kit.errors import InputError
from customer_segmentation.measure.campaign import Campaign
from customer_segmentation.measure.people import CONTROL
from customer_segmentation.measure.request import CampaignRequest, Measured
from customer_segmentation.workspace.workspace import Workspace

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Floats


class Scale(StrEnum):
    """What the figure is."""

    SHARE = "share"
    MONEY = "money"
    NUMBER = "number"


@dataclass(frozen=True)
class Terms:
    """What contacting costs and earns, None where not told."""

    margin: Decimal | None
    contact_cost: Decimal | None


@dataclass(frozen=True)
class Outcome:
    """Figures of every customer; ``before`` of as many days before, None where they are not known.

    ``name`` is what is measured, or ``file`` for an outcome of the campaign's own file.
    """

    name: str
    scale: Scale
    after: "Floats"
    before: "Floats | None"


def terms_of(request: CampaignRequest, workspace: Workspace) -> Terms:
    """Return margin and cost: told with the request, else the margin of the shop's profile."""
    margin = workspace.profile.margin if request.margin is None else request.margin
    return Terms(margin, request.contact_cost)


def outcome_of(campaign: Campaign, request: CampaignRequest, terms: Terms) -> Outcome:
    """Return the outcome that a request asks for.

    Raises:
        InputError: Contribution is asked for and no margin is known, or the file's own outcome is no money.
    """
    people = campaign.people
    if campaign.file.outcome:
        truth = campaign.file.outcome_kind == "truth"
        money = request.measured is Measured.REVENUE
        scale = Scale.SHARE if truth else Scale.MONEY if money else Scale.NUMBER
        return Outcome("file", scale, people.outcome, None)
    after, before = (people.orders_after, people.spent_after), (people.orders_before, people.spent_before)
    has_before = campaign.days is not None and campaign.days.has_before
    cost = float(terms.contact_cost or 0)
    if request.measured is Measured.CONTRIBUTION and terms.margin is None:
        raise InputError("campaign_no_margin")

    def figures(orders: "Floats", spent: "Floats", contact: float) -> "Floats":
        if request.measured is Measured.ORDERED:
            return (orders > 0).astype(float)
        if request.measured is Measured.ORDERS:
            return orders
        if request.measured is Measured.REVENUE:
            return spent
        worth: Floats = float(terms.margin or 0) * spent - contact * (people.arm != CONTROL)
        return worth

    scales = {Measured.ORDERED: Scale.SHARE, Measured.ORDERS: Scale.NUMBER}
    return Outcome(
        request.measured.value,
        scales.get(request.measured, Scale.MONEY),
        figures(*after, cost),
        figures(*before, 0.0) if has_before else None,
    )


def break_even(campaign: Campaign, outcome: Outcome, terms: Terms) -> float | None:
    """Return the effect per customer contacted that pays for contacting them; None where that is not known.

    An order counts as much as the average order of the campaign's customers in the days after. What a discount cost is
    not known here.
    """
    if terms.margin is None or terms.contact_cost is None or outcome.name == "file":
        return None
    cost, margin = float(terms.contact_cost), float(terms.margin)
    if outcome.name == Measured.CONTRIBUTION.value:
        return 0.0
    if outcome.scale is Scale.MONEY:
        return cost / margin
    orders, money = float(campaign.people.orders_after.sum()), float(campaign.people.spent_after.sum())
    return cost * orders / (margin * money) if orders and money > 0 else None
