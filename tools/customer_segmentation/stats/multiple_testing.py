"""Many questions asked at once: p-values adjusted so that chance alone seldom looks like a finding.

Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995) 289-300.
"""

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p-values in the given order: rejecting those up to q keeps false discoveries at q.

    Raises ValueError for a value that is no probability.
    """
    many = _checked(p_values)
    adjusted = [1.0] * many
    least = 1.0
    for rank, place in zip(range(many, 0, -1), sorted(range(many), key=lambda n: -p_values[n]), strict=True):
        least = min(least, p_values[place] * many / rank)
        adjusted[place] = least
    return adjusted


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p-values in the given order: rejecting those up to a keeps the chance of any false one at a.

    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979)
    65-70. Raises ValueError for a value that is no probability.
    """
    many = _checked(p_values)
    adjusted = [1.0] * many
    least = 0.0
    for rank, place in enumerate(sorted(range(many), key=lambda n: p_values[n])):
        least = max(least, min(1.0, (many - rank) * p_values[place]))
        adjusted[place] = least
    return adjusted


def _checked(p_values: Sequence[float]) -> int:
    """Return how many there are; raises ValueError for a value that is no probability."""
    if any(not 0 <= p <= 1 for p in p_values):
        message = "a p-value lies between 0 and 1"
        raise ValueError(message)
    return len(p_values)
