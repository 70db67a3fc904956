"""Segments judged by what their customers did from several days on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from customer_segmentation.explain.validation.capture import capture
from customer_segmentation.explain.validation.followed import Followed
from customer_segmentation.explain.validation.scores import BASELINES, Declared, Score, all_scores
from customer_segmentation.explain.validation.verdict import Against, Verdict, against, told_by
from customer_segmentation.stats.paired_auc import Area, area, averaged
from customer_segmentation.stats.shares import Estimate

PART: Final = 0.2
"""The first fifth of customers: about as many as a campaign can reach."""


@dataclass(frozen=True)
class Judged:
    """What was found.

    Attributes:
        splits: The origins judged, the latest first.
        areas: By origin and score, the share of pairs put in the right order.
        average: By score, the same averaged over the origins where every score could be had.
        returning: By score, the share of those who came back who are in the first fifth, on the latest origin.
        money: Likewise, of the money spent.
        learnt: The order of segments was learnt from an earlier origin.
    """

    splits: Sequence[Followed]
    areas: Sequence[dict[Score, Area]]
    average: dict[Score, Area]
    returning: dict[Score, float]
    money: dict[Score, float]
    learnt: bool

    @property
    def latest(self) -> Followed:
        """The latest origin."""
        return self.splits[0]

    def gain(self, over: Score, of: Score = Score.SEGMENTS) -> Estimate | None:
        """Return how much better one score orders customers than another, as a difference of areas."""
        if of not in self.average or over not in self.average:
            return None
        return self.average[of].minus(self.average[over])

    @property
    def rival(self) -> tuple[Score, Against] | None:
        """The single variable, recency aside, that did best and that the segments do not beat; None if they beat both."""
        gains = {s: gain for s in (Score.FREQUENCY, Score.REVENUE) if (gain := self.gain(s))}
        if not gains:
            return None
        best = min(gains, key=lambda score: gains[score].value)
        found = against(gains[best])
        return None if found is Against.BETTER else (best, found)

    @property
    def verdict(self) -> Verdict:
        """What may be said."""
        own = self.average.get(Score.SEGMENTS)
        return Verdict(
            told=told_by(own.estimate if own else None),
            recency=against(self.gain(Score.RECENCY)),
            added=against(self.gain(Score.FORMULA, Score.BOTH)),
        )


def judge(splits: Sequence[Followed], learnt: Followed | None, declared: Declared) -> Judged:
    """Judge segments by the origins ``splits``, the latest first.

    Args:
        splits: The origins that judge.
        learnt: An earlier one to learn from.
        declared: What is known of the segments beforehand.
    """
    customers = 1 + max(int(split.numbers.max()) for split in splits)
    earlier = [*splits[1:], learnt]
    scored = [all_scores(split, before, declared) for split, before in zip(splits, earlier, strict=True)]
    areas = []
    for split, scores in zip(splits, scored, strict=True):
        found = {name: area(s, split.came_back, split.numbers, customers) for name, s in scores.items()}
        areas.append({name: one for name, one in found.items() if one})
    whole = [one for one in areas if len(one) == max(map(len, areas))]
    average = {
        name: mean for name in Score if (mean := averaged([one[name] for one in whole if name in one]))
    }
    latest = splits[0]
    told = [score for score in (Score.SEGMENTS, *BASELINES) if score in scored[0]]
    returning = {s: capture(scored[0][s], latest.came_back.astype(float), PART) for s in told}
    money = {s: capture(scored[0][s], latest.kept_after, PART) for s in told}
    return Judged(
        splits=splits,
        areas=areas,
        average=average,
        returning={s: share for s, share in returning.items() if share is not None},
        money={s: share for s, share in money.items() if share is not None},
        learnt=not declared.order,
    )
