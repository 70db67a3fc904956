"""Which of the waiting proposals a person speaks of: by number, by id, or by what they do."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from customer_segmentation.kit.words import LANGUAGES, words_of

NUMBERS: Final = {
    "1": 1, "one": 1, "first": 1, "1st": 1, "一": 1, "2": 2, "two": 2, "second": 2, "2nd": 2, "二": 2, "两": 2,
    "3": 3, "three": 3, "third": 3, "3rd": 3, "三": 3, "4": 4, "four": 4, "fourth": 4, "4th": 4, "四": 4,
    "5": 5, "five": 5, "fifth": 5, "5th": 5, "五": 5, "6": 6, "sixth": 6, "六": 6, "7": 7, "七": 7, "8": 8,
    "八": 8, "9": 9, "九": 9,
}  # fmt: skip
_ENGLISH_NUMBER: Final = r"(?:[1-9](?![\d%.a-f])|1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth|sixth|one|two|three|four|five)"
ONE: Final = (
    rf"(?:(?:the |number |no\. ?|nr\.? ?|#|item |request |option )*{_ENGLISH_NUMBER}(?: one| item| request)?"
    r"|第?(?:[一二两三四五六七八九]|[1-9](?![\d%.a-f]))(?:个|项|条|号)?|(?<![0-9a-z])[0-9a-f]{6}(?![0-9a-z]))"
)
MANY: Final = rf"(?P<which>{ONE}(?:(?: ?, ?| ?and ?| ?& ?| ?\+ ?|和|、|与|跟| ){ONE})*)"
"""One proposal by number or id, and several of them (group ``which``)."""


class Proposal(NamedTuple):
    """What waits: its id and the tool that would do it."""

    id: str = ""
    tool: str = ""


def numbered(plain: str, proposals: Sequence[Proposal]) -> str:
    """Return the words with what a proposal does ("the schedule", 定时) as its number.

    A word counts only where one proposal alone is of its kind.
    """
    tools = [one.tool for one in proposals]
    for tool in dict.fromkeys(tools):
        pattern = _called(tool)
        if pattern and tools.count(tool) == 1:
            plain = pattern.sub(_in_its_place(tools.index(tool) + 1), plain)
    return plain


def _in_its_place(number: int) -> str:
    return f"#{number}"


@cache
def _called(tool: str) -> re.Pattern[str] | None:
    """Return what proposals of a tool are called; None where they have no name."""
    english, chinese = (
        words_of("lexicon", language)["proposal_words"].get(tool, []) for language in LANGUAGES
    )
    if not english and not chinese:
        return None
    before = r"(?:\b(?:the|that|this|my|any) )?"
    return re.compile(
        rf"{before}\b(?:{'|'.join(english)})\b(?: (?:task|request|one))?|(?:{'|'.join(chinese)})"
    )


def which_of(text: str, proposals: Sequence[Proposal]) -> tuple[int, ...] | None:
    """Return the numbers that a list of them names, counted from 1; None if an id is unknown."""
    ids = [one.id for one in proposals]
    found: list[int] = []
    for word in re.findall(r"[0-9a-f]{6}|[1-9](?:st|nd|rd|th)?|[a-z]+|[一二两三四五六七八九]", text):
        if word in ids:
            found.append(ids.index(word) + 1)
        elif word in NUMBERS and not (word == "one" and found):
            found.append(NUMBERS[word])
        elif re.fullmatch(r"[0-9a-f]{6}", word):
            return None
    return tuple(dict.fromkeys(found))
