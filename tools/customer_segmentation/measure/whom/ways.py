"""Ways of choosing whom to contact, valued on customers whom they were not learnt from, and what the best one amounts to.

All of them are told on the same scores: what each customer would be worth in every arm, unbiased because chance alone
decided the arms. The learnt way and that by segments are both chosen without the customers they are valued on, so that
none looks better for having been picked.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.effect import plain_difference
from customer_segmentation.measure.measured import PRIOR_SPREAD
from customer_segmentation.measure.people import CONTROL
from customer_segmentation.measure.policy.gains import choose
from customer_segmentation.measure.policy.value import ahead, held_out, same_number
from customer_segmentation.measure.whom.traits import Traits
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.partial_pooling import pool
from customer_segmentation.stats.shares import Estimate

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes, People
    from customer_segmentation.stats.adjusted_difference import Floats

_SEED: Final = 1
"""Which customers are valued together; another would say the same within the intervals."""
_RECENCY: Final = 0
"""The column of days since the last order."""


class Way(StrEnum):
    """A way of choosing."""

    NOBODY = "nobody"
    EVERYBODY = "everybody"
    """All with the arm that brings most on the whole."""
    RECENT = "recent"
    """As many as the learnt way contacts, those who ordered last."""
    LAPSED = "lapsed"
    """As many, those who have not ordered for longest."""
    SEGMENTS = "segments"
    """Whole segments whose effect is believed to be above nothing."""
    LEARNT = "learnt"
    """Each customer whom contact is expected to gain something from."""


class Advice(StrEnum):
    """What the values amount to."""

    FINER = "finer"
    """The learnt way is ahead of nobody, of everybody and of whole segments."""
    CHOOSE = "choose"
    """It is ahead of nobody and of everybody; whole segments may do as well."""
    EVERYBODY = "everybody"
    """Everybody is ahead of nobody, and choosing adds nothing sure."""
    NOBODY = "nobody"
    """Contacting everybody loses, and choosing adds nothing sure."""
    OPEN = "open"
    """Nothing is sure."""


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways, valued.

    Attributes:
        customers: Who were valued: positions among the people of the campaign.
        chosen: By way, the arm of each of them, zero for none.
        gain: By way, what it brings per customer beyond contacting nobody.
        lead: By way, by how much per customer the learnt one is ahead of it.
    """

    customers: "Codes"
    chosen: dict[Way, "Codes"]
    gain: dict[Way, Estimate]
    lead: dict[Way, Estimate]

    @property
    def advice(self) -> Advice:
        """What they amount to; each comparison is asked for before anything is seen."""
        over = {way: self.lead[way].low > 0 for way in (Way.NOBODY, Way.EVERYBODY, Way.SEGMENTS)}
        if over[Way.NOBODY] and over[Way.EVERYBODY]:
            return Advice.FINER if over[Way.SEGMENTS] else Advice.CHOOSE
        everybody = self.gain[Way.EVERYBODY]
        if everybody.low > 0:
            return Advice.EVERYBODY
        return Advice.NOBODY if everybody.high < 0 and not over[Way.NOBODY] else Advice.OPEN


def value_ways(
    people: "People", traits: Traits, worth: "Floats", chances: "Floats", customers: "Codes"
) -> Ways:
    """Return the ways, valued.

    Args:
        people: Of the campaign.
        traits: Of the same.
        worth: What each is worth, after the cost of contact.
        chances: Of each to be in every arm, shape (customers, arms), above zero for ``customers``.
        customers: Positions of those to learn from and to value.
    """
    import numpy as np

    arm, segment = people.arm[customers], people.segment[customers]
    worth, chances = worth[customers], chances[customers]
    found = held_out(traits.known.of(customers), worth, arm, chances, _SEED)
    recency = traits.numbers[customers, _RECENCY]
    last = np.where(np.isnan(recency), np.nanmax(recency, initial=0.0) + 1, recency)
    chosen = {
        Way.NOBODY: np.zeros(len(customers), dtype=np.int64),
        Way.EVERYBODY: best_arm(worth, arm, found.parts),
        Way.RECENT: same_number(found.chosen, found.parts, last),
        Way.LAPSED: same_number(found.chosen, found.parts, -last),
        Way.SEGMENTS: by_segment(worth, arm, segment, found.parts),
        Way.LEARNT: found.chosen,
    }
    scores = found.scores
    return Ways(
        customers=customers,
        chosen=chosen,
        gain={way: ahead(scores, one, chosen[Way.NOBODY]).estimate for way, one in chosen.items()},
        lead={way: ahead(scores, chosen[Way.LEARNT], one).estimate for way, one in chosen.items()},
    )


def best_arm(worth: "Floats", arm: "Codes", parts: "Codes") -> "Codes":
    """Return for the customers of each part the arm of contact with the largest mean in the other parts."""
    import numpy as np

    best = np.empty(len(arm), dtype=np.int64)
    for part in np.unique(parts):
        inside = parts != part
        means = [worth[inside & (arm == one)].mean() for one in range(1, int(arm.max()) + 1)]
        best[parts == part] = 1 + int(np.argmax(means))
    return best


def by_segment(worth: "Floats", arm: "Codes", segment: "Codes", parts: "Codes") -> "Codes":
    """Return the arm of each customer's segment that is believed to bring most, zero where none brings anything.

    What is believed of the segments of a part comes from the other parts, drawn toward all segments as effects are told.
    """
    import numpy as np

    chosen = np.zeros(len(arm), dtype=np.int64)
    many, arms = int(segment.max()) + 1, range(1, int(arm.max()) + 1)
    for part in np.unique(parts):
        inside = parts != part
        seen = worth[inside], arm[inside], segment[inside]
        gains = np.column_stack([_believed(*seen, one, many) for one in arms])
        own = parts == part
        chosen[own] = choose(gains)[segment[own]]
    return chosen


def _believed(worth: "Floats", arm: "Codes", segment: "Codes", one: int, many: int) -> "Floats":
    """Return the believed effect of an arm by place of the segment; of few customers it is what the others suggest."""
    import numpy as np

    places, estimates, errors = [], [], []
    for place in np.unique(segment):
        treated, left = (worth[(segment == place) & (arm == code)] for code in (one, CONTROL))
        if min(len(treated), len(left)) >= SMALL:
            found = plain_difference(treated, left, shares_of=False)
            if found.error > 0:
                places.append(int(place))
                estimates.append(found.estimate.value)
                errors.append(found.error)
    gains = np.zeros(many)
    if places:
        spread = PRIOR_SPREAD * float(worth[arm == CONTROL].std())
        *believed, unseen = pool(np.array(estimates), np.array(errors), max(spread, min(errors)))
        gains[:] = unseen.estimate.value
        gains[places] = [own.estimate.value for own in believed]
    return gains
