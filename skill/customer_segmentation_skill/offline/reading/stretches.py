"""Stretches of time in days: what "three months", 半年 and "a quarter" come to."""

from typing import Final

from customer_segmentation_skill.offline.reading.amounts import chinese_value

YEAR: Final = 365
HALF_A_YEAR: Final = 183
_UNITS: Final = {
    "d": 1, "w": 7, "m": 30, "q": 91, "y": YEAR,
    "天": 1, "日": 1, "周": 7, "月": 30, "季": 91, "年": YEAR,
}  # fmt: skip
_WORDS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}


def days_of(count: str, unit: str) -> int:
    """Return how many days a count of a unit is: digits or a word in English or Chinese, and a unit's name."""
    return number_of(count) * _UNITS[unit[0]]


def number_of(count: str) -> int:
    """Return a count in digits or words as a number."""
    return int(count) if count.isdigit() else _WORDS.get(count) or int(chinese_value(count))
