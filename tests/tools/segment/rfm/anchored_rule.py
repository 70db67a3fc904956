"""PRACTICE section 6 word by word: slow, in plain Python, sharing nothing with the product."""

from collections import Counter
from fractions import Fraction

_LABELS = {
    (1, 1): [5], (2, 1): [1, 5], (3, 1): [1, 3, 5], (4, 1): [1, 2, 4, 5], (5, 1): [1, 2, 3, 4, 5],
    (1, 2): [5], (2, 2): [2, 5], (3, 2): [2, 3, 5], (4, 2): [2, 3, 4, 5],
}  # fmt: skip


def divided(values, classes):
    """Return the distinct values as ascending classes; equal values are never split."""
    counts = Counter(values)
    left, finished, current, size = len(values), [], [], 0
    for value in sorted(counts):
        aim = Fraction(left, classes - len(finished))
        overshoots, falls_short = size + counts[value] - aim, aim - size
        if current and len(finished) < classes - 1 and overshoots > falls_short:
            finished.append(current)
            left, current, size = left - size, [], 0
        current.append(value)
        size += counts[value]
    return [*finished, current]


def anchored_scores(measure, values, classes=5):
    """Return the score of each value: for F one-time buyers are 1 and repeat buyers share 2 to 5."""
    repeat = measure == "F"
    dividing = [value for value in values if not repeat or value > 1]
    score = {1: 1} if repeat else {}
    if dividing:
        made = divided(dividing, classes - repeat)
        labels = _LABELS[len(made), 2 if repeat else 1]
        labels = labels[::-1] if measure == "R" else labels
        score |= {value: label for label, part in zip(labels, made, strict=True) for value in part}
    return [score[value] for value in values]
