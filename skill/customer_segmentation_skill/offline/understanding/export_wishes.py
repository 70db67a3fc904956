"""What a message wishes of an exported file besides its place and format."""

import re
from typing import Any, Final

_HASHED: Final = re.compile(r"\b(?:hash(?:ed|es|ing)?|sha[- ]?256)\b|哈希|加密(?:后)?的?(?:邮箱|邮件)|散列")
_AS_COLUMN: Final = re.compile(
    r"\b(?:hold ?-?out|held ?-?out|control(?: group)?)\b[^.,;]{0,20}\bcolumn\b|\bcolumn\b[^.,;]{0,20}\b(?:hold ?-?out|held ?-?out|control)\b"
    r"|(?:对照组?|留出|控制组)[^，。]{0,8}(?:一?列|标记|标出)"
)
_OVERWRITE: Final = re.compile(r"\b(?:overwrit\w+|replac(?:e|ing))\b|覆盖")


def export_wishes(folded: str) -> dict[str, Any]:
    """Return the slots that a message fills: hashed, holdout_as, overwrite."""
    slots: dict[str, Any] = {}
    if _HASHED.search(folded):
        slots["hashed"] = "email"
    if _AS_COLUMN.search(folded):
        slots["holdout_as"] = "column"
    if _OVERWRITE.search(folded):
        slots["overwrite"] = True
    return slots
