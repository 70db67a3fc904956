"""Scores by which customers are put in order, the likeliest to come back first; none has seen the days it is judged by.

Segments stand in the order declared for them; where there is none, in that of how many of their customers came back
from an earlier origin on (ranking them by the days that judge them would flatter them: PRACTICE, section 7), put into
the very segments that are judged. The formula is a logistic regression on log recency, frequency and monetary value, learnt from an earlier origin too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.validation.followed import Followed
from customer_segmentation.stats.logistic import fit_logistic

if TYPE_CHECKING:
    from customer_segmentation.stats.paired_auc import Floats

_LIKE_ALL: Final = 30
"""So many customers like everybody are added to a segment whose rate is learnt, lest a few make it first or last."""
_DIGITS: Final = 9
"""Scores are equal where they agree so far: customers alike must not differ by the order of an addition."""


class Score(StrEnum):
    """What customers are ordered by."""

    SEGMENTS = "segments"
    RECENCY = "recency"
    FREQUENCY = "frequency"
    REVENUE = "revenue"
    FORMULA = "formula"
    """Recency, frequency and monetary value together."""
    BOTH = "both"
    """The formula with the segments added to it."""


BASELINES: Final = (Score.RECENCY, Score.FREQUENCY, Score.REVENUE, Score.FORMULA)


@dataclass(frozen=True)
class Split:
    """One origin that judges, and what was learnt before it.

    Attributes:
        judged: Customers in the segments as formed on the split day.
        lesson: The same segments on an earlier origin, the days after it over by the split day; None where there is none.
    """

    judged: Followed
    lesson: Followed | None


def learnt_rates(lesson: Followed) -> dict[str, float]:
    """Return by segment the share of its customers who came back from an earlier day on, drawn to that of all."""
    whole = float(lesson.came_back.mean())

    def rate(segment: str) -> float:
        own = lesson.came_back[lesson.of(segment)]
        return (float(own.sum()) + _LIKE_ALL * whole) / (len(own) + _LIKE_ALL)

    return {segment: rate(segment) for segment in lesson.segments}


def all_scores(split: Split, order: Sequence[str]) -> dict[Score, "Floats"]:
    """Return what can be told of each customer on the split day, larger meaning likelier to come back.

    Args:
        split: The customers, and an earlier origin to learn from; without one there is no formula, and no order but
            a declared one. Nothing is known of a segment in which nobody was then: it counts as average.
        order: The segments, likeliest to come back first; empty where the method declares no order.
    """
    followed, lesson = split.judged, split.lesson
    scores = {
        Score.RECENCY: -followed.recency_days,
        Score.FREQUENCY: followed.orders,
        Score.REVENUE: followed.revenue,
    }
    if order:
        places = {segment: -float(place) for place, segment in enumerate(order)}
        scores[Score.SEGMENTS] = _by_segment(followed, places, -float(len(places)))
    if lesson and _varies(lesson):
        if not order:
            scores[Score.SEGMENTS] = _by_segment(
                followed, learnt_rates(lesson), float(lesson.came_back.mean())
            )
        scores[Score.FORMULA] = _by_formula(followed, lesson, ())
        scores[Score.BOTH] = _by_formula(followed, lesson, lesson.segments)
    return scores


def _varies(earlier: Followed) -> bool:
    return 0 < int(earlier.came_back.sum()) < earlier.customers


def _by_segment(followed: Followed, known: Mapping[str, float], other: float) -> "Floats":
    import numpy as np

    by_code = np.array([known.get(segment, other) for segment in followed.segments])
    scores: Floats = by_code[followed.codes]
    return scores


def _by_formula(followed: Followed, earlier: Followed, segments: Sequence[str]) -> "Floats":
    import numpy as np

    known = _measures(earlier)
    centre, scale = known.mean(axis=0), known.std(axis=0)
    scale[scale == 0] = 1.0

    def features(of: Followed) -> "Floats":
        own = [of.of(segment).astype(float) for segment in segments]
        return np.column_stack([(_measures(of) - centre) / scale, *own])

    weights = fit_logistic(features(earlier), earlier.came_back.astype(float))
    scores: Floats = np.round(features(followed) @ weights[1:], _DIGITS)
    return scores


def _measures(of: Followed) -> "Floats":
    import numpy as np

    measures: Floats = np.log1p(np.column_stack([of.recency_days, of.orders, np.maximum(of.revenue, 0.0)]))
    return measures
