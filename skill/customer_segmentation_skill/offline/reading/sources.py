"""Files and addresses in a message: quoted, with spaces, in Chinese, with wildcards."""

import re
from dataclasses import dataclass
from typing import Final

COMMAND: Final = re.compile(r"^\s*/customer[-_ ]segmentation\b", re.IGNORECASE)

_ENDING: Final = r"\.(?:csv|tsv|txt|xlsx|xlsm|xls|parquet|pq|jsonl|ndjson|json|gz|zip|db|sqlite3?|duckdb)(?![a-z0-9_]|\.[a-z0-9])"
_STOP: Final = r"\s,;，；、。：:！？!?\"'<>|（）()《》"
_QUOTED: Final = re.compile(r"\"(?P<double>[^\"]+)\"|(?<![a-z])'(?P<single>[^']+)'")
DATABASE: Final = re.compile(
    r"(?:sqlite|duckdb):///[^\s\"'<>|，。；、]+?\.(?:db|sqlite3?|duckdb)(?![a-z0-9.])"
    r"|(?:sqlite|duckdb|postgres(?:ql)?)://[\w./:@?&=%+~-]*[\w/]",
    re.IGNORECASE | re.ASCII,
)
"""The address of a database, without what follows it in a sentence."""
SHEET: Final = re.compile(
    r"https://docs\.google\.com/(?:a/[\w.-]+/)?spreadsheets/[\w./?&=%#+:~-]*[\w/]", re.IGNORECASE | re.ASCII
)
"""The link of a Google Sheet, without what follows it in a sentence."""
_ADDRESS: Final = re.compile(
    rf"{DATABASE.pattern}|{SHEET.pattern}|[a-z][a-z0-9+]{{1,20}}://[^\s\"']+", re.ASCII
)
_ROOTED: Final = re.compile(rf"(?<![^\s,;，；：:\"'])(?:~?/|\.\.?/|[a-z]:\\)[^\"'\n]*?{_ENDING}")
_PLAIN: Final = re.compile(rf"[^{_STOP}]+?{_ENDING}")
_SPACED: Final = re.compile(
    rf"(?:(?:please|analy[sz]e|load|use|read|run|for|with|on|and|the file|file|segment)\s+)*"
    rf"(?P<path>[^\s\"',;，；][^\"'\n]*?{_ENDING})"
)
_FOLDER: Final = re.compile(
    r"(?<![^\s,;，；：:\"'])(?:(?:~|\.{1,2})/[\w./-]*|(?:/?[\w.-]+/)+)(?=$|[\s,;，；。])"
)
_PATHLIKE: Final = re.compile(rf"{_ENDING}|[/\\]|://")
_LEADING: Final = re.compile(
    r"^(?:请|帮我|麻烦|你|先|再|把|将|对|用|给|从|读取|读入|读|加载|导入|载入|打开|上传|分析|看看|看一下|处理|换成|换|改用|使用|"
    r"这是|这个|文件|数据|就|一下|下|和|与|及|跟|我的|是|叫|到|存成|保存成?|保存到|导出到|导出成|导出为|写入|写到|成|为)+(?=[^.\s])"
)


@dataclass(frozen=True)
class Source:
    """A file, folder or address as typed, and where it stands in the message."""

    path: str
    start: int
    end: int


def sources(said: str, folded: str) -> list[Source]:
    """Return the files a message names, in order; ``folded`` is the same text for reading."""
    found: list[Source] = []
    for pattern in (_QUOTED, _ADDRESS, _ROOTED, _PLAIN, _FOLDER):
        for match in pattern.finditer(folded):
            if any(match.start() < s.end and s.start < match.end() for s in found):
                continue
            source = _quoted(match, said) if pattern is _QUOTED else _bare(match, said)
            if source:
                found.append(source)
    return sorted(found, key=lambda source: source.start)


def command_sources(said: str, folded: str) -> list[Source]:
    """Return the files after ``/customer-segmentation``: unquoted names may hold spaces up to their ending."""
    command = COMMAND.match(said)
    start = command.end() if command else 0
    found = [s for s in sources(said, folded) if s.start >= start and _QUOTED.match(folded, s.start)]
    position = start
    for match in _SPACED.finditer(folded[start:]):
        begin, end = match.start("path") + start, match.end() + start
        if begin >= position and not any(begin < s.end and s.start < end for s in found):
            found.append(Source(said[begin:end], begin, end))
            position = end
    if not found:
        found = [s for s in sources(said, folded) if s.start >= start]
    rest = said[start:].strip()
    if not found and rest and len(rest.split()) == 1:
        at = said.index(rest, start)
        found = [Source(rest, at, at + len(rest))]
    return sorted(found, key=lambda source: source.start)


def _quoted(match: re.Match[str], said: str) -> Source | None:
    inner = match["double"] or match["single"]
    if not _PATHLIKE.search(inner):
        return None
    return Source(said[match.start() + 1 : match.end() - 1], match.start(), match.end())


def _bare(match: re.Match[str], said: str) -> Source | None:
    text = said[match.start() : match.end()]
    cut = _LEADING.match(text)
    skip = cut.end() if cut else 0
    rest = text[skip:]
    if not rest.strip("./~") and not rest.startswith(("~/", "./", "../")):
        return None
    return Source(rest, match.start() + skip, match.end())
