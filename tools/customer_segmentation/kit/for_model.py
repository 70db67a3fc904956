"""What a model may see of a reply: labelled aggregates, never rows, and no group of a few people."""

from customer_segmentation.kit.fact import Fact, split_key
from customer_segmentation.kit.format import formatted
from customer_segmentation.kit.prose import fact_meaning, finding_words
from customer_segmentation.kit.reply import FACTS_FOR_MODEL, SMALLEST_GROUP, Reply, small_subjects


def for_model(reply: Reply, number: str, language: str) -> str:
    """Return a reply as text for a model: at most 60 facts, findings, table names and next questions."""
    keys = _seen(reply)
    lines = [
        f"result {number}. Name figures by their key in double square brackets, like [[{_example(keys)}]]."
    ]
    lines += [_line(key, reply.facts[key], reply, language) for key in keys[:FACTS_FOR_MODEL]]
    if len(keys) > FACTS_FOR_MODEL:
        lines.append(f"{len(keys) - FACTS_FOR_MODEL} more facts are shown by the tool of their own step.")
    if small_subjects(reply):
        lines.append("Groups of fewer than five customers are not shown.")
    lines += [f"finding ({f.severity}): {finding_words(f, reply, language)}" for f in reply.findings]
    lines += [f"text ({name}):\n{text}" for name, text in reply.texts.items()]
    lines += [f"table for the reader: [[table:{name}]]" for name in [*reply.tables, *reply.rows]]
    lines += [f"file made: {artifact.name}" for artifact in reply.artifacts]
    return "\n".join(lines)


def shareable(reply: Reply) -> Reply:
    """Return a reply whose words and tables a model may see: no rows, and figures of a few people masked.

    A count of them reads ``<5``, any other figure of theirs ``–``.
    """
    hidden = small_subjects(reply)
    facts = {
        key: _masked(fact) if _tells_of_few(key, fact, hidden) else fact for key, fact in reply.facts.items()
    }
    return reply.model_copy(update={"facts": facts, "rows": {}})


def facts_shown(reply: Reply) -> list[str]:
    """Return the keys of the facts that a model sees: the weightiest, none that tells of a few people."""
    return _seen(reply)[:FACTS_FOR_MODEL]


def _seen(reply: Reply) -> list[str]:
    hidden = small_subjects(reply)
    return [key for key in _by_weight(reply) if not _tells_of_few(key, reply.facts[key], hidden)]


def _masked(fact: Fact) -> Fact:
    few = f"<{SMALLEST_GROUP}" if fact.unit == "customers" else "–"
    return Fact(value=few, unit="text", kind=fact.kind)


def _tells_of_few(key: str, fact: Fact, small: set[str]) -> bool:
    """Tell whether a fact is about a group, or a part of one, so small that a person might be recognised."""
    return split_key(key)[1] in small or (fact.unit == "customers" and 0 < fact.number < SMALLEST_GROUP)


def _example(keys: list[str]) -> str:
    return keys[0] if keys else "tool.subject.measure"


def _by_weight(reply: Reply) -> list[str]:
    """Whole-of-data facts first, then those of tables, then the rest; each in the reply's own order."""
    shown = {t.key(s, m) for t in reply.tables.values() for s in t.subjects for m in t.measures}

    def weight(key: str) -> int:
        return 0 if split_key(key)[1] == "all" else 1 if key in shown else 2

    return sorted(reply.facts, key=weight)


def _line(key: str, fact: Fact, reply: Reply, language: str) -> str:
    meaning = fact_meaning(key, reply, language)
    return f"{key} = {formatted(fact, language, 'table')} ({fact.kind}; {meaning})"
