"""Which subjects a text names: segments under their English, Chinese or renamed names, and dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from customer_segmentation.kit.date_phrases import DATE_ID, DatePhrase
from customer_segmentation.kit.grounding_lexicon import pattern, section

EVERYBODY: Final = "all"
"""The subject id of the whole data."""

_NAMES_KEPT: Final = 4096
_SPAN: Final = re.compile(r"\d+\s*[-–~至到]\s*\d+|\d+\+")
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_QUOTES_AROUND: Final = re.compile(r"[\"'“「『【(（]$")


class Names(Protocol):
    """Who can be spoken of."""

    def subjects(self) -> Iterable[str]:
        """Return every subject id that has a name."""

    def names(self, subject: str) -> tuple[str, ...]:
        """Return every name of a subject: English, Chinese, and the one the person gave it."""


@dataclass(frozen=True)
class Mention:
    """A place where subjects are named; one name may stand for several subjects."""

    start: int
    end: int
    subjects: frozenset[str]


@dataclass(frozen=True)
class _Name:
    shape: re.Pattern[str]
    subjects: frozenset[str]
    everyday: bool = False
    short: bool = False


class NameFinder:
    """Finds the names of a ledger's subjects in prose."""

    def __init__(self, names: Names) -> None:
        by_name: dict[str, set[str]] = {}
        short: dict[str, set[str]] = {}
        for subject in sorted(names.subjects()):
            if subject == EVERYBODY:
                continue
            for name in filter(_tells, names.names(subject)):
                by_name.setdefault(name.strip(), set()).add(subject)
                short.setdefault(_without_customers(name.strip()), set()).add(subject)
        self.known = frozenset(subject for ids in by_name.values() for subject in ids)
        self._names = [_full(name, frozenset(ids)) for name, ids in sorted(by_name.items()) if name]
        self._names += [
            _short(n, frozenset(ids)) for n, ids in sorted(short.items()) if n and n not in by_name
        ]

    def mentions(self, text: str) -> list[Mention]:
        """Return where subjects are named; of overlapping names the longest counts."""
        found = [
            Mention(*match.span(), name.subjects)
            for name in self._names
            for match in name.shape.finditer(text)
            if not name.everyday or _as_a_name(text, match, short=name.short)
        ]
        found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
        apart: list[Mention] = []
        for mention in found:
            if all(mention.end <= other.start or other.end <= mention.start for other in apart):
                apart.append(mention)
        return sorted(apart, key=lambda mention: mention.start)


def dates_named(phrases: Iterable[DatePhrase], subject: str) -> list[Mention]:
    """Return the dates of the same grain as a date subject, such as the months for ``2010-12``."""
    return [
        Mention(phrase.start, phrase.end, phrase.ids)
        for phrase in phrases
        if any(len(one) == len(subject) and ("Q" in one) == ("Q" in subject) for one in phrase.ids)
    ]


def is_date(subject: str) -> bool:
    """Tell whether a subject id is a date."""
    return bool(DATE_ID.fullmatch(subject))


def _tells(name: str) -> bool:
    """Tell whether a name holds a letter or is a span such as "25-34"; a mere number would hide figures."""
    return any(character.isalpha() for character in name) or bool(_SPAN.fullmatch(name.strip()))


def _without_customers(name: str) -> str:
    """Return "Loyal" of "Loyal customers" and 忠诚 of 忠诚客户; nothing if no more than a character is left."""
    ending = pattern("customer_ending" if _CJK.search(name) else "plural_of_customers")
    short = ending.sub("", name)
    return short if short != name and len(short) > 1 else ""


def _everyday(name: str) -> bool:
    words = set(section("everyday_words")["en"])
    said = set(re.findall(r"[a-z]+", name.lower()))
    return bool(said) and said <= words and not _CJK.search(name)


@lru_cache(_NAMES_KEPT)
def _full(name: str, subjects: frozenset[str]) -> _Name:
    if _CJK.search(name):
        return _Name(re.compile(re.escape(name), re.IGNORECASE), subjects)
    return _Name(_english(name), subjects, everyday=_everyday(name))


@lru_cache(_NAMES_KEPT)
def _short(name: str, subjects: frozenset[str]) -> _Name:
    if _CJK.search(name):
        follows = section("short_name_follows")["zh"]
        return _Name(re.compile(f"{re.escape(name)}(?={follows})", re.MULTILINE), subjects)
    return _Name(_english(name), subjects, everyday=True, short=True)


def _english(name: str) -> re.Pattern[str]:
    """Return a pattern for a name with loose spaces, hyphens, apostrophes and plural.

    A single word counts in its own case only, lest "it" be Italy; a plural such as "champions" in any.
    """
    words = []
    for word in re.split(r"[\s-]+", name):
        loose = re.escape(word).replace("'", "['’]?").replace("’", "['’]?")
        words.append("can(?:['’]?t|not)" if word.lower().replace("’", "'") == "can't" else loose)
    stem = r"[\s-]+".join(words)
    plural = "" if len(name) <= 2 or not name[-1].isalpha() else "s?" if stem[-1] != "s" else "?"  # noqa: PLR2004
    many = len(words) > 1 or (name.endswith("s") and len(name) > 3)  # noqa: PLR2004 - "champions", not "US"
    return re.compile(
        rf"(?<!\w){stem}{plural}(?:['’]s?)?(?![\w%])(?!\s*%)", re.IGNORECASE if many else re.NOFLAG
    )


def _as_a_name(text: str, match: re.Match[str], *, short: bool) -> bool:
    """Tell whether everyday words such as "at risk" are meant as a name: capitals, quotes or "customers"."""
    said = match[0]
    if re.match(rf"[\s-]*{section('customer_words')['en']}", text[match.end() :], re.IGNORECASE):
        return True
    if _QUOTES_AROUND.search(text[: match.start()]) and text[match.end() : match.end() + 1] in set(
        "\"'”」』】)）"
    ):
        return True
    if len(said) <= 2 or not said[0].isupper():  # noqa: PLR2004 - a letter is an article or a grade
        return False
    return not short or _followed_as_a_name(text, match.end())


def _followed_as_a_name(text: str, end: int) -> bool:
    follows = r"\s*(?:$|[:|,/&(\n\ufffc]|is\b|are\b|was\b|were\b|has\b|have\b|had\b|and\b|with\b|bring|brought|order|spend|buy|spent|bought|come|came|make|made|need|used|count|hold)"
    return bool(re.match(follows, text[end:], re.IGNORECASE))
