"""What a cell of a workbook holds: the value of a fact, shown as it is written everywhere else.

A number keeps all its digits and its format alone makes it read ``€1,284`` or ``41%``. Percentage points are written as
points, so that 0.062 is 6.2: no format of a workbook can say so without a percent sign.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from customer_segmentation.kit.fact import Fact, is_currency
from customer_segmentation.kit.figures import Figure

_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_MORE_THAN_NOTHING: Final = re.compile("[1-9]")
_SIGNED: Final = {"change", "points"}
_DAYS: Final = {"en": "d mmm yyyy", "zh": "yyyy-mm-dd"}
_FIRST_YEAR: Final = 1900
"""Workbooks know no day before."""


class Number(float):
    """A number that is written with all its digits: xlsxwriter would write sixteen, and a few need seventeen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).removesuffix(".0")


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        value: Words, a number or a day.
        text: What a reader sees, about.
        form: The number format of a number or a day; empty for words.
    """

    value: str | Number | date
    text: str
    form: str = ""


def in_words(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(text, text)


def as_written(figure: Figure, language: str) -> Cell:
    """Return a cell that holds a fact and reads as its figure does; words where the value is not told."""
    value = _value(figure.fact) if figure.told else figure.text
    if isinstance(value, str):
        return in_words(figure.text)
    form = _DAYS[language] if isinstance(value, date) else number_format(figure.text, figure.fact.unit)
    return Cell(value, figure.text, form)


def in_full(figure: Figure, language: str) -> Cell | None:
    """Return a cell that shows the value of a fact with more digits than its figure; None where it is not told."""
    value = _value(figure.fact) if figure.told else ""
    if isinstance(value, str):
        return in_words(figure.text) if figure.told else None
    if isinstance(value, date):
        return Cell(value, figure.text, _DAYS[language])
    percent = "%" if figure.fact.unit in {"share", "change"} else ""
    whole = value.is_integer() and not percent and not is_currency(figure.fact.unit)
    digits = _whole_digits(figure.fact.unit)
    return Cell(value, figure.text, f"{digits if whole else f'{digits}.00'}{percent}")


def _value(fact: Fact) -> str | Number | date:
    if isinstance(fact.value, date):
        return fact.value if fact.value.year >= _FIRST_YEAR else fact.value.isoformat()
    if isinstance(fact.value, str):
        return fact.value
    return Number(fact.number * Decimal(100) if fact.unit == "points" else fact.number)


def number_format(text: str, unit: str) -> str:
    """Return the number format that makes a number read as a text such as ``−€84.20``, for more, less and nothing."""
    found = _DIGITS.search(text)
    if found is None or text.startswith("<"):
        return ";".join([_literal(text)] * 3)
    before, after = text[: found.start()].strip("+−-"), text[found.end() :]
    percent = "%" if after.startswith("%") else ""
    places = f".{'0' * len(found[1])}" if found[1] else ""
    digits = f"{_whole_digits(unit)}{places}{percent}{_literal(after.removeprefix('%'))}"
    signs = ("+" if unit in _SIGNED else "", "−", "") if _MORE_THAN_NOTHING.search(text) else ("", "", "")
    return ";".join(f"{_literal(sign + before)}{digits}" for sign in signs)


def _whole_digits(unit: str) -> str:
    return "0" if unit == "year" else "#,##0"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""
