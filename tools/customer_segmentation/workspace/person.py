"""A person as the workspace knows them: their customer id and what else is theirs alone."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import duckdb

from customer_segmentation.kit.errors import InputError

_ID: Final = "customer_id"
_WORD: Final = (r"(?<![0-9A-Za-z_])", r"(?![0-9A-Za-z_])")
_NUMBER: Final = (r"(?<![0-9A-Za-z_])(?<![0-9][-.:])", r"(?![0-9A-Za-z_])(?![-.:][0-9])")
"""A number is no part of a date, a time or a decimal."""
_PACKED: Final = rb"(?:(?<![0-9A-Za-z_])|(?<=\xd9.)|(?<=\xda..))"
"""In packed messages the length of a text stands before it and may look like a letter."""


@dataclass(frozen=True)
class Person:
    """Everything a person is known by: customer id and e-mail addresses."""

    identities: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the person in a text: as a word of its own, not as a part of a number or a date."""
        words = []
        for one in sorted(self.identities):
            before, after = _NUMBER if one.isdigit() else _WORD
            words.append(f"{before}{re.escape(one)}{after}")
        return re.compile("|".join(words), re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Tell whether a text mentions the person."""
        return bool(self.pattern.search(text))

    def is_packed_in(self, packed: bytes) -> bool:
        """Tell whether packed messages mention the person."""
        known = b"|".join(re.escape(one.encode()) for one in sorted(self.identities))
        return bool(
            re.search(_PACKED + b"(?:" + known + b")(?![0-9A-Za-z_])", packed, re.DOTALL | re.IGNORECASE)
        )


def the_person(words: str, folders: list[Path]) -> Person:
    """Return whom a customer id or something else of theirs names, by the tables of some result folders.

    Raises:
        InputError: The words are no customer id and fit several customers.
    """
    tables = [path for folder in folders for path in sorted(folder.glob("*.parquet"))]
    tables = [path for path in tables if _ID in _texts(path)]
    ids = {words} if any(_ids(path, words, [_ID]) for path in tables) else set()
    for path in tables if not ids else []:
        ids |= _ids(path, words, _texts(path))
    if len(ids) > 1:
        raise InputError("forget_ambiguous", customer=words, count=len(ids))
    mails = {mail for one in ids for path in tables for mail in _mails(path, one)}
    return Person(frozenset({words, *ids, *mails}))


def held_in(path: Path, identities: frozenset[str]) -> bool:
    """Tell whether a cell of a Parquet file is one of the identities."""
    columns = _texts(path)
    return any(_ids(path, one, columns, of=columns[:1]) for one in sorted(identities)) if columns else False


def _texts(path: Path) -> list[str]:
    """Return the text columns of a Parquet file."""
    with duckdb.connect() as connection:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet($1)", [str(path)]).fetchall()
    return [name for name, kind, *_ in described if kind == "VARCHAR"]


def _ids(path: Path, words: str, columns: list[str], *, of: list[str] | None = None) -> set[str]:
    """Return the distinct first values (the customer ids unless told otherwise) of rows that hold ``words``."""
    wanted = _quoted((of or [_ID])[0])
    same = " OR ".join(f"lower(trim({_quoted(column)})) = lower($2)" for column in columns)
    query = f"SELECT DISTINCT CAST({wanted} AS VARCHAR) FROM read_parquet($1) WHERE {same}"
    with duckdb.connect() as connection:
        return {str(value) for (value,) in connection.execute(query, [str(path), words]).fetchall()}


def _mails(path: Path, identity: str) -> set[str]:
    """Return the e-mail addresses that stand in a customer's rows."""
    columns = [column for column in _texts(path) if column != _ID]
    if not columns:
        return set()
    listed = ", ".join(f"any_value({_quoted(c)}) FILTER ({_quoted(c)} LIKE '%_@_%._%')" for c in columns)
    query = f"SELECT {listed} FROM read_parquet($1) WHERE {_quoted(_ID)} = $2"
    with duckdb.connect() as connection:
        found = connection.execute(query, [str(path), identity]).fetchone() or ()
    return {value.strip() for value in found if value and " " not in value.strip()}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
