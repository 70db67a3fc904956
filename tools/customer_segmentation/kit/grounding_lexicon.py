"""The guard's words: patterns of ``prompts/lexicon/grounding.<language>.yaml``, both languages at once.

A draft may mix languages, so every pattern of every language is tried on every draft.
"""

import re
from functools import cache
from typing import Any, Final

from customer_segmentation.kit.plain_text import HIDDEN, SLOT
from customer_segmentation.kit.words import LANGUAGES, words_of

CHINESE_DIGITS: Final = "零〇一二两俩三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億"
_NEVER: Final = "(?!)"
_FLAGS: Final = re.IGNORECASE | re.MULTILINE


def section(name: str) -> dict[str, Any]:
    """Return a section of the lexicon by language, for those that have it."""
    found = {language: words_of("lexicon", language)["grounding"].get(name) for language in LANGUAGES}
    return {language: part for language, part in found.items() if part}


@cache
def pattern(name: str, ending: str = "") -> re.Pattern[str]:
    """Return one pattern that matches any entry of a section in any language, followed by ``ending``."""
    entries: list[str] = []
    for part in section(name).values():
        entries += part if isinstance(part, list) else [part]
    joined = "|".join(f"(?:{_filled(entry)})" for entry in entries) or _NEVER
    return re.compile(f"(?:{joined}){ending}", _FLAGS)


@cache
def number_words() -> dict[str, int]:
    """Return the English number words."""
    values: dict[str, int] = section("number_words")["en"]
    return values


def _filled(entry: str) -> str:
    small = [word for word, value in number_words().items() if value <= 10]  # noqa: PLR2004 - up to ten
    verbs = section("imperative_verbs").get("en", _NEVER)
    return (
        entry.replace(
            "<n>", rf"(?:\b(?:{'|'.join(small)})\b|(?<![\d.,])(?:10|\d)(?![\d])|[一二两三四五六七八九十])"
        )
        .replace("<d>", f"[{CHINESE_DIGITS}]+")
        .replace("<slot>", SLOT)
        .replace("<name>", f"{HIDDEN}+")
        .replace("<verb>", verbs)
    )
