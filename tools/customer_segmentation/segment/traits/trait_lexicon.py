"""What customers' traits are called, in many languages; the words stand in ``prompts/lexicon/traits.yaml``."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from customer_segmentation.data.understand.lexicon import plain, words_in
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


@cache
def meaning_of(header: str) -> tuple[str, str]:
    """Return the kind and the meaning that a header names, such as (demographic, age); two empty texts else.

    A whole header counts before one of its words: "birth country" is no country alone.
    """
    exact = named_meaning(header)
    return (
        exact
        if exact[0]
        else next(((k, m) for k, m, entry in _entries() if names_any(header, (entry,))), ("", ""))
    )


@cache
def named_meaning(words: str) -> tuple[str, str]:
    """Return the kind and the meaning that words name as a whole; two empty texts where they name none."""
    whole = plain(words)
    return next(((k, m) for k, m, entry in _entries() if plain(entry) == whole), ("", ""))


@cache
def _entries() -> list[tuple[str, str, str]]:
    """Return (kind, meaning, entry) of every entry in order."""
    kinds = trait_words()["kinds"].items()
    return [
        (k, m, str(entry)) for k, meanings in kinds for m, entries in meanings.items() for entry in entries
    ]


def is_unknown(value: str) -> bool:
    """Tell whether a cell says that nobody knows: "unknown", 不详."""
    return value.strip().casefold() in {str(word) for word in trait_words()["unknown"]}


def content_meaning(values: Iterable[str]) -> str:
    """Return what the values of a text column show it to be: ``gender``, ``survey`` or nothing."""
    found = {value.strip().casefold() for value in values if not is_unknown(value)}
    contents = trait_words()["contents"].items()
    return next((meaning for meaning, known in contents if len(found) > 1 and found <= {*known}), "")


def scale_order(values: Sequence[str]) -> list[str] | None:
    """Return values in the order of the scale that holds all of them, lowest first; None if there is none."""
    folded = {value.strip().casefold(): value for value in values}
    for scale in trait_words()["scales"]:
        places = {str(word): n for n, word in enumerate(scale)}
        if len(folded) > 1 and folded.keys() <= places.keys():
            return [folded[word] for word in sorted(folded, key=places.__getitem__)]
    return None
