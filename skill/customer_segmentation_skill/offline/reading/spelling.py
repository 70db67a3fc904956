"""Slips of the pen in English: a word that no cue knows, one slip away from just one that cues know."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from customer_segmentation.kit.words import words_of

_SHORTEST: Final = 6
"""Shorter words have too many neighbours to be put right."""
_WORD: Final = re.compile(rf"\b[a-z]{{{_SHORTEST},}}\b")
_STEM: Final = re.compile(r"([a-z]{3,})\(([a-z|]+)\)(\?)?")
_SPELLED_OUT: Final = re.compile(rf"(?<![a-z\\]){_WORD.pattern}(?![(\\\[])")


def respelt(text: str) -> str:
    """Return folded text with every unknown word of six letters or more replaced that has one known neighbour."""
    return _WORD.sub(lambda found: _nearest(found[0]), text)


def _nearest(word: str) -> str:
    known, neighbours = _lexicon()
    if word in known:
        return word
    close = {one for form in _shortened(word) for one in neighbours.get(form, ()) if _one_slip(word, one)}
    return close.pop() if len(close) == 1 else word


@cache
def _lexicon() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the words of all cues, and those of six letters or more by what is left of them without one letter."""
    known = frozenset(_words(words_of("lexicon", "en")))
    neighbours: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= _SHORTEST:
            for form in _shortened(word):
                neighbours.setdefault(form, []).append(word)
    return known, neighbours


def _words(entry: Any) -> Iterator[str]:
    """Give every whole word of a part of the lexicon: classif(y|ying) gives classify and classifying."""
    if isinstance(entry, dict):
        for one in entry.values():
            yield from _words(one)
    elif isinstance(entry, list):
        for one in entry:
            yield from _words(one)
    else:
        text = str(entry).lower()
        for stem, endings, optional in _STEM.findall(text):
            yield from (f"{stem}{ending}" for ending in endings.split("|"))
            if optional:
                yield stem
        for plural in re.findall(rf"(?<![a-z\\])([a-z]{{{_SHORTEST - 1},}}s)\?", text):
            yield from (plural, plural[:-1])
        yield from _SPELLED_OUT.findall(text)


def _shortened(word: str) -> set[str]:
    """Return the word and what is left of it without any one letter: words one slip apart have one in common."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def _one_slip(one: str, other: str) -> bool:
    """Tell whether words differ by one letter left out, put in, changed, or by two neighbours swapped."""
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[:2][::-1] and len(a) > 1 and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
