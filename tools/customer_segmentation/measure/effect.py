"""One effect: those contacted against those held out, of a segment or of all."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from customer_segmentation.stats import shares
from customer_segmentation.stats.adjusted_difference import adjusted_difference
from customer_segmentation.stats.mean_difference import MeanDifference, welch, with_error
from customer_segmentation.stats.means import Moments
from customer_segmentation.stats.partial_pooling import Pooled

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Flags, Floats


@dataclass(frozen=True)
class Group:
    """Customers of one arm: how many, and their mean outcome (a share where it is a yes or no)."""

    size: int
    mean: float


@dataclass(frozen=True)
class Effect:
    """What contacting did.

    Attributes:
        segment: Its id, ``all`` for everybody.
        arm: Place of the arm of those contacted, from one.
        plain: The difference of the two groups; None where one of them is too small.
        adjusted: The same at equal behaviour before; None where that cannot be said.
        pooled: What is believed of a segment given all of them.
    """

    segment: str
    arm: int
    contacted: Group
    held_out: Group
    plain: MeanDifference | None
    adjusted: MeanDifference | None = None
    pooled: Pooled | None = None


def group(outcome: "Floats") -> Group:
    """Return a group from the outcomes of its customers."""
    return Group(len(outcome), float(outcome.mean()) if len(outcome) else 0.0)


def plain_difference(contacted: "Floats", held_out: "Floats", *, shares_of: bool) -> MeanDifference:
    """Return the difference of two groups of two customers or more.

    Shares have Newcombe's interval, and the error of A. Agresti, B. Caffo, The American Statistician 54 (2000)
    280-288, which is above zero even where everybody did the same; means have Welch's.
    """
    if not shares_of:
        return welch(_moments(contacted), _moments(held_out))
    yes, many = int(contacted.sum()), len(contacted)
    other_yes, other_many = int(held_out.sum()), len(held_out)
    error = sqrt(_spread(yes, many) + _spread(other_yes, other_many))
    estimate = shares.difference(yes, many, other_yes, other_many)
    return MeanDifference(estimate, error, shares.p_value(yes, many, other_yes, other_many))


def like_with_like(
    outcome: "Floats", treated: "Flags", strata: "Codes"
) -> tuple[Group, Group, MeanDifference] | None:
    """Return both groups and their difference with every stratum weighed by its customers, whoever was held out of it.

    Strata without two of each kind say nothing and are left out; None if none is left or nothing varies.
    """
    import numpy as np

    parts: list[tuple[int, Moments, Moments]] = []
    for stratum in np.unique(strata):
        own = strata == stratum
        contacted, held_out = outcome[own & treated], outcome[own & ~treated]
        if min(len(contacted), len(held_out)) > 1:
            parts.append((int(own.sum()), _moments(contacted), _moments(held_out)))
    kept = sum(many for many, *_ in parts)
    weighed = [(many / kept, one) for many, *both in parts for one in both]
    errors = [(weight * weight * one.variance / one.size, one.size) for weight, one in weighed]
    variance = sum(part for part, _ in errors)
    if variance <= 0:
        return None
    degrees = 1 / sum((part / variance) ** 2 / (many - 1) for part, many in errors)
    means = [sum(weight * one.mean for weight, one in weighed[n::2]) for n in (0, 1)]
    sizes = int(treated.sum()), int((~treated).sum())
    first, second = (Group(size, mean) for size, mean in zip(sizes, means, strict=True))
    return first, second, with_error(means[0] - means[1], sqrt(variance), degrees)


def adjusted_of_all(
    outcome: "Floats", treated: "Flags", covariates: "Floats", strata: "Codes", fewest: int
) -> MeanDifference | None:
    """Return the difference adjusted for behaviour before and for strata with ``fewest`` of either kind."""
    import numpy as np

    large = [
        own
        for stratum in np.unique(strata)
        for own in [strata == stratum]
        if min((own & treated).sum(), (own & ~treated).sum()) >= fewest
    ]
    flags = [own.astype(np.float64) for own in large[1:]]
    return adjusted_difference(outcome, treated, np.column_stack([covariates, *flags]))


def _moments(values: "Floats") -> Moments:
    return Moments(len(values), float(values.mean()), float(values.var(ddof=1)))


def _spread(yes: int, many: int) -> float:
    share = (yes + 1) / (many + 2)
    return share * (1 - share) / (many + 2)
