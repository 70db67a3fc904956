"""The finished reply of a tool for a host to show as it is: Markdown of at most 1,500 tokens, without rows."""

import re
from typing import Final

from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.chat.made import made_words
from customer_segmentation_skill.surfaces.lines import inert
from customer_segmentation_skill.surfaces.mcp.addresses import of_result
from customer_segmentation_skill.surfaces.mcp.own_terminal import to_see_again
from customer_segmentation_skill.surfaces.mcp.shared import SharedLedger
from customer_segmentation_skill.surfaces.tool_output import with_tables

MOST_TOKENS: Final = 1_500
_ROWS: Final = (24, 12, 6, 3)
"""How many rows tables may have, tried one after the other until the whole is short enough."""
_TABLE: Final = re.compile(r"\[\[table:(\w+)\]\]")
_CHARACTERS_PER_TOKEN: Final = 3.3
"""Of Latin letters, figures and the rules of tables; a Chinese character is counted as a token of its own."""


def tokens(text: str) -> int:
    """Return about how many tokens a model reads a text as, rather too many than too few."""
    latin = sum(character.isascii() for character in text)
    return round(latin / _CHARACTERS_PER_TOKEN) + len(text) - latin


def finished(result: Result, workspace: Workspace, language: str) -> str:
    """Return the reply in words, with as many rows of its tables as fit."""
    for rows in _ROWS:
        text = whole(result, workspace, language, rows=rows)
        if tokens(text) <= MOST_TOKENS:
            return text
    return _cut(text, result, language)


def whole(result: Result, workspace: Workspace, language: str, *, rows: int = 0) -> str:
    """Return the reply in words with ``rows`` rows of each table, all of them for 0."""
    words = with_tables(result, language)
    words = _TABLE.sub(lambda found: _placed(found[1], result, workspace, language, rows), words)
    text = Renderer(SharedLedger(workspace, result, rows=rows), language, "markdown").text(words)
    made = made_words([result], language)
    return inert(f"{text}\n\n{made}" if made else text)


def _placed(name: str, result: Result, workspace: Workspace, language: str, rows: int) -> str:
    """Return the place of a table; what is left out of it, and where that can be seen, is said."""
    if name in result.reply.rows:
        return f"{message('mcp_rows_stay', language)}\n\n{to_see_again(result, workspace)}"
    table = result.reply.tables.get(name)
    left = len(table.subjects) - rows if table and rows else 0
    if left <= 0:
        return f"[[table:{name}]]"
    return f"[[table:{name}]]\n\n{message('mcp_rows_left', language, count=left, uri=of_result(result.id))}"


def _cut(text: str, result: Result, language: str) -> str:
    """Return whole lines up to the bound, and where the rest is."""
    rest = message("mcp_words_left", language, uri=of_result(result.id))
    lines = text.split("\n")
    while lines and tokens("\n".join([*lines, rest])) > MOST_TOKENS:
        lines.pop()
    return "\n".join([*lines, rest])
