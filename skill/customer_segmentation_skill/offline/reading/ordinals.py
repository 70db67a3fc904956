"""Which one of several: the second, no. 3, the last, 第二个, 最后一个, the former."""

import re
from typing import Final

from customer_segmentation_skill.offline.reading.amounts import chinese_value

LAST: Final = -1
"""The ordinal of the last one."""

_WORDS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9,
    "tenth": 10, "10th": 10, "former": 1, "latter": 2, "last": LAST,
}  # fmt: skip
_ENGLISH: Final = re.compile(
    rf"(?<!day )(?<!month )(?<!at )\b(?:the )?(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"(?: (?:one|segment|group|option|point|item|action|recommendation|row))?\b"
    r"(?! (?:\d+|year|month|week|quarter|time|order|purchase|column|days?|change|step|few|couple|two|three|six|twelve))"
    r"|(?:\bno\.? ?|\bnumber |#|\boption )(?P<digit>\d{1,2})\b"
)
_CHINESE: Final = re.compile(
    r"第(?P<chinese>[一二三四五六七八九十两\d]+)(?:个|项|条|类|群|组|位|种|步)?(?:客群|群|分群)?|(?P<last>最后一?(?:个|项|条|类|群|组))"
)


def ordinals(folded: str) -> list[tuple[int, int, int]]:
    """Return (ordinal, start, end) of each in folded text; ``LAST`` for the last one."""
    found = []
    for match in _ENGLISH.finditer(folded):
        value = int(match["digit"]) if match["digit"] else _WORDS[match["word"]]
        found.append((value, match.start(), match.end()))
    for match in _CHINESE.finditer(folded):
        text = match["chinese"]
        value = LAST if match["last"] else int(text) if text.isdigit() else int(chinese_value(text))
        found.append((value, match.start(), match.end()))
    return sorted(found, key=lambda one: one[1])
