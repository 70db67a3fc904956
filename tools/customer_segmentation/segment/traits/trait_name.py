"""What a trait is called within a sentence: by its meaning where its header names one, else by its header."""

import re
from typing import Final

from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.traits.trait_lexicon import named_meaning

_PLAIN: Final = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*")
_INNER_CAPITAL: Final = re.compile(r"[^\W\d_][A-Z]")


def spoken_meaning(header: str) -> str:
    """Return the meaning that a whole header names and that has words of its own; empty for none."""
    _, meaning = named_meaning(header)
    return meaning if meaning in words_of("labels", "en")["traits"] else ""


def trait_name(header: str, meaning: str = "") -> NamePart:
    """Return a trait's name: words of its ``meaning``, else the header, within quotes where it is no plain words."""
    if meaning:
        return NamePart(code=f"traits/{meaning}")
    words = header.strip()
    plain = _PLAIN.fullmatch(words) and not _INNER_CAPITAL.search(words)
    if plain:
        return NamePart(code="as_called", values={"name": words.replace("_", " ")})
    return NamePart(code="as_quoted", values={"name": words})
