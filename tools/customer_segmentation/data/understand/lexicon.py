"""What columns and cells are called, in many languages and exports; the words stand in ``prompts/lexicon``."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from customer_segmentation.kit.assets import prompt_text

_BRACKETS: Final = re.compile(r"[(\[（【].*?[)\]）】]")
_TOKENS: Final = re.compile(r"[^\W\d_]+|[^\w\s]|\d+", re.UNICODE)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WITHOUT_UNIT: Final = 0.98
"""A name of which a currency or a bracket was cut off is as good, but not better than the plain one."""


def plain(name: str) -> str:
    """Return a header as it is compared: without case, accents, spaces and punctuation."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("#", " no "))
    return "".join(c for c in folded if c == "*" or (c.isalnum() and not unicodedata.combining(c)))


def words_in(header: str) -> list[str]:
    """Return the words and signs of a header in lower case."""
    split = _CAMEL.sub(" ", unicodedata.normalize("NFKC", header).replace("_", " "))
    return [token.casefold() for token in _TOKENS.findall(split)]


@dataclass(frozen=True)
class Lexicon:
    """The lexicon, ready for look-ups.

    Attributes:
        exact: Strengths by role, by plain name.
        patterns: (role, pattern of a plain name, strength).
        lists: Words of cells, by section of ``columns.yaml``.
        currency_of: ISO code by currency word or sign in lower case.
        exports: Known exports: the plain headers they need, and by role the headers to take.
        without_buyers: Known exports that do not say who bought.
    """

    exact: dict[str, dict[str, float]]
    patterns: list[tuple[str, re.Pattern[str], float]]
    lists: dict[str, list[str]]
    currency_of: dict[str, str]
    months: dict[str, int]
    exports: dict[str, tuple[list[str], dict[str, list[str]]]]
    without_buyers: frozenset[str]

    def strengths(self, header: str) -> dict[str, float]:
        """Return how surely a header means each role, from 0 to 1; roles it does not mean are absent."""
        return _strengths(header)

    def means(self, header: str, meaning: str) -> bool:
        """Tell whether a header means something that is no role: personal.email, postcode, age, …."""
        return meaning in self.strengths(header)

    def personal(self, header: str) -> str:
        """Return the kind of personal data that a header names (email, phone, name, …), or nothing."""
        kinds = [name.split(".")[1] for name in self.strengths(header) if name.startswith("personal.")]
        return kinds[0] if kinds else ""

    def currency(self, header: str) -> str:
        """Return the currency that a header names, such as EUR of "Umsatz (EUR)", or nothing."""
        found = [self.currency_of[word] for word in words_in(header) if word in self.currency_of]
        return found[0] if found else ""


@lru_cache(maxsize=4096)
def _strengths(header: str) -> dict[str, float]:
    known = lexicon()
    best: dict[str, float] = {}
    for name, factor in _readings(header, known.currency_of):
        found = dict(known.exact.get(name, {}))
        for role, pattern, strength in known.patterns:
            if pattern.fullmatch(name):
                found[role] = max(found.get(role, 0.0), strength)
        best = best or {role: strength * factor for role, strength in found.items()}
        if set(found) - {"neither"}:
            return {role: strength * factor for role, strength in found.items()}
    return best


def _readings(header: str, currencies: dict[str, str]) -> list[tuple[str, float]]:
    """Return the plain names to look up, best first: the whole, then without brackets and currencies."""
    whole = plain(header)
    bare = [word for word in words_in(_BRACKETS.sub(" ", header)) if word not in currencies]
    if len(bare) > 1 and bare[-1] == "in":
        bare.pop()
    short = plain("".join(bare))
    return [(whole, 1.0)] + ([(short, _WITHOUT_UNIT)] if short and short != whole else [])


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of ``prompts/lexicon/columns.yaml`` and ``exports.yaml``."""
    words = _yaml("columns.yaml")
    exact: dict[str, dict[str, float]] = {}
    patterns: list[tuple[str, re.Pattern[str], float]] = []
    for meaning, strength, name in _entries(words):
        key = plain(name)
        if "*" in key:
            patterns.append((meaning, re.compile(re.escape(key).replace(r"\*", ".*")), strength))
        else:
            named = exact.setdefault(key, {})
            named[meaning] = max(named.get(meaning, 0.0), strength)
    known = _yaml("exports.yaml")
    exports = {
        system: ([plain(name) for name in entry["needs"]], entry["roles"]) for system, entry in known.items()
    }
    return Lexicon(
        exact=exact,
        patterns=patterns,
        lists={name: value for name, value in words.items() if isinstance(value, list)},
        currency_of={word: code for code, names in words["currencies"].items() for word in names},
        months={word: month for month, names in words["months"].items() for word in names},
        exports=exports,
        without_buyers=frozenset(system for system in known if known[system].get("without_buyers")),
    )


def _entries(words: dict[str, Any]) -> list[tuple[str, float, str]]:
    """Return (meaning, strength, name) of every name in the lexicon."""
    found = [
        (role, float(strength), str(name))
        for role, tiers in words["roles"].items()
        for strength, names in tiers.items()
        for name in names
    ]
    found += [(f"personal.{kind}", 1.0, name) for kind, names in words["personal"].items() for name in names]
    found += [
        (kind, 1.0, name) for kind in ("neither", "postcode", "birth_year", "age") for name in words[kind]
    ]
    return found


def _yaml(name: str) -> dict[str, Any]:
    from yaml import CSafeLoader, load

    loaded: dict[str, Any] = load(prompt_text(f"lexicon/{name}"), Loader=CSafeLoader)
    return loaded
