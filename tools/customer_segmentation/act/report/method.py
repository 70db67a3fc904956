"""How a report came about: what each step was asked, the rules, the SQL; and what its words mean."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from customer_segmentation.act.report.report import (
    Block,
    Code,
    Glossary,
    Said,
    Section,
    Settings,
    Table,
    Told,
)
from customer_segmentation.workspace.workspace import Result

_REFERENCES: Final = {"data", "segmentation"}
"""Fields that name other results, not settings."""
_SCORES: Final = "rfm_segments_scores"
_TERMS: Final = {
    "segments": ("median", "net"),
    "apart": ("effect",),
    "trust": ("interval", "points", "pairs"),
    "cohorts": ("cohort", "retention"),
    "advice": ("at_stake", "break_even", "margin", "held_out"),
    "plan_money": ("points", "margin", "held_out"),
}
"""Terms of the field, by the section that uses them."""


def method_section(segments: Result, steps: Mapping[str, Result]) -> Section:
    """Return how the segments were formed and what every step was asked."""
    return Section("method", list(_method(segments, steps)))


def _method(segments: Result, steps: Mapping[str, Result]) -> Iterator[Block]:
    reply = segments.reply
    yield Said("method", reply, {"tool": segments.tool})
    if "scores" in reply.tables:
        yield Told(_SCORES, reply, "before")
        yield Table("scores", reply.tables["scores"], reply)
    rules = reply.detail.get("rules")
    if isinstance(rules, dict) and rules:
        values = {segment: "; ".join(boxes) for segment, boxes in rules.items()}
        yield Settings("rules", values, reply)
    asked = {result.tool: _asked(result.request) for result in (segments, *steps.values())}
    yield Settings("asked", {tool: words for tool, words in asked.items() if words})


def _asked(request: Mapping[str, Any]) -> str:
    return " ".join(
        f"--{name.replace('_', '-')} {_word(value)}"
        for name, value in request.items()
        if name not in _REFERENCES and value not in ("", None)
    )


def _word(value: object) -> str:
    text = str(value)
    return f'"{text}"' if " " in text else text


def sql_section(segments: Result) -> list[Section]:
    """Return the SQL that forms the segments again; nothing where there is none."""
    sql = segments.reply.detail.get("sql")
    return [Section("sql", [Said("sql", segments.reply), Code(sql)])] if isinstance(sql, str) and sql else []


def glossary_section(sections: Sequence[Section], formed_by: str) -> Section:
    """Return what the terms and the columns of these sections mean."""
    terms = [term for section in sections for term in _TERMS.get(section.id, ())]
    if formed_by == "rfm_segments":
        terms.insert(0, "rfm")
    tables = [block for section in sections for block in section.blocks if isinstance(block, Table)]
    return Section("glossary", [Glossary(tuple(dict.fromkeys(terms)), tuple(tables))])
