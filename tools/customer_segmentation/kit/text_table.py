"""A table as plain text that fits a window: aligned columns, folded headings, or one block per row.

Widths are terminal cells: Chinese characters take two.
"""

import unicodedata
from typing import Final

_GAP: Final = "  "
_NARROWEST: Final = 20
"""No window is treated as narrower."""
_SHORTEST_FOLD: Final = 4


def width(text: str) -> int:
    """Return how many terminal cells a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def as_text(cells: list[list[str]], window: int = 0) -> str:
    """Return a table, heading first, as lines: the first column to the left, figures to the right.

    With a ``window`` (its width; 0 for no limit) that is too narrow, headings are folded; where that is not
    enough, every row becomes a block of its own. No figure is left out.
    """
    whole = [[[heading] for heading in cells[0]], *([[cell] for cell in row] for row in cells[1:])]
    if not window:
        return _aligned(whole)
    window = max(window, _NARROWEST)
    for layout in (whole, [_folded_heading(cells), *whole[1:]]):
        if sum(_sizes(layout)) + len(_GAP) * (len(cells[0]) - 1) + 1 <= window:
            return _aligned(layout)
    return _blocks(cells, window)


def _padded(text: str, size: int, *, left: bool) -> str:
    gap = " " * (size - width(text))
    return text + gap if left else gap + text


def _sizes(layout: list[list[list[str]]]) -> list[int]:
    """Return the width of every column of a layout of rows of cells of lines."""
    return [max(width(line) for row in layout for line in row[n]) for n in range(len(layout[0]))]


def _aligned(layout: list[list[list[str]]]) -> str:
    sizes = _sizes(layout)
    lines = []
    for row in layout:
        height = max(len(cell) for cell in row)
        filled = [[""] * (height - len(cell)) + cell for cell in row]
        lines += [
            " " + _GAP.join(_padded(cell[k], sizes[n], left=not n) for n, cell in enumerate(filled))
            for k in range(height)
        ]
    return "\n".join(line.rstrip() for line in lines)


def _folded_heading(cells: list[list[str]]) -> list[list[str]]:
    """Return the headings, folded to the width of what stands below them."""
    below = [max((width(row[n]) for row in cells[1:]), default=0) for n in range(len(cells[0]))]
    return [_folded(heading, below[n]) for n, heading in enumerate(cells[0])]


def _folded(heading: str, size: int) -> list[str]:
    """Fold at spaces, and between Chinese characters, where a line would be wider than ``size``."""
    pieces = [piece for word in heading.split() for piece in _pieces(word, max(size, _SHORTEST_FOLD))]
    limit = max([size, *map(width, pieces)])
    lines = [""]
    for piece in pieces:
        joined = f"{lines[-1]} {piece}".strip()
        if width(joined) <= limit:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def _pieces(word: str, limit: int) -> list[str]:
    """Cut a word without spaces only if it is of wide characters: others would be hard to read."""
    if width(word) == len(word) or width(word) <= limit:
        return [word]
    cut = limit // 2
    return [word[n : n + cut] for n in range(0, len(word), cut)]


def _blocks(cells: list[list[str]], window: int) -> str:
    """Return each row as its name and, below it, what the columns say."""
    lines = []
    for row in cells[1:]:
        lines.append(" " + _cut(row[0], window - 1))
        line = ""
        for heading, cell in zip(cells[0][1:], row[1:], strict=True):
            room = max(window - width(f"    {cell}"), _SHORTEST_FOLD)
            said = _cut(f"{_cut(heading, room)} {cell}", window - 3)
            joined = f"{line} · {said}" if line else f"   {said}"
            if line and width(joined) > window:
                lines.append(line)
                joined = f"   {said}"
            line = joined
        lines += [line] if line else []
    return "\n".join(lines)


def _cut(text: str, size: int) -> str:
    if width(text) <= size:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > size - 1:
            break
        kept += character
    return kept + "…"
