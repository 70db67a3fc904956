"""Whether a message asks for segments in a database, and in which table of which one."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.sources import DATABASE

_READ: Final = re.compile(
    r"(?:\b(?:from|load|read|import|analy[sz]e|segment|use|open|browse|connect to)|读取|加载|载入|分析|打开|导入|连接|用|从|读)\s*"
    r"(?:(?:the|my|our|tables?|database|data(?:库)?|数据库)\s*)*$"
)
"""Stands before the address of a database that is to be read."""
_ASKED: Final = re.compile(
    r"\b(?:which|what|how many|list|show|see)\b.*\b(?:tables|schema)\b|(?:哪些|什么|几张|多少|哪张|列出|查看).{0,6}表"
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
    r"|(?P<front>[a-z_][\w.]*)\s?(?:这张|这个)?表(?![a-z])"
    r"|表名?(?:叫|名|为|是|:|：)?\s*[\"'“”]?(?P<zh>[a-z_][\w.]*)",
    re.IGNORECASE | re.ASCII,
)
_NO_NAME: Final = frozenset(
    {"a", "the", "this", "that", "of", "in", "new", "sql", "database", "it", "my", "called", "named"}
)
_SEVERAL: Final = re.compile(r"[^\W\d][\w.]*\s*\+\s*[^\W\d][\w.]*")
_APPEND: Final = re.compile(r"\b(?:append|add)\b|追加|附加")


def table_slots(reading: Reading) -> dict[str, Any] | None:
    """Return what a message says about the table to write, or None if it does not ask for one."""
    said = reading.utterance.said
    address = DATABASE.search(said)
    plain = reading.folded.replace(address[0].casefold(), " ") if address else reading.folded
    if _ASKED.search(plain) or (address and _READ.search(reading.folded[: address.start()])):
        return None
    if not _WRITE.search(plain) or not (address or _DATABASE.search(plain)):
        return None
    slots: dict[str, Any] = {"url": address[0]} if address else {}
    named = table_named(said)
    if named:
        slots["table"] = named
    if _APPEND.search(plain):
        slots["mode"] = "append"
    return slots


def table_named(said: str) -> str:
    """Return the table that a message names beside the address of a database, nothing if it names none."""
    for found in _TABLE.finditer(DATABASE.sub(" ", said)):
        name = found["after"] or found["before"] or found["zh"] or found["front"]
        if name.casefold() not in _NO_NAME:
            return name.rstrip(".")
    return ""


def tables_used(said: str) -> str:
    """Return the tables that a message wants read, such as "order_items + orders"; nothing if it names none."""
    several = _SEVERAL.search(DATABASE.sub(" ", said))
    return " + ".join(part.strip() for part in several[0].split("+")) if several else table_named(said)
