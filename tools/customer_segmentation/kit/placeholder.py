"""Placeholders: how prose names a figure instead of stating it.

``[[rfm_segments.champions.customers]]`` names a fact, ``[[key@r3]]`` the fact in result r3,
``[[key|approx]]`` a rounded one, ``[[table:segments]]`` a table of the latest result that has one.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

PLACEHOLDER: Final = re.compile(
    r"\[\[(?:table:(?P<table>[a-z0-9_]+)|(?P<key>[a-z0-9_]+\.[A-Za-z0-9_-]+\.[a-z0-9_]+))"
    r"(?:@(?P<result>r\d+))?(?:\|(?P<style>approx|table))?\]\](?P<gap> (?=[\u3400-\u9fff]))?"
)
_OPEN: Final = "[["
_LONGEST: Final = 160
"""No placeholder is longer; an open ``[[`` beyond it is plain text and is not held back."""


def set_in(text: str, shown: Callable[[re.Match[str]], str]) -> str:
    """Return ``text`` with each placeholder replaced once; what is set in is never expanded again."""
    return PLACEHOLDER.sub(shown, text)


def stream(chunks: Iterator[str], shown: Callable[[re.Match[str]], str]) -> Iterator[str]:
    """Set placeholders into a stream of chunks, holding back only what may still become one."""
    held = ""
    for chunk in chunks:
        held += chunk
        ready = len(held)
        opened = held.rfind(_OPEN)
        if opened >= 0 and "]]" not in held[opened:] and len(held) - opened < _LONGEST:
            ready = opened
        elif held.endswith("["):
            ready = len(held) - 1
        if ready:
            yield set_in(held[:ready], shown)
            held = held[ready:]
    if held:
        yield set_in(held, shown)
