"""What customers' traits are called, in many languages; the words stand in ``prompts/lexicon/traits.yaml``."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from customer_segmentation.data.understand.lexicon import words_in
from customer_segmentation.kit.assets import prompt_text


@cache
def trait_words() -> dict[str, Any]:
    """Return the lexicon of traits as it stands in its file."""
    from yaml import CSafeLoader, load

    loaded: dict[str, Any] = load(prompt_text("lexicon/traits.yaml"), Loader=CSafeLoader)
    return loaded


def names_any(header: str, entries: Iterable[str]) -> bool:
    """Tell whether a header holds one of the entries: its words one after another, or its Chinese text."""
    words = [word for word in words_in(header) if word.isalnum()]
    whole = header.casefold()
    return any(_holds(words, whole, str(entry)) for entry in entries)


def _holds(words: list[str], whole: str, entry: str) -> bool:
    if not entry.isascii() and entry in whole and len(words_in(entry)) == 1:
        return True
    wanted = entry.casefold().split()
    places = range(len(words) - len(wanted) + 1)
    return any(all(_is(words[n + k], word) for k, word in enumerate(wanted)) for n in places)


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
