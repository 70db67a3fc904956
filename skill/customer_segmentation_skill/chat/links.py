"""Pictures and links in what a model says: dropped, since looking at one may already carry data away.

What a link says stays; of a bare address only its host stays, unless the person typed it.
"""

import re
from collections.abc import Set as AbstractSet
from typing import Final

_PICTURE: Final = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^)]{0,4000}\)|\[[^\]\n]{0,300}\])")
_LINK: Final = re.compile(r"(?<!\[)\[([^\[\]\n]{0,300})\]\([^)]{0,4000}\)")
_REFERENCE: Final = re.compile(r"^[ \t]{0,3}\[[^\[\]\n]{1,300}\]:[ \t]*\S.*$\n?", re.MULTILINE)
_LOADS: Final = (
    "a|area|audio|base|body|button|embed|form|frame|html|iframe|image|img|input|link|meta|object|picture|script"
    "|source|style|svg|track|video"
)
_TAG: Final = re.compile(rf"</?(?:{_LOADS})(?:[\s/]+[\w:-]+\s*=[^<>]*|[\s/]*)>", re.IGNORECASE)
_AUTOLINK: Final = re.compile(r"<((?:https?|ftp)://[^<>\s]*)>", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"(?:(?:https?|ftp|wss?)://|(?<![\w.])//(?=[\w-]+\.))([^\s/?#<>()\[\]\"'`，。；、）]+)[^\s<>\"'`，。；、）]*",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(r"\b(?:javascript|data|vbscript):(?=[^\s])[^\s<>\"'`]*", re.IGNORECASE)
_END: Final = ".,;:!?)]"


def without_links(prose: str, typed: AbstractSet[str]) -> str:
    """Return a model's prose without pictures, links and tags that load something; ``typed`` addresses stay."""
    text = _PICTURE.sub(r"\1", prose)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub("", text)
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    return _OTHER.sub("", _ADDRESS.sub(lambda found: _host(found, typed), text))


def _host(found: re.Match[str], typed: AbstractSet[str]) -> str:
    address = found[0].rstrip(_END)
    return found[0] if address in typed else found[1].rpartition("@")[2] + found[0][len(address) :]
