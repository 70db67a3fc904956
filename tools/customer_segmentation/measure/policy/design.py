"""Columns for a learner from what is known: clipped, skewed ones as logarithms, and bent and paired for a linear model.

Cuts, means and knots are those of the customers a design was made from; nobody is read beyond their first and last
percent, since what is fitted runs wild out there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.policy.known import Known

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.stats.adjusted_difference import Floats

_OUTER: Final = (0.01, 0.99)
_KNOTS: Final = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
_PAIRED: Final = 6
"""Numbers after so many are paired with these alone, not with each other."""
_SKEWED: Final = 1.0
_FEW_VALUES: Final = 2


@dataclass(frozen=True, eq=False)
class Design:
    """How the columns of ``Known`` are read.

    Attributes:
        logs: Which numbers are read as logarithms, shape (k,).
        missing: What stands for a number that is not known, shape (k,).
        ends: The lowest and the highest that is read, shape (2, k); centre and spread likewise of what is read.
        levels: Of each category, the levels that get a column.
        knots: Of each number, where its line may bend.
    """

    logs: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"
    missing: "Floats"
    ends: "Floats"
    scale: "Floats"
    levels: tuple[tuple[int, ...], ...]
    knots: tuple["Floats", ...]

    def trees(self, known: Known) -> "Floats":
        """Return columns for trees: numbers as they are read, and flags of levels."""
        import numpy as np

        return np.column_stack([self._numbers(known), self._flags(known)])

    def splines(self, known: Known) -> "Floats":
        """Return columns for a linear model: numbers with bends, flags, and the products of pairs."""
        import numpy as np

        numbers, flags = self._numbers(known), self._flags(known)
        columns = [numbers, flags]
        for n, knots in enumerate(self.knots):
            columns.append(np.maximum(numbers[:, n : n + 1] - knots, 0.0))
        first = numbers[:, :_PAIRED]
        for n in range(first.shape[1]):
            columns += [first[:, n : n + 1] * numbers[:, n:], first[:, n : n + 1] * flags]
        return np.column_stack(columns)

    def _numbers(self, known: Known) -> "Floats":
        import numpy as np

        told = np.where(np.isnan(known.numbers), self.missing, known.numbers)
        read = np.where(self.logs, np.log1p(np.maximum(told, 0.0)), told)
        centred: Floats = (np.clip(read, *self.ends) - self.scale[0]) / self.scale[1]
        return centred

    def _flags(self, known: Known) -> "Floats":
        import numpy as np

        flags = [
            (known.categories[:, n] == level).astype(np.float64)
            for n, levels in enumerate(self.levels)
            for level in levels
        ]
        return np.column_stack(flags) if flags else np.empty((len(known), 0))


def design_of(known: Known) -> Design:
    """Return the design that these customers suggest."""
    import numpy as np

    many = known.numbers.shape[1]
    told = np.where(np.isnan(known.numbers).all(axis=0), 0.0, known.numbers)
    missing = np.nanmedian(told, axis=0) if many else np.empty(0)
    whole = np.where(np.isnan(told), missing, told)
    logs = np.array([_is_skewed(whole[:, n]) for n in range(many)], dtype=np.bool_)
    read = np.where(logs, np.log1p(np.maximum(whole, 0.0)), whole)
    ends = np.quantile(read, _OUTER, axis=0) if many else np.empty((2, 0))
    clipped = np.clip(read, *ends)
    spread = clipped.std(axis=0)
    scale = np.array([clipped.mean(axis=0), np.where(spread > 0, spread, 1.0)])
    standard = (clipped - scale[0]) / scale[1]
    return Design(
        logs, missing, ends, scale, _levels(known), tuple(_knots(standard[:, n]) for n in range(many))
    )


def _levels(known: Known) -> tuple[tuple[int, ...], ...]:
    import numpy as np

    return tuple(
        tuple(int(level) for level in np.unique(known.categories[:, n]) if level >= 0)
        for n in range(known.categories.shape[1])
    )


def _knots(read: "Floats") -> "Floats":
    """Return distinct places inside a column; none for one of two values."""
    import numpy as np

    knots = np.unique(np.quantile(read, _KNOTS))
    inside: Floats = knots[(knots > read.min()) & (knots < read.max())]
    return inside


def _is_skewed(told: "Floats") -> bool:
    """Tell whether values of zero or more reach much farther up than down."""
    import numpy as np

    if told.min(initial=0.0) < 0 or len(np.unique(told)) <= _FEW_VALUES:
        return False
    away = told - told.mean()
    return bool((away**3).mean() > _SKEWED * (away**2).mean() ** 1.5)
