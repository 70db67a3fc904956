"""Which language to answer in: asked for, else the person's words, else the thread's, locale's or data's."""

import os
import re
from typing import Final

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_COMMAND: Final = re.compile(r"^\s*/customer-segmentation\b")
_PATH: Final = re.compile(r"\S*[/\\.]\S+")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str) -> str:
    """Return ``zh`` or ``en`` for a person's words, or nothing if they do not tell."""
    if _CHINESE.search(text):
        return "zh"
    words = _PATH.sub(" ", _COMMAND.sub(" ", text))
    return "en" if _WORD.search(words) else ""


def locale_language() -> str:
    """Return the language of the environment's locale, or nothing."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value.startswith("zh"):
            return "zh"
        if value.startswith("en"):
            return "en"
    return ""
