"""Whether a message asks for segments in a database, and in which table of which one."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.reading import Reading

_ADDRESS: Final = re.compile(
    r"(?:sqlite|duckdb):///[^\s\"'<>|，。；、]+?\.(?:db|sqlite3?|duckdb)(?![a-z0-9.])"
    r"|(?:sqlite|duckdb|postgres(?:ql)?)://[\w./:@?&=%+~-]*[\w/]",
    re.IGNORECASE | re.ASCII,
)
_WRITE: Final = re.compile(
    r"\b(?:writ(?:e|ing)|save|store|put|push|export|append|add|insert|dump|copy|sync)\b"
    r"|写|存|导出|导入|导到|追加|插入|同步|推送|放到|放进"
)
_DATABASE: Final = re.compile(
    r"\b(?:database|data base|postgres(?:ql)?|sqlite|duckdb|sql table|table of the database)\b|数据库|数据表"
)
_TABLE: Final = re.compile(
    r"\b(?:the |a |new )?table (?:called |named )?[\"'`]?(?P<after>[^\W\d][\w.]*)"
    r"|[\"'`]?\b(?P<before>[a-z_][\w.]*)[\"'`]? table\b"
    r"|表名?(?:叫|名|为|是|:|：)?\s*[\"'“”]?(?P<zh>[a-z_][\w.]*)",
    re.IGNORECASE | re.ASCII,
)
_NO_NAME: Final = frozenset(
    {"a", "the", "this", "that", "of", "in", "new", "sql", "database", "it", "my", "called", "named"}
)
_APPEND: Final = re.compile(r"\b(?:append|add)\b|追加|附加")


def table_slots(reading: Reading) -> dict[str, Any] | None:
    """Return what a message says about the table to write, or None if it does not ask for one."""
    said = reading.utterance.said
    address = _ADDRESS.search(said)
    plain = reading.folded.replace(address[0].casefold(), " ") if address else reading.folded
    if not _WRITE.search(plain) or not (address or _DATABASE.search(plain)):
        return None
    slots: dict[str, Any] = {"url": address[0]} if address else {}
    rest = said.replace(address[0], " ") if address else said
    for found in _TABLE.finditer(rest):
        name = found["after"] or found["before"] or found["zh"]
        if name.casefold() not in _NO_NAME:
            slots["table"] = name.rstrip(".")
            break
    if _APPEND.search(plain):
        slots["mode"] = "append"
    return slots
