"""Whether customers were divided as planned: the test of a sample-ratio mismatch.

K. Pearson's chi-square of 1900. A. Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments",
KDD (2019): a mismatch at p < 0.001 means that something went wrong, and that the result is not to be used.
"""

from collections.abc import Sequence
from math import erfc, sqrt
from typing import Final

MISMATCH: Final = 0.001


def planned_ratio(held_out: int, contacted: int, planned: float) -> float:
    """Return the p-value of so many held out where the planned share of them lies between 0 and 1."""
    whole = held_out + contacted
    expected = planned * whole
    square = (held_out - expected) ** 2 / (expected * (1 - planned))
    return erfc(sqrt(square / 2))


def same_ratio(counts: Sequence[tuple[int, int]]) -> float:
    """Return the p-value of one share held out in all groups, from (held out, contacted) of each.

    1 where there are not two groups or nobody of one kind.
    """
    from scipy.special import chdtrc

    groups = [(h, c) for h, c in counts if h + c]
    held, contacted = (sum(column) for column in zip(*groups, strict=True)) if groups else (0, 0)
    if len(groups) < 2 or not held or not contacted:  # noqa: PLR2004 - nothing to compare
        return 1.0
    share = held / (held + contacted)
    square = sum((h - share * (h + c)) ** 2 / (share * (1 - share) * (h + c)) for h, c in groups)
    return float(chdtrc(len(groups) - 1, square))
