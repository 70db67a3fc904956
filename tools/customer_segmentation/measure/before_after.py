"""A campaign with nobody held out: what its customers did before and after, which shows no effect.

Whoever is contacted was often chosen for what they had just done or not done, and goes back to their habits anyway; season
and other campaigns are in the figures too.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.measure.people import People
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.mean_difference import with_error
from customer_segmentation.stats.shares import Estimate

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Flags, Floats


@dataclass(frozen=True)
class BeforeAfter:
    """Customers contacted, of a segment or all; means are None for too few.

    ``before`` and ``change`` are None where the days before are not known.
    """

    segment: str
    size: int
    after: float | None
    before: float | None
    change: Estimate | None


def before_after(people: People, after: "Floats", before: "Floats | None") -> list[BeforeAfter]:
    """Return everybody and then every segment; shape of ``after`` and ``before``: (customers,)."""
    import numpy as np

    everybody = np.ones(len(people.arm), dtype=np.bool_)
    return [
        _of(segment, own, after, before)
        for segment, own in [(ALL, everybody), *((one, people.of(one)) for one in people.segments)]
    ]


def _of(segment: str, own: "Flags", after: "Floats", before: "Floats | None") -> BeforeAfter:
    many = int(own.sum())
    if many < SMALL:
        return BeforeAfter(segment, many, None, None, None)
    mean = float(after[own].mean())
    if before is None:
        return BeforeAfter(segment, many, mean, None, None)
    gaps = after[own] - before[own]
    gap, error = float(gaps.mean()), sqrt(float(gaps.var(ddof=1)) / many)
    change = with_error(gap, error, many - 1).estimate if error else Estimate(gap, gap, gap)
    return BeforeAfter(segment, many, mean, float(before[own].mean()), change)
