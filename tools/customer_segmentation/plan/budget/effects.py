"""What an action may bring, extra buyers among those contacted, and the money of an order: distributions, and draws.

An effect is told or assumed in three figures: worst, likely and best, taken as the 10th, 50th and 90th percentiles
(three points that describe an uncertain quantity well enough to decide by: Keefer & Bodily 1983, *Management Science*
29, 595). Between
and beyond them it follows a normal distribution of two halves, each with a spread of its own, so that a hopeful tail
may be longer than the other; one draw in ten is therefore worse than the worst.

Effects are not independent: whoever is wrong about one segment is wrong about the others too. Half of the variance of
what was told or assumed is shared by all of them (before the halves are scaled), which makes plan totals as uncertain as
they are. Effects of one test err together as far as it says. The money of an order is known only as well as so many
orders tell it; it is drawn from a lognormal distribution about the mean.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.fact import Kind

if TYPE_CHECKING:
    from numpy import ndarray

SHARED: Final = 0.5
"""Share of the variance that all effects have in common."""
_Z90: Final = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


@dataclass(frozen=True)
class Effect:
    """Extra buyers among those contacted, as fractions of one: the 10th, 50th and 90th percentiles.

    Attributes:
        kind: Given by the person, measured in a test, or assumed from a playbook.
        apart: Whether it is known of this action by itself; else all actions of the segment are taken to be alike.
        shared: What it shares with other effects: components by name, each with the correlation to it.
    """

    worst: float
    likely: float
    best: float
    kind: Kind
    apart: bool = False
    shared: tuple[tuple[str, float], ...] = (("shared", SHARED**0.5),)


@dataclass(frozen=True)
class Drawn:
    """What is to be drawn: an effect, what it is about, and the share who order anyway (None if not known)."""

    segment: str
    action: str
    effect: Effect
    base: float | None


def draw_effects(wanted: Sequence[Drawn], draws: int, seed: int) -> "ndarray":
    """Return draws x effects of extra buyers per customer contacted.

    Each effect is drawn by a seed of its own, so that leaving one out changes none of the others. Its draws are evenly
    spread over its distribution: percentiles and mean do not depend on luck. Nobody can order less than not at all or
    more than surely.
    """
    import numpy as np

    if not wanted:
        return np.zeros((draws, 0))
    names = dict.fromkeys(name for one in wanted for name, _ in one.effect.shared)
    components = {name: _normal(draws, seed, name) for name in names}
    columns = []
    for one in wanted:
        own = max(1 - sum(part**2 for _, part in one.effect.shared), 0.0)
        spread = own**0.5 * _normal(draws, seed, f"{one.segment}/{one.action}")
        for name, part in one.effect.shared:
            spread += part * components[name]
        columns.append(_of_normal(_evenly(spread), one))
    return np.stack(columns, axis=1)


def draw_order_values(wanted: Sequence[tuple[str, float]], draws: int, seed: int) -> "ndarray":
    """Return draws x options of the money of an order, as a multiple of what it is taken to be.

    Args:
        wanted: By option its segment, and the standard error of the money of an order there as a fraction of it.
        draws: How many.
        seed: Of chance; all options of a segment have one order value.
    """
    import numpy as np

    columns = []
    for segment, error in wanted:
        spread = float(np.sqrt(np.log1p(error**2)))
        columns.append(
            np.exp(spread * _evenly(_normal(draws, seed, f"order value/{segment}")) - spread**2 / 2)
        )
    return np.stack(columns, axis=1) if columns else np.ones((draws, 0))


def _of_normal(z: "ndarray", one: Drawn) -> "ndarray":
    import numpy as np

    effect = one.effect
    below, above = (effect.likely - effect.worst) / _Z90, (effect.best - effect.likely) / _Z90
    drawn = effect.likely + np.where(z < 0, below, above) * z
    base = one.base
    bounded: ndarray = np.clip(drawn, -1.0 if base is None else -base, 1.0 if base is None else 1.0 - base)
    return bounded


def _normal(draws: int, seed: int, name: str) -> "ndarray":
    import numpy as np

    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16]))).standard_normal(draws)


def _evenly(values: "ndarray") -> "ndarray":
    """Return normal scores in the order of the values: as many as there are, evenly spread."""
    import numpy as np
    from scipy.special import ndtri

    n = len(values)
    scores = np.empty(n)
    scores[np.argsort(values, kind="stable")] = ndtri((np.arange(n) + 0.5) / n)
    return scores
