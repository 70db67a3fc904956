"""Replies in words: templates from ``prompts/replies`` over a reply, giving prose with placeholders.

Templates see the raw values of facts only to decide what is worth saying; every figure they say is a
placeholder. Names from data pass through ``shown`` before they reach a sentence.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.name import NamePart, called, spelled
from customer_segmentation.kit.reply import Finding, Reply
from customer_segmentation.kit.words import label, message, shown, words_of

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([prompts_path() / "replies", prompts_path()]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,  # noqa: S701 - the text is prose, escaped later for the surface that shows it
    )


def subject_name(subject: str, reply: Reply, language: str) -> str:
    """Return what a subject of a reply is called."""
    given, parts = reply.names.get(subject, ""), reply.described.get(subject, ())
    return called(subject, language, given=given, parts=parts)


def fact_meaning(key: str, reply: Reply, language: str) -> str:
    """Return what a fact of a reply says, such as "customers in Champions"."""
    tool, subject, measure = split_key(key)
    name = subject_name(subject, reply, language)
    if measure not in reply.measures:
        return label(measure, language, tool=tool, subject=name)
    return spelled([*reply.measures[measure], NamePart(code="as_called", values={"name": name})], language)


def finding_words(finding: Finding, reply: Reply, language: str) -> str:
    """Return a finding as a sentence with placeholders."""
    values = {**finding.values, "subject": subject_name(finding.subject, reply, language)}
    text = message(finding.code, language, **values)
    return text.replace("SUBJECT", finding.subject)


def prose(template: str, reply: Reply, language: str, **more: Any) -> str:
    """Return ``prompts/replies/<template>.<language>.md`` filled with a reply; figures stay placeholders.

    A template of another folder is named with it, such as ``report/summary``.

    The template sees: ``reply``, ``value(key)`` (None if there is no such fact), ``name(subject)``,
    ``say(finding)``, ``question(code)``, ``shown(text)``, ``part(tool, template)`` (the words of a step of a
    recipe) and whatever ``more`` gives.
    """

    def value(key: str) -> object:
        fact = reply.facts.get(key)
        return None if fact is None else fact.value

    def part(tool: str, of: str = "") -> str:
        return prose(of or tool, reply.parts[tool], language, **more) if tool in reply.parts else ""

    text = (
        _environment()
        .get_template(f"{template}.{language}.md")
        .render(
            reply=reply,
            value=value,
            name=lambda subject: subject_name(subject, reply, language),
            say=lambda finding: finding_words(finding, reply, language),
            question=lambda code: words_of("questions", language).get(code, code),
            shown=shown,
            part=part,
            **more,
        )
    )
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1]))
