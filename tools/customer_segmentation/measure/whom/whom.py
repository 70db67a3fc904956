"""Whom a campaign should have contacted, where its test can tell: the ways of choosing, and whom the learnt one picks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.campaign import Campaign
from customer_segmentation.measure.checks import Checks
from customer_segmentation.measure.outcome import Outcome, Scale, Terms
from customer_segmentation.measure.people import CONTROL, People
from customer_segmentation.measure.whom.portrait import Portrait, portraits
from customer_segmentation.measure.whom.ways import Way, Ways, value_ways

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Floats

NEEDED: Final = 300
"""So many customers of every arm, at least, are learnt from: fewer show nobody's gain."""


class Refusal(StrEnum):
    """Why whom to contact cannot be told."""

    CORRELATIONAL = "correlational"
    """Nobody was held out."""
    DOUBTFUL = "doubtful"
    """The groups were not drawn by chance."""
    NOTHING_KNOWN = "nothing_known"
    """What customers did before is not known."""
    FEW = "few"
    """Too few customers in some arm."""
    NO_MARGIN = "no_margin"
    """What an order earns is not known."""


@dataclass(frozen=True, eq=False)
class Whom:
    """Whom to contact.

    Attributes:
        scale: Of the gains: money after the cost of contact, or the outcome of the campaign's file.
        free: The cost of contact was not told and counts as nothing.
        portraits: Of whom the learnt way contacts and of whom it does not, the most telling first.
    """

    ways: Ways
    scale: Scale
    free: bool
    portraits: list[Portrait]


def whom_to_contact(
    campaign: Campaign, outcome: Outcome, terms: Terms, checks: Checks | None
) -> Whom | Refusal:
    """Return whom to contact, or why that cannot be told; ``checks`` are None where nobody was held out."""
    if checks is None or campaign.arms is None:
        return Refusal.CORRELATIONAL
    if checks.broken or checks.chosen:
        return Refusal.DOUBTFUL
    if campaign.traits is None:
        return Refusal.NOTHING_KNOWN
    chances = arm_chances(campaign.people, uneven=checks.uneven)
    customers = _comparable(chances)
    if fewest_of_an_arm(campaign.people.arm[customers], chances.shape[1]) < NEEDED:
        return Refusal.FEW
    money = outcome.scale is Scale.MONEY or outcome.name != "file"
    if money and terms.margin is None:
        return Refusal.NO_MARGIN
    worth = _money(campaign.people, outcome, terms) if money else outcome.after
    ways = value_ways(campaign.people, campaign.traits, worth, chances, customers)
    contacted = ways.chosen[Way.LEARNT] != CONTROL
    return Whom(
        ways,
        Scale.MONEY if money else outcome.scale,
        terms.contact_cost is None,
        portraits(campaign.traits, customers, contacted),
    )


def learnable(campaign: Campaign, checks: Checks) -> bool:
    """Tell whether whom to contact could be learnt, margin aside."""
    people = campaign.people
    return (
        campaign.days is not None
        and not (checks.broken or checks.chosen)
        and fewest_of_an_arm(people.arm, int(people.arm.max()) + 1) >= NEEDED
    )


def arm_chances(people: People, *, uneven: bool) -> "Floats":
    """Return the chance of each customer to be in every arm: of all alike, or of their segment where shares differ."""
    import numpy as np

    arms = int(people.arm.max()) + 1
    strata = people.segment if uneven else np.zeros_like(people.segment)
    counts = np.zeros((int(strata.max()) + 1, arms))
    np.add.at(counts, (strata, people.arm), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    chances: Floats = shares[strata]
    return chances


def _comparable(chances: "Floats") -> "Codes":
    """Return the positions of customers who could have been in any arm."""
    import numpy as np

    return np.flatnonzero((chances > 0).all(axis=1))


def fewest_of_an_arm(arm: "Codes", arms: int) -> int:
    """Return the customers of the smallest arm."""
    import numpy as np

    return int(np.bincount(arm, minlength=arms).min())


def _money(people: People, outcome: Outcome, terms: Terms) -> "Floats":
    """Return what each customer earned in the days that count, after the cost of contact."""
    brought = outcome.after if outcome.name == "file" else people.spent_after
    worth: Floats = float(terms.margin or 0) * brought - float(terms.contact_cost or 0) * (
        people.arm != CONTROL
    )
    return worth
