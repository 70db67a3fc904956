"""A tool's result on the command line: in words and tables for a person, or as one JSON object for a program."""

import re
from typing import Any, Final

from customer_segmentation.kit.prose import fact_meaning, finding_words, prose, subject_name
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.reply import FactTable, Reply, RowTable
from customer_segmentation.kit.words import words_of
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Result, Workspace

_TABLE: Final = re.compile(r"\[\[table:")


def in_words(result: Result, workspace: Workspace, language: str, window: int = 0) -> str:
    """Return the reply as a person reads it."""
    words = with_tables(result, language)
    return Renderer(ThreadLedger(workspace), language, window=window).text(words)


def with_tables(result: Result, language: str) -> str:
    """Return the words of a reply, figures open; its tables follow unless the words already place some."""
    words = prose(result.tool, result.reply, language)
    if _TABLE.search(words):
        return words
    tables = [f"[[table:{name}]]" for name in (*result.reply.tables, *result.reply.rows)]
    return "\n\n".join([words, *tables])


def as_object(result: Result, words: str, language: str) -> dict[str, Any]:
    """Return the reply as the object that ``tool --json`` prints; the first line of its words is the headline."""
    reply = result.reply
    said = Renderer(ReplyLedger(reply), language)
    asked = words_of("questions", language)
    tables: dict[str, FactTable | RowTable] = {**reply.tables, **reply.rows}
    return {
        "tool": result.tool,
        "result_id": result.id,
        "headline": next((line.strip() for line in words.splitlines() if line.strip()), ""),
        "facts": {key: _fact(key, reply, language) for key in reply.facts},
        "tables": {name: _rows(table, reply, language) for name, table in tables.items()},
        "artifacts": [
            {"name": made.name, "path": str(result.file(made)), "media_type": made.media_type}
            for made in reply.artifacts
        ],
        "warnings": [said.text(finding_words(finding, reply, language)) for finding in reply.findings],
        "next": [said.text(asked.get(code, code)) for code in reply.next],
    }


def _fact(key: str, reply: Reply, language: str) -> dict[str, Any]:
    fact = reply.facts[key].model_dump(mode="json", include={"value", "unit", "kind"})
    return {**fact, "label": fact_meaning(key, reply, language)}


def _rows(table: FactTable | RowTable, reply: Reply, language: str) -> list[dict[str, Any]]:
    """Return the rows of a table as raw values; rows of facts start with the subject's id and name."""
    if isinstance(table, RowTable):
        return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return [
        {
            "id": subject,
            "name": subject_name(subject, reply, language),
            **{measure: _value(table.key(subject, measure), reply) for measure in table.measures},
        }
        for subject in table.subjects
    ]


def _value(key: str, reply: Reply) -> Any:
    fact = reply.facts.get(key)
    return None if fact is None else fact.model_dump(mode="json")["value"]
