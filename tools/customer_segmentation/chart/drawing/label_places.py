"""Where labels stand: each as near as it can to what it names, none over another, all within a frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STEP: Final = 4.0
_APART: Final = 2.0
_RIM: Final = 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle in points, by its middle; y counts upward."""

    x: float
    y: float
    width: float
    height: float

    def covers(self, other: "Box") -> float:
        """Return how much of the other lies under this one or nearer to it than labels may be, in square points."""
        across = (self.width + other.width) / 2 + _APART - abs(self.x - other.x)
        along = (self.height + other.height) / 2 + _APART - abs(self.y - other.y)
        return max(across, 0.0) * max(along, 0.0)


def placed(
    labels: Sequence[Box], frame: tuple[float, float], taken: Sequence[Box] = (), *, upright: float = 1.0
) -> list[Box]:
    """Return the labels moved so that they cover neither each other nor what is taken, in their order.

    The first ones have the best places; where no place is free a label takes the one that covers least.

    Args:
        labels: Where each would stand if it stood alone.
        frame: Width and height that all stay within, from 0.
        taken: What no label may cover.
        upright: How much farther a step up or down counts than one aside.
    """
    found: list[Box] = []
    for label in labels:
        free = _free(label, frame, [*taken, *found], upright)
        found.append(free)
    return found


def _free(label: Box, frame: tuple[float, float], taken: Sequence[Box], upright: float) -> Box:
    def far(box: Box) -> float:
        return abs(box.x - label.x) ** 2 + (upright * abs(box.y - label.y)) ** 2

    tried = sorted(_candidates(label, frame), key=lambda box: (far(box), box.y, box.x))
    covered = []
    for box in tried:
        over = sum(other.covers(box) for other in taken)
        if not over:
            return box
        covered.append(over)
    return tried[covered.index(min(covered))]


def _candidates(label: Box, frame: tuple[float, float]) -> list[Box]:
    across = _steps(label.x, label.width / 2, frame[0])
    along = _steps(label.y, label.height / 2, frame[1])
    return [Box(x, y, label.width, label.height) for x in across for y in along]


def _steps(wanted: float, half: float, size: float) -> list[float]:
    """Return the places of a middle within a size, by steps from the wanted one."""
    half += _RIM
    start = min(max(wanted, half), max(size - half, half))
    down, up = int((start - half) // _STEP), int(max(size - half - start, 0) // _STEP)
    return [start + _STEP * n for n in range(-down, up + 1)]
