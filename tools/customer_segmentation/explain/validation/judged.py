"""Segments judged by what their customers did from several days on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.validation.capture import capture
from customer_segmentation.explain.validation.followed import Followed
from customer_segmentation.explain.validation.scores import BASELINES, Score, Split, all_scores
from customer_segmentation.explain.validation.verdict import Against, Verdict, against, told_by
from customer_segmentation.stats.paired_auc import Area, area, averaged
from customer_segmentation.stats.shares import Estimate

if TYPE_CHECKING:
    from customer_segmentation.stats.paired_auc import Floats

PART: Final = 0.2
"""The first fifth of customers: about as many as a campaign can reach."""


@dataclass(frozen=True)
class Judged:
    """What was found.

    Attributes:
        splits: The segments as advice counts them, from the latest origin to the earliest.
        areas: By origin and score, the share of pairs put in the right order.
        average: By score, the same averaged over the origins where every score could be had.
        returning: By score, the share of those who came back who are in the first fifth, on the latest origin.
        money: Likewise, of the money spent.
        learnt: The order of segments was learnt from an earlier origin.
        kept: Of clusters found anew on each origin: how today's would have done. None for any other segments.
        anew: What is judged are clusters found anew.
        not_found: On how many origins there were none to be found.
    """

    splits: Sequence[Followed]
    areas: Sequence[dict[Score, Area]]
    average: dict[Score, Area]
    returning: dict[Score, float]
    money: dict[Score, float]
    learnt: bool
    kept: Area | None = None
    anew: bool = False
    not_found: int = 0

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


def judge(told: Sequence[Split], order: Sequence[str], anew: Sequence[Split] = ()) -> Judged:
    """Judge segments by origins, the latest first.

    Args:
        told: The origins with the segments as advice counts them.
        order: The segments, likeliest to come back first; empty where the method declares no order.
        anew: The same origins with the clusters that are judged in their place.
    """
    judging = anew or told
    customers = 1 + max(int(split.judged.numbers.max()) for split in told)
    scored = [all_scores(split, order) for split in judging]
    areas = [_areas(split.judged, scores, customers) for split, scores in zip(judging, scored, strict=True)]
    whole = [n for n, one in enumerate(areas) if len(one) == max(map(len, areas))]
    average = {
        name: mean
        for name in Score
        if (mean := averaged([areas[n][name] for n in whole if name in areas[n]]))
    }
    kept = [_areas(told[n].judged, all_scores(told[n], order), customers) for n in whole] if anew else []
    latest = judging[0].judged
    shown = [score for score in (Score.SEGMENTS, *BASELINES) if score in scored[0]]
    returning = {s: capture(scored[0][s], latest.came_back.astype(float), PART) for s in shown}
    money = {s: capture(scored[0][s], latest.kept_after, PART) for s in shown}
    return Judged(
        splits=[split.judged for split in told],
        areas=areas,
        average=average,
        returning={s: share for s, share in returning.items() if share is not None},
        money={s: share for s, share in money.items() if share is not None},
        learnt=not order,
        kept=averaged([one[Score.SEGMENTS] for one in kept if Score.SEGMENTS in one]),
        anew=bool(anew),
        not_found=sum(bool(one.lesson and not other.lesson) for one, other in zip(told, anew, strict=False)),
    )


def _areas(judged: Followed, scores: dict[Score, "Floats"], customers: int) -> dict[Score, Area]:
    found = {name: area(s, judged.came_back, judged.numbers, customers) for name, s in scores.items()}
    return {name: one for name, one in found.items() if one}
