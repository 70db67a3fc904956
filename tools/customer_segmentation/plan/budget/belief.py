"""What a test says of each action and segment, taken together with what was assumed before it.

One test of a few thousand customers leaves every cell of segment and action uncertain by itself. So a cell is believed
to be what the playbooks assume, as far as the actions, the segments and the cells depart from it
(``stats/two_way_pooling.py``), and those held out are made surer by who ordered before the test
(``stats/historical_rates.py``). Everything is counted in standard deviations of ordering, √(p(1−p)), in which small and
large rates are equally well measured. A cell that was not tested is believed by what is known of its action and segment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.effects import Effect
from customer_segmentation.stats.historical_rates import with_history
from customer_segmentation.stats.two_way_pooling import Expected, pool_two_ways

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Floats

DEPARTURE: Final = 0.03
"""Standard deviation of how far the mean effect of an action may be from what is assumed, in standard deviations of
ordering; half of its variance is common to all actions."""
_SPREAD: Final = 0.05
"""Median of what is believed of the spread between segments, and between actions within one, likewise."""
_UNSEEN: Final = 1e6
"""Variance of what was not seen."""
_Z90: Final = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


@dataclass(frozen=True)
class Rate:
    """The share who order anyway, its standard error, and how many customers it was seen of."""

    value: float
    error: float
    seen: int


@dataclass(frozen=True)
class Lift:
    """What is assumed of an action, relative to who orders anyway, and how far that may be wrong everywhere."""

    likely: float
    error: float

    @classmethod
    def of(cls, low: float, likely: float, high: float) -> "Lift":
        """Return the lift of which a tenth is below ``low`` and a tenth above ``high``."""
        return cls(likely, (high - low) / (2 * _Z90))


@dataclass(frozen=True)
class Belief:
    """Effects by segment and arm, and the share who order anyway by segment."""

    effects: Mapping[tuple[str, str], Effect]
    rates: Mapping[str, Rate]


@dataclass(frozen=True)
class _Counts:
    """What was seen: customers and how many of them ordered; shapes (segments, arms) and (segments,).

    ``earlier`` has two columns: who ordered before the test, and how many were followed.
    """

    contacted: "Floats"
    ordered: "Floats"
    held_out: "Floats"
    held_ordered: "Floats"
    earlier: "Floats"

    @property
    def scale(self) -> "Floats":
        """Standard deviation of ordering in each segment, all its customers taken together."""
        import numpy as np

        yes = self.ordered.sum(axis=1) + self.held_ordered + self.earlier[:, 0]
        many = self.contacted.sum(axis=1) + self.held_out + self.earlier[:, 1]
        share = (yes + 0.5) / (many + 1)
        deviation: Floats = np.sqrt(share * (1 - share))
        return deviation


def believe(
    cells: Sequence[Mapping[str, Any]],
    before: Mapping[str, tuple[int, int]],
    assumed: Mapping[str, Lift],
) -> Belief:
    """Return what is believed after a test whose outcome is whether customers ordered.

    Args:
        cells: Of the effects file: by segment and arm, customers and shares of those contacted and held out.
        before: By segment, who ordered and how many were followed before the test, over as many days.
        assumed: By segment, what the playbooks assume an action to bring; for every segment to be planned for.
    """
    import numpy as np

    segments = list(dict.fromkeys([*assumed, *(str(one["segment"]) for one in cells)]))
    arms = list(dict.fromkeys(str(one["arm"]) for one in cells))
    counts = _counted(cells, segments, arms, before)
    scale = counts.scale
    anyway, errors = _anyway(counts, scale)
    lifts = [assumed.get(one, Lift(0.0, 0.0)) for one in segments]
    expected = _expected(lifts, anyway, len(arms))
    means, deviations, loadings = _after(counts, scale, anyway, errors, expected)
    effects = {
        (segment, arm): _effect(float(means[s, a]), float(deviations[s, a]), loadings[s * len(arms) + a])
        for s, segment in enumerate(segments)
        for a, arm in enumerate(arms)
    }
    shares, sure = np.clip(anyway * scale, 0, 1), np.sqrt(np.diag(errors)) * scale
    seen = counts.held_out + counts.earlier[:, 1]
    rates = {
        one: Rate(float(shares[s]), float(sure[s]), int(seen[s])) for s, one in enumerate(segments) if seen[s]
    }
    return Belief(effects, rates)


def _counted(
    cells: Sequence[Mapping[str, Any]],
    segments: list[str],
    arms: list[str],
    before: Mapping[str, tuple[int, int]],
) -> _Counts:
    import numpy as np

    contacted, ordered = np.zeros((2, len(segments), len(arms)))
    held_out, held_ordered = np.zeros((2, len(segments)))
    for one in cells:
        s, a = segments.index(str(one["segment"])), arms.index(str(one["arm"]))
        contacted[s, a], held_out[s] = one["contacted"], one["held_out"]
        ordered[s, a] = one["contacted"] * (one["contacted_mean"] or 0.0)
        held_ordered[s] = one["held_out"] * (one["held_out_mean"] or 0.0)
    earlier = np.array([before.get(one, (0, 0)) for one in segments], dtype=float)
    return _Counts(contacted, ordered, held_out, held_ordered, earlier)


def _expected(lifts: Sequence[Lift], anyway: "Floats", arms: int) -> Expected:
    """Return what is assumed before the test: a lift relative to who orders anyway, alike wrong in all segments."""
    import numpy as np

    likely, error = (np.array([getattr(one, name) for one in lifts]) * anyway for name in ("likely", "error"))
    each = DEPARTURE / sqrt(2)
    everywhere = np.full((len(lifts), arms), each)
    of_lift = np.repeat(error[:, None], arms, axis=1)
    return Expected(np.repeat(likely[:, None], arms, axis=1), (of_lift, everywhere), each, _SPREAD)


def _after(
    counts: _Counts, scale: "Floats", anyway: "Floats", errors: "Floats", before: Expected
) -> tuple["Floats", "Floats", list[tuple[tuple[str, float], ...]]]:
    """Return means and standard deviations of the effects as shares, and what they share with each other."""
    import numpy as np

    arms = counts.contacted.shape[1]
    many = np.maximum(counts.contacted, 1)
    shown = counts.ordered / many / scale[:, None] - anyway[:, None]
    noise = np.asarray(np.kron(errors, np.ones((arms, arms))) + np.diag(1 / many.ravel()), dtype=np.float64)
    found = pool_two_ways(shown, noise, counts.contacted > 0, before)
    deviation = np.sqrt(np.diag(found.covariance))
    together = _loadings(found.covariance / np.outer(deviation, deviation))
    return found.means * scale[:, None], deviation.reshape(shown.shape) * scale[:, None], together


def _anyway(counts: _Counts, scale: "Floats") -> tuple["Floats", "Floats"]:
    """Return the share who order anyway and its covariance, in standard deviations of ordering."""
    import numpy as np

    def seen(many: "Floats", yes: "Floats") -> tuple["Floats", "Floats"]:
        known = many > 0
        return np.where(known, yes / np.maximum(many, 1) / scale, 0.0), np.where(
            known, 1 / np.maximum(many, 1), _UNSEEN
        )

    earlier = counts.earlier
    return with_history(*seen(counts.held_out, counts.held_ordered), *seen(earlier[:, 1], earlier[:, 0]))


def _effect(mean: float, sd: float, loadings: tuple[tuple[str, float], ...]) -> Effect:
    return Effect(mean - _Z90 * sd, mean, mean + _Z90 * sd, Kind.MEASURED, apart=True, shared=loadings)


def _loadings(correlation: "Floats") -> list[tuple[tuple[str, float], ...]]:
    """Return what each effect has of independent components, so that they err together as they are correlated."""
    import numpy as np

    size = len(correlation)
    lower = np.linalg.cholesky((1 - 1e-9) * correlation + 1e-9 * np.eye(size))
    return [tuple((f"test {k}", float(row[k])) for k in range(n + 1)) for n, row in enumerate(lower)]
