"""Text as lines in a window: nothing that could steer the terminal, broken at words, lists set in."""

import re
import unicodedata
from typing import Final

from customer_segmentation.kit.text_table import width

_STEERING: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences such as colours
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|$)"  # titles, links, device strings
    r"|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]",
    re.DOTALL,
)
_DIRECTION: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_HTML: Final = re.compile(r"<(?=[A-Za-z/!?])")
_LEAD: Final = re.compile(r"\s*(?:(?:\d{1,2}[.)]|[-•*·])\s+)?")
_PIECE: Final = re.compile(r"\s+|[^\s\u2e80-\u9fff\uff00-\uffef]+|.")
_CLOSING: Final = frozenset("，。、；：！？）」』”’》…%％,.;:!?)")


def calm(text: str) -> str:
    """Return text without escape sequences, control characters and reversed writing; line breaks stay."""
    plain = _STEERING.sub("", text).replace("\r\n", "\n").replace("\t", "    ")
    return "".join(c for c in plain if c == "\n" or (unicodedata.category(c) != "Cc" and c not in _DIRECTION))


def inert(text: str) -> str:
    """Return calm text that no reader of Markdown takes for a link, an image or HTML, whatever a value says."""
    return _HTML.sub(r"\\<", calm(text).replace("![", "!\\[").replace("](", "]\\("))


def storable(text: str) -> str:
    """Return typed text with question marks for bytes that are no UTF-8, which nothing could store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def wrapped(text: str, window: int) -> str:
    """Return text with every line broken to fit ``window`` cells; 0 for no limit.

    Lines break at spaces and between Chinese characters, never before closing punctuation; what continues a
    list item stands under its words.
    """
    if not window:
        return text
    return "\n".join(part for line in text.split("\n") for part in _broken(line, window))


def _broken(line: str, window: int) -> list[str]:
    if width(line) <= window:
        return [line]
    lead = _LEAD.match(line)
    start = lead[0] if lead and width(lead[0]) < window // 2 else ""
    indent = " " * width(start)
    lines, current = [], start
    for piece in _pieces(line[len(start) :], window - len(indent)):
        if width((current + piece).rstrip()) <= window:
            current += piece
        else:
            lines.append(current.rstrip())
            current = indent + piece.lstrip()
    return [*lines, current.rstrip()]


def _pieces(text: str, size: int) -> list[str]:
    """Return what must stay together: words, single Chinese characters, each with closing punctuation."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and piece in _CLOSING and not pieces[-1].isspace():
            pieces[-1] += piece
        elif width(piece) > size:
            pieces += _cut(piece, size)
        else:
            pieces.append(piece)
    return pieces


def _cut(word: str, size: int) -> list[str]:
    parts = [""]
    for character in word:
        if width(parts[-1] + character) > size:
            parts.append("")
        parts[-1] += character
    return parts
