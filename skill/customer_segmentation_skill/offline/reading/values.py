"""Looking a phrase up among the values of the loaded data: Germany, 德国, b2b."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation_skill.offline.reading.utterance import folded

MOST_VALUES: Final = 2_000
"""Distinct values of a column that are looked in; a column with more is no dimension to name in passing."""


_SHORTEST_PART: Final = 2


class ValueIndex:
    """The distinct values of text columns, found without regard to case, spacing, plural or language."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._found: dict[str, list[tuple[str, str]]] = {}
        for column, texts in values.items():
            for text in texts:
                for spelling in _spellings(text):
                    known = self._found.setdefault(spelling, [])
                    if (column, text) not in known:
                        known.append((column, text))

    def find(self, phrase: str) -> list[tuple[str, str]]:
        """Return (column, value) for every value that a phrase names."""
        plain = _plain(phrase)
        found = self._found.get(plain) or self._found.get(plain.removesuffix("s"))
        return found or [hit for name in _other_names(plain) for hit in self._found.get(name, [])]

    def like(self, phrase: str, most: int = 5) -> list[tuple[str, str]]:
        """Return (column, value) for values that contain a phrase, shortest first."""
        plain = _plain(phrase).removesuffix("s")
        if len(plain) < _SHORTEST_PART:
            return []
        found = [hit for text, hits in self._found.items() if plain in text for hit in hits]
        return sorted(dict.fromkeys(found), key=lambda hit: (len(hit[1]), hit))[:most]


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").replace("-", " ").split())


def _spellings(text: str) -> list[str]:
    plain = _plain(text)
    return [plain] if plain else []


@cache
def _countries() -> dict[str, frozenset[str]]:
    """Return every name of a country in English and Chinese, with all its other names."""
    from babel import Locale

    english, chinese = Locale("en").territories, Locale("zh").territories
    names: dict[str, frozenset[str]] = {}
    for code, name in english.items():
        if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - ISO 3166 codes, no regions of the world
            same = {_plain(name), _plain(chinese.get(code, name))} | _COMMON.get(code, set())
            for one in same:  # a bare code such as "it" or "no" is a word; in the data it is a country
                names[one] = frozenset(same | {code.lower()})
    return names


_COMMON: Final = {
    "GB": {"uk", "united kingdom", "great britain", "britain", "england", "英国"},
    "US": {"usa", "united states", "america", "united states of america", "美国"},
    "NL": {"holland", "netherlands", "the netherlands"},
    "CN": {"mainland china", "prc", "中国大陆", "china"},
    "HK": {"hong kong", "香港"},
    "MO": {"macau", "macao", "澳门"},
    "TW": {"taiwan", "台湾"},
    "CZ": {"czech republic", "捷克"},
    "KR": {"korea", "south korea", "韩国"},
    "AE": {"uae", "阿联酋"},
    "IE": {"eire", "ireland"},
    "RU": {"russia", "俄罗斯"},
    "DE": {"deutschland", "brd"},
}


def _other_names(plain: str) -> list[str]:
    names = _countries().get(plain, frozenset()) | _same_words().get(plain, frozenset())
    return sorted(names - {plain})


@cache
def _same_words() -> dict[str, frozenset[str]]:
    """Return words that mean the same, such as women and female, each with all the others."""
    groups: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for meaning, words in words_of("lexicon", language)["chat_terms"]["same_values"].items():
            groups.setdefault(meaning, set()).update(_plain(str(word)) for word in words)
    return {
        word: frozenset(same)
        for same in groups.values()
        for word in same
        if len(word) > 1 or not word.isascii()
    }


@lru_cache(maxsize=4)
def value_index(folder: Path) -> ValueIndex:
    """Return the values of the data set in a folder: text columns that are no personal data, bounded."""
    dataset = Dataset.read(folder)
    found = {}
    for column in dataset.columns:
        if column.type == "text" and not column.personal and dataset.has(column.table):
            texts = _distinct(dataset.parquet(column.table), column.name)
            if len(texts) <= MOST_VALUES:
                found[column.name] = texts
    return ValueIndex(found)


def _distinct(parquet: Path, column: str) -> list[str]:
    import duckdb

    from customer_segmentation.engine.sql_file import identifier, literal

    name = identifier(column)
    query = (
        f"SELECT DISTINCT {name} FROM read_parquet({literal(str(parquet))}) WHERE {name} IS NOT NULL "
        f"ORDER BY 1 LIMIT {MOST_VALUES + 1}"
    )
    with duckdb.connect() as connection:
        return [str(text) for (text,) in connection.execute(query).fetchall()]
