"""Which currency a file is in: from a column, the signs in its cells, its headers, or the person. Never several at once."""

import re
from collections.abc import Mapping
from typing import Final

from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.source_text import is_one_of
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.kit.fact import NO_CURRENCY, is_currency

_KANA: Final = re.compile(r"[\u3040-\u30ff円]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_MONEY: Final = ("amount", "price", "revenue_total")


def yen_or_yuan(headers: list[str]) -> str:
    """Return what ¥ means in a file: yuan under Chinese headers, else yen."""
    whole = "".join(headers)
    return "CNY" if _CHINESE.search(whole) and not _KANA.search(whole) else "JPY"


def unit_of(currency: str) -> str:
    """Return the unit of facts in a currency; a file may name one that has no code."""
    return currency if is_currency(currency) else NO_CURRENCY


def code_sql(text: str, yen: str) -> str:
    """Return SQL for the ISO code that a currency word or sign means; the text itself where it is unknown."""
    known = {**lexicon().currency_of, "¥": yen, "￥": yen, "＄": "USD"}
    codes: dict[str, list[str]] = {}
    for word, code in sorted(known.items()):
        codes.setdefault(code, []).append(word)
    lowered = f"RTRIM(LOWER({text}), '.')"
    cases = "".join(
        f" WHEN {is_one_of(lowered, words)} THEN {literal(code)}" for code, words in sorted(codes.items())
    )
    return f"CASE{cases} ELSE UPPER({text}) END"


def header_currency(reading: Reading) -> str:
    """Return the currency that the headers of the money columns name, or nothing."""
    found = [
        code
        for role in _MONEY
        if role in reading.columns and (code := lexicon().currency(reading.columns[role].column.header))
    ]
    return found[0] if found else ""


def decide_currency(counts: Mapping[str, int], named: str, asked: str, profile: str) -> str:
    """Return the currency whose lines are kept, as the file's cells name it; ``XXX`` when nothing tells.

    Args:
        counts: Lines by currency, as the cells say.
        named: The currency of the headers.
        asked: The currency that the person gave, by code or word.
        profile: The currency of the shop's profile.

    Raises:
        NeedsAnswer: Several currencies: they are never added up.
        InputError: The person named one that the file does not have, or no currency at all.
    """
    known = sorted(counts, key=lambda code: (-counts[code], code)) or ([named] if named else [])
    if asked:
        wanted = lexicon().currency_of.get(asked.strip().lower(), asked.strip().upper())
        if known and wanted not in known:
            raise InputError("data_currency_absent", asked=asked, currencies=", ".join(known))
        if not known and not is_currency(wanted):
            raise InputError("data_currency_wrong", asked=asked)
        return wanted
    if len(known) > 1:
        options = [(code, {"currency": code}) for code in known]
        raise NeedsAnswer("data_which_currency", options=options, currencies=", ".join(known))
    return known[0] if known else profile or NO_CURRENCY
