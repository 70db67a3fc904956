"""Markdown that says what it is given and no more: nothing in a text can become markup.

Words are escaped sign by sign: nothing from the data can become a link, an image, a heading, a row or HTML.
"""

import re
from typing import Final

_SIGNS: Final = re.compile(r"[\\`*\[\]<>|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)")
"""What Markdown may read as more than itself; underscores within words it does not."""
_LINKS: Final = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=ftp)(?=:)|(?<=www)(?=\.)")
"""Where some readers would take a plain address for a link."""
_LEADS: Final = re.compile(r"^(\s*\d*)(?=[-+=#]|(?<=\d)[.)])")
"""Where a line would become a heading or an item of a list."""
_ITEM: Final = re.compile(r"( *)(- |\d+\. )(?=\S)")
"""Of a list. Only templates begin lines, so these signs are theirs."""


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return _LINKS.sub(r"\\", _SIGNS.sub(r"\\\g<0>", text))


def escaped_line(line: str) -> str:
    """Return a line of a template, its marker of a list kept and all else escaped."""
    item = _ITEM.match(line)
    marker = item[0] if item else ""
    return marker + _LEADS.sub(r"\1\\", escaped(line[len(marker) :]))


def markdown_table(rows: list[list[str]], *, right: tuple[int, ...] | None = None) -> str:
    """Return a table, the heading first; ``right`` are the columns of figures, by default all but the first."""
    columns = range(len(rows[0]))
    figures = columns[1:] if right is None else right
    rule = "| " + " | ".join("---:" if n in figures else "---" for n in columns) + " |"
    lines = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])
