"""How well a score puts those who came back before those who did not: the area under the ROC curve.

It is the share of pairs (one who came back, one who did not) that the score puts in the right order, a tie
counting as half a pair. J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a receiver
operating characteristic (ROC) curve", Radiology 143 (1982) 29-36.
"""

from collections.abc import Iterable
from fractions import Fraction


def rank_auc(classes: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the exact area for classes of equal score, best first.

    Args:
        classes: (customers, how many of them came back) per distinct score, the best score first.

    Returns:
        A fraction from 0 to 1, one half for a score that says nothing; None when everybody or nobody came back.
    """
    ahead = pairs_twice = stayed_away = 0
    for customers, came_back in classes:
        absent = customers - came_back
        pairs_twice += absent * (2 * ahead + came_back)
        ahead += came_back
        stayed_away += absent
    if not ahead or not stayed_away:
        return None
    return Fraction(pairs_twice, 2 * ahead * stayed_away)
