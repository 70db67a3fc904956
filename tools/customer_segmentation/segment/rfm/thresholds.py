"""Thresholds of RFM scores: four cuts per measure, in the one form in which they are applied and frozen.

The cuts of a measure stand in ascending order. A value equal to a cut belongs to the class above it, so
with n = the number of cuts at or below a value, F and M score 1 + n; for recency, where fewer days are
better, the classes run downward and R scores 5 - n. There are always four cuts: a score that no customer can
have is skipped by a repeated cut, as in ``F=2,4,4,4``, where 2 and 3 orders score 2 and more score 5.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from customer_segmentation.kit.errors import InputError

MEASURES: Final = ("R", "F", "M")
BEST: Final = 5
CUTS: Final = BEST - 1
_PLACES: Final = 4
_LARGEST: Final = Decimal(10) ** 13

Cuts = tuple[Decimal, ...]
Thresholds = dict[str, Cuts]


class ScoreClass(NamedTuple):
    """A run of values with one score, by its lowest value."""

    lowest: Decimal
    score: int


def spread(classes: int, lowest: int = 1) -> list[int]:
    """Return the scores of ``classes`` classes, ascending: the best always 5, the worst ``lowest``.

    Fewer classes than scores are spread evenly, halves towards the lower score: 3 classes score 1, 3, 5; two
    classes 1, 5. A single class scores 5: nobody is better.
    """
    if classes == 1:
        return [BEST]
    steps, width = classes - 1, BEST - lowest
    return [lowest + (2 * n * width + steps - 1) // (2 * steps) for n in range(classes)]


def scored_classes(measure: str, starts: Sequence[Decimal], lowest: int = 1) -> list[ScoreClass]:
    """Return the classes that begin at the ascending values ``starts``, scored; R runs downward."""
    scores = spread(len(starts), lowest)
    if measure == "R":
        scores.reverse()
    return [ScoreClass(start, score) for start, score in zip(starts, scores, strict=True)]


def four_cuts(measure: str, classes: Sequence[ScoreClass], beyond: Decimal) -> Cuts:
    """Return the four cuts of ascending classes; ``beyond`` is a value that no customer reaches."""
    if measure == "R":
        wanted = [[c.lowest for c in classes if c.score < score] for score in range(BEST, 1, -1)]
    else:
        wanted = [[c.lowest for c in classes if c.score >= score] for score in range(2, BEST + 1)]
    return tuple(lowest[0] if lowest else beyond for lowest in wanted)


def read_thresholds(text: str) -> Thresholds:
    """Read thresholds such as ``R=115,181,297.4,482;F=4,5,6,8``: one to four ascending cuts per measure.

    Fewer than four cuts make fewer classes, spread over the scores 1 to 5.

    Raises:
        InputError: A measure other than R, F, M or one twice, no number, a falling or too long row of cuts.
    """
    found: Thresholds = {}
    for part in text.replace("；", ";").replace("，", ",").split(";"):
        if not part.strip():
            continue
        measure, _, values = part.replace("＝", "=").partition("=")
        measure = measure.strip().upper()
        if measure not in MEASURES or measure in found:
            raise InputError("rfm_thresholds_measure", part=part.strip())
        found[measure] = _cuts(measure, values)
    return found


def _cuts(measure: str, values: str) -> Cuts:
    numbers = [_number(measure, value.strip()) for value in values.split(",")]
    if len(numbers) > CUTS:
        raise InputError("rfm_thresholds_many", measure=measure, values=values.strip())
    if numbers != sorted(numbers):
        raise InputError("rfm_thresholds_falling", measure=measure, values=values.strip())
    # What lies below the first cut has no lowest value; it never becomes a cut.
    starts = [min(numbers[0], Decimal(0)) - 1, *numbers]
    return four_cuts(measure, scored_classes(measure, starts), numbers[-1])


def _number(measure: str, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise InputError("rfm_thresholds_number", measure=measure, value=value) from None
    if not number.is_finite() or abs(number) >= _LARGEST or number != round(number, _PLACES):
        raise InputError("rfm_thresholds_number", measure=measure, value=value)
    return number


def plain(number: Decimal) -> str:
    """Return a cut as it is written: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(thresholds: Mapping[str, Cuts]) -> str:
    """Return thresholds in the form that ``read_thresholds`` reads."""
    rows = ((m, ",".join(plain(cut) for cut in thresholds[m])) for m in MEASURES if m in thresholds)
    return ";".join(f"{measure}={cuts}" for measure, cuts in rows)


def reachable(measure: str, cuts: Cuts) -> list[int]:
    """Return the scores that some value can have, best first."""
    rising = [n for n in range(CUTS + 1) if n in {0, CUTS} or cuts[n - 1] < cuts[n]]
    return sorted((BEST - n if measure == "R" else 1 + n for n in rising), reverse=True)
