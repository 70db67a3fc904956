"""A draft as the guard reads it: one width of characters, no invisible signs, every placeholder one sign.

Figures can hide in full-width digits, zero-width joiners, emphasis marks or unusual spaces; here they are
all brought to one form, and every position leads back to the draft.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.placeholder import PLACEHOLDER

SLOT: Final = "\ufffc"
"""Stands for a placeholder."""
HIDDEN: Final = "\ue000"
"""Stands for a character that needs no checking, such as one of a segment's name."""

_EMPHASIS: Final = re.compile(r"(?<=\S)\*+|\*+(?=\S)|~~|`+|(?<![^\W_])_+|_+(?![^\W_])")
_SIGNS: Final = {ord(odd): usual for odd, usual in zip("‐‑‒−﹣’‘⁄∕٪", "-----''//%", strict=True)}
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_INVISIBLE: Final = frozenset({"Cf", "Mn", "Me", "Co"})


@dataclass(frozen=True)
class PlainText:
    """A draft in one form.

    Attributes:
        text: The draft with every placeholder as ``SLOT``.
        placeholders: The placeholders, in order of their ``SLOT``.
        positions: For each character of ``text``, and for its end, the position in the draft.
        ends: For each character of ``text``, where it ends in the draft.
    """

    text: str
    placeholders: tuple[re.Match[str], ...]
    positions: tuple[int, ...]
    ends: tuple[int, ...]

    def slots(self, start: int, end: int) -> list[tuple[int, re.Match[str]]]:
        """Return the placeholders between two positions of ``text``, each with its position."""
        before = self.text.count(SLOT, 0, start)
        places = [n for n in range(start, end) if self.text[n] == SLOT]
        return list(zip(places, self.placeholders[before:], strict=False))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of ``text`` stands in the draft."""
        return self.positions[start], self.ends[end - 1] if end > start else self.positions[start]


def plain_text(draft: str) -> PlainText:
    """Return ``draft`` in one form."""
    marks = {n for found in _EMPHASIS.finditer(draft) for n in range(*found.span())}
    placeholders = {found.start(): found for found in PLACEHOLDER.finditer(draft)}
    characters, positions, ends = [], [], []
    place = 0
    while place < len(draft):
        found = placeholders.get(place)
        one = SLOT if found else "" if place in marks else _one_form(draft[place])
        end = found.end() if found else place + 1
        if one:
            characters.append(one)
            positions.append(place)
            ends.append(end)
        place = end
    positions.append(len(draft))
    return PlainText("".join(characters), tuple(placeholders.values()), tuple(positions), tuple(ends))


def _one_form(character: str) -> str:
    """Return one character in its usual form, or nothing for an invisible one."""
    if character.isascii():
        return character
    if ord(character) in _SIGNS:
        return _SIGNS[ord(character)]
    category = unicodedata.category(character)
    if category in _INVISIBLE or character == SLOT:
        return ""
    if category == "Zs":
        return " "
    if category == "Nd" or character in _RAISED:
        return str(unicodedata.digit(character))
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 and wide.isascii() and (wide.isalpha() or wide in "%$+-") else character


def hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text``, of the same length, with the spans hidden; placeholders stay."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [SLOT if c == SLOT else HIDDEN for c in characters[start:end]]
    return "".join(characters)
