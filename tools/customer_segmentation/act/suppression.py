"""A suppression list: customers who must not be contacted, by customer id, e-mail address or phone number.

Objection to direct marketing is absolute (GDPR, Art. 21(2)-(3)), so that the list is read as carefully as any other
file, and what it did not catch is said.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.new_files import digest
from customer_segmentation.workspace.workspace import Workspace

_KEYS: Final = re.compile(
    r"e.?mail|phone|mobile|(customer|client|user|member).?(id|no|number)|邮箱|手机|电话|(客户|会员|用户)编?号",
    re.IGNORECASE,
)
_TABLE: Final = "suppression"
_NO_TABLE: Final = frozenset({"read_header_only", "read_empty"})


@dataclass(frozen=True)
class Suppression:
    """The list as the table ``suppressed(entry)`` of an engine, trimmed and in lower case.

    Attributes:
        entries: How many different entries it has.
        sha256: Of the file, for the record.
    """

    path: str
    entries: int
    sha256: str


def read_suppression(name: str, engine: DuckDB, workspace: Workspace) -> Suppression:
    """Read the first column of a list, and every column of e-mail addresses, phone numbers or customer ids.

    A heading is taken for an entry too: it does no harm where it is one, and nobody is missed where it is none.

    Raises:
        InputError: It lies outside the allowed folders, or no table can be read from it.
    """
    path = Path(name).expanduser()
    if not is_allowed(path, workspace) or not path.is_file():
        raise InputError("suppression_unreadable", path=name)
    queries = _entries(path, engine)
    engine.connection.execute(
        f"CREATE TEMP TABLE suppressed AS SELECT DISTINCT lower(trim(entry)) AS entry FROM ({queries}) "
        "WHERE trim(entry) <> ''"
    )
    ((entries,),) = engine.rows_of("SELECT count(*) FROM suppressed")
    return Suppression(path=name, entries=entries, sha256=digest(path))


def _entries(path: Path, engine: DuckDB) -> str:
    try:
        raw = read_source(str(path), engine, table=_TABLE)
    except InputError as error:
        if error.code not in _NO_TABLE:
            raise
        return f"SELECT {literal(_only_line(path))} AS entry"
    used = [column for n, column in enumerate(raw.columns) if n == 0 or _KEYS.search(column.header)]
    headings = [f"SELECT {literal(column.header)} AS entry" for column in used]
    return " UNION ALL ".join([*(_texts(column) for column in used), *headings])


def _texts(column: RawColumn) -> str:
    """Return a column as text; a workbook may hold the id 17 as the number 17.0."""
    name = identifier(column.name)
    text = f"CAST({name} AS VARCHAR)"
    if column.type == "number":
        text = f"regexp_replace({text}, '[.]0+$', '')"
    return f"SELECT {text} AS entry FROM {_TABLE}"


def _only_line(path: Path) -> str:
    """Return the only entry of a list of one line; nothing for an empty file."""
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return lines.readline().strip().strip('"')
