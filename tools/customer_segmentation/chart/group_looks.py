"""How each group looks: the same colour, mark and stroke in every picture of the same segments, no two alike in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from customer_segmentation.chart.drawing.theme import Theme

APART: Final = frozenset({"noise", "outliers"})
"""Segments of customers in no group."""
_MARKS: Final = ("o", "^", "s")
_STROKES: Final = ("-", "--", ":")


@dataclass(frozen=True)
class Look:
    """How one group looks."""

    colour: str
    mark: str
    stroke: str


def group_looks(theme: Theme, segments: Sequence[str]) -> dict[str, Look]:
    """Return the look of each segment, by their declared order; customers in no group are pale."""
    groups = [segment for segment in segments if segment not in APART]
    many = len(theme.several)
    rounds = [n // many % len(_MARKS) for n in range(len(groups))]
    looks = {
        segment: Look(theme.several[n % many], _MARKS[rounds[n]], _STROKES[rounds[n]])
        for n, segment in enumerate(groups)
    }
    return looks | {"noise": Look(theme.faint, "o", "-"), "outliers": Look(theme.pale, "X", "-")}
