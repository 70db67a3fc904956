"""How many lines words take in a column, since a workbook finds the height of a row only where no cells are joined."""

import re
from typing import Final

from customer_segmentation.kit.text_table import width

_PARTS: Final = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+|\s+"
)
"""Words, gaps, and Chinese characters one by one: lines end between these."""
_NARROW: Final = 0.88
"""Width of a letter against that of a digit, in which columns are measured, on average and with something to spare."""
_WIDE: Final = 2.15


def letters(text: str) -> float:
    """Return how wide a text is, in digits."""
    double = width(text) - len(text)
    return _NARROW * (len(text) - double) + _WIDE * double if double > 0 else _NARROW * len(text)


def lines(text: str, size: float) -> int:
    """Return how many lines a text takes in a column so many digits wide."""
    count, used = 1, 0.0
    for part in _PARTS.findall(text):
        wide = letters(part)
        if used and used + wide > size and not part.isspace():
            count, used = count + 1, 0.0
        while wide > size:
            count, wide = count + 1, wide - size
        used += wide
    return count
