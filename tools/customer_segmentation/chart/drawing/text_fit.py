"""Making words fit: breaking lines where the language allows, and shortening names that are too long."""

import re
from collections.abc import Collection
from typing import Final

_CLOSING: Final = "，。、；：！？）》」』”’%％…,.;:!?)]}"
"""Characters that no line begins with."""
_PIECES: Final = re.compile(
    rf"(?:[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]|[^\s\u2e80-\u9fff\uff00-\uffef]+)[{re.escape(_CLOSING)}]*|\s+"
)
"""Chinese breaks between any two characters, other scripts between words; what closes stays with what is before it."""
_ELLIPSIS: Final = "…"


def without(text: str, characters: Collection[str]) -> str:
    """Return a text without some characters."""
    return "".join(c for c in text if c not in characters)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in points, in the fonts of the current settings."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not text.strip():
        return text_to_path.get_text_width_height_descent("n", FontProperties(size=size), ismath=False)[
            0
        ] * len(text)
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text as lines no wider than ``width`` points; a single word that is wider stands alone."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        longer = line + piece
        if not line or width_of(longer.rstrip(), size, bold=bold) <= width:
            line = longer.lstrip() if not line else longer
            continue
        lines.append(line.rstrip())
        line = piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text cut to ``width`` points, with an ellipsis where something was left out."""
    if width_of(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and width_of(kept.rstrip() + _ELLIPSIS, size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def on_lines(text: str, width: float, size: float, *, most: int = 2, bold: bool = False) -> list[str]:
    """Return a text on at most ``most`` lines no wider than ``width`` points, the last one cut if it must be."""
    lines = wrapped(text, width, size, bold=bold)
    if len(lines) > most:
        kept = lines[: most - 1]
        rest = text
        for line in kept:
            rest = rest[len(line) :].lstrip()
        lines = [*kept, rest]
    return [shortened(line, width, size, bold=bold) for line in lines]
