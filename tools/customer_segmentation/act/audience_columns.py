"""The columns of an audience: which are written, what they are called there, and which are hashed.

E-mail addresses for ad platforms are trimmed, lower-cased and given as SHA-256 in hex; what was consented to goes
with them (PRACTICE, practice 25).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.errors import InputError

CONSENT: Final = re.compile(r"consent|opt.?in|subscri|newsletter|同意|订阅", re.IGNORECASE)
OBJECTION: Final = re.compile(
    r"un-?subscri|opt(?:ed)?[^a-z]?out|do[^a-z]?not[^a-z]?(?:contact|mail|e-?mail|call|disturb)|退订|拒收|勿扰",
    re.IGNORECASE,
)
"""A column in which a yes means no."""
MAIL: Final = re.compile(r"e.?mail|邮箱|邮件地址", re.IGNORECASE)
PHONE: Final = re.compile(r"phone|mobile|(?<![a-z])tel(?![a-z])|手机|电话", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[,，、;；]")
_LEADING = r"^[\s\p{Z}]+"
_TRAILING = r"[\s\p{Z}]+$"


@dataclass(frozen=True)
class AudienceColumn:
    """One column: its name in the table ``audience``, its SQL type, its heading in the file."""

    name: str
    type: str
    heading: str
    hashed: bool = False

    @property
    def sql(self) -> str:
        """The column as it is written."""
        column = identifier(self.name)
        if not self.hashed:
            return column
        text = f"CAST({column} AS VARCHAR)"
        for spaces in (_LEADING, _TRAILING):
            text = f"regexp_replace({text}, '{spaces}', '')"
        return f"CASE WHEN lower({text}) <> '' THEN sha256(lower({text})) END"

    @property
    def is_text(self) -> bool:
        """Whether its cells are free text, in which a spreadsheet could see a formula."""
        return self.type == "VARCHAR" and not self.hashed


def chosen_columns(asked: str, hashed: str, known: Sequence[AudienceColumn]) -> list[AudienceColumn]:
    """Return the columns to write, each heading once.

    Args:
        asked: Names or headings; empty for id, e-mail, segment, last order and consent.
        hashed: Names or headings of columns to hash, or "e-mail" for every column of addresses.
        known: Every column there is, id and segment among them.

    Raises:
        InputError: There is no such column.
    """
    secret = [one for word in _words(hashed) for one in _hashed(word, known)]
    names = [one.name for word in _words(asked) for one in _meant(word, known)]
    if not names:
        mails = [c.name for c in known if MAIL.search(c.heading)]
        names = ["customer_id", *mails, "segment", "last_on"]
    if secret or not asked.strip():
        names += [c.name for c in secret] + [c.name for c in known if CONSENT.search(c.heading)]
    by_name = {column.name: column for column in known}
    columns = [by_name[name] for name in dict.fromkeys(names) if name in by_name]
    return unlike([_as_hashed(c) if c in secret else c for c in columns])


def _words(text: str) -> list[str]:
    return [word.strip() for word in _SEPARATORS.split(text) if word.strip()]


def _named(word: str, known: Sequence[AudienceColumn]) -> AudienceColumn:
    wanted = word.casefold()
    for column in known:
        if wanted in {column.name.casefold(), column.heading.casefold()}:
            return column
    raise InputError("export_column_unknown", name=word, columns=", ".join(c.name for c in known))


def _meant(word: str, known: Sequence[AudienceColumn]) -> list[AudienceColumn]:
    """Return the column of a name, or for "e-mail" every column of addresses."""
    mails = [c for c in known if MAIL.search(c.heading) and not CONSENT.search(c.heading)]
    exact = {word.casefold()} & {name.casefold() for c in known for name in (c.name, c.heading)}
    return mails if mails and not exact and MAIL.fullmatch(word.rstrip("s")) else [_named(word, known)]


def _hashed(word: str, known: Sequence[AudienceColumn]) -> list[AudienceColumn]:
    try:
        return [_named(word, known)]
    except InputError:
        mails = [column for column in known if MAIL.search(column.heading)]
        if not MAIL.fullmatch(word.rstrip("s")):
            raise
        if not mails:
            raise InputError("export_no_mail", columns=", ".join(c.name for c in known)) from None
        return mails


def _as_hashed(column: AudienceColumn) -> AudienceColumn:
    return replace(column, hashed=True, heading=f"{column.heading}_sha256")


def unlike(columns: Sequence[AudienceColumn]) -> list[AudienceColumn]:
    """Return columns of which no two have one heading, large and small letters being the same."""
    taken: set[str] = set()
    made = []
    for column in columns:
        heading, number = column.heading, 1
        while heading.casefold() in taken:
            number += 1
            heading = f"{column.heading}_{number}"
        taken.add(heading.casefold())
        made.append(replace(column, heading=heading))
    return made


def known_columns(types: Mapping[str, str], headings: Mapping[str, str]) -> list[AudienceColumn]:
    """Return every column of the table, by the headings that the person knows."""
    return [AudienceColumn(name, kind, headings.get(name, name)) for name, kind in types.items()]
