"""Which tab or range of a Google Sheet a message names."""

import re
from typing import Final

from customer_segmentation_skill.offline.reading.sources import SHEET

_QUOTED: Final = "[\"'“‘「](?P<quoted>[^\"'“”‘’「」]{1,100})[\"'”’」]"
_KIND: Final = r"(?:tab|worksheet|sheet)"
_KIND_ZH: Final = "(?:标签页|工作表|页签|子表|表)"
_CELLS: Final = r"\$?[A-Z]{1,3}\$?\d{0,7}:\$?[A-Z]{1,3}\$?\d{0,7}"
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<plain>(?:'[^']{{1,100}}'|[^\s!\"',，。；的]+)!{_CELLS})(?![\w:])",
        rf"(?<![\w!:])(?P<plain>{_CELLS})(?![\w:])",
        rf"\b{_KIND} (?:called |named )?(?:{_QUOTED}|(?P<plain>\w[\w.]*))",
        rf"(?:{_QUOTED}|\b(?P<plain>\w[\w.]*)) {_KIND}\b",
        rf"(?:{_QUOTED}|的\s?(?P<plain>[^\s的“”「」]{{1,30}}?))\s?(?:这个|这张)?{_KIND_ZH}",
        rf"(?:标签页|工作表|页签)(?:叫|名为|是|：|:)?\s?(?:{_QUOTED}|(?P<plain>[a-z0-9_]+))",
        rf"(?<![a-z0-9_])(?P<plain>[a-z0-9_]+)\s?(?:这个|这张)?{_KIND_ZH}",
    )
)
_NO_NAME: Final = re.compile(
    r"a|an|the|this|that|these|my|our|your|its|of|in|on|to|at|it|is|as|from|and|with|for|by|please|now|only|called|named|instead|rather|then"
    r"|new|google|spread|whole|entire|another|other|which|what|shared|public|private|online|excel",
    re.IGNORECASE,
)


def part_named(said: str) -> str:
    """Return what a message names of a sheet, such as ``Orders``, ``Orders!A1:F`` or ``A1:F``; nothing if it names none."""
    text = SHEET.sub("|", said)
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            name = found.groupdict().get("quoted") or found["plain"]
            if not _NO_NAME.fullmatch(name):
                return name.strip().rstrip(".")
    return ""
