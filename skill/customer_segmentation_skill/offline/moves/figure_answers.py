"""How do you know the 41%: definition, basis, source and SQL of a figure; and how the method works."""

from typing import Any, Final

from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.words import of_measure
from customer_segmentation.segment.segmentation import FILE, Segmentation
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.figures import Figures, Shown, meaning
from customer_segmentation_skill.offline.moves.move import Here, Move

_MOST_LISTED: Final = 5
_TOPICS: Final = frozenset(
    {"rfm", "recency", "frequency", "monetary", "returns", "duplicates", "holdout", "as_of", "at_stake", "scores",
     "segments", "validation", "privacy"}
)  # fmt: skip


def explain_figure(here: Here) -> Move:
    """Say how a figure is defined, what it was computed from, and where it comes from."""
    figures = Figures(here.thread.ledger, here.thread.workspace.results(), here.spoken)
    slots = here.found.slots
    if slots.get("key"):
        one = figures.by_key(str(slots["key"]), str(slots.get("result", "")))
        return _explained(here, one) if one else Move(text=here.say("chat_no_figure_shown"))
    figure = str(slots.get("figure", ""))
    if figure:
        matches = figures.matching(figure)
    else:
        matches = figures.described(here.said, here.language, list(slots.get("segments", [])))
    if len(matches) == 1:
        return _explained(here, matches[0])
    if matches:
        return _several(here, figure, matches[:_MOST_LISTED])
    if figure:
        return Move(text=here.say("chat_no_such_figure", figure=figure))
    shown = figures.shown()
    return _several(here, "", shown[:_MOST_LISTED]) if shown else Move(text=here.say("chat_no_figure_shown"))


def _several(here: Here, figure: str, found: list[Shown]) -> Move:
    options = tuple(
        Option(meaning(one, here.language), "explain_figure", {"key": one.key, "result": one.result.number})
        for one in found
    )
    entries = [(f"{one.key}@{one.result.number}", meaning(one, here.language)) for one in found]
    return Move(text=here.tell("chat_figures", figure=figure, entries=entries), options=options)


def _explained(here: Here, one: Shown) -> Move:
    told = account_of(one, here.thread.dataset_of(one.result), here.language)
    text = here.tell("chat_figure", one.result.reply, **told)
    notes = {"result": one.result.number}
    return Move(
        text=text, intent="explain_figure", slots={"key": one.key, "result": one.result.number}, notes=notes
    )


def account_of(one: Shown, loaded: Result | None, language: str) -> dict[str, Any]:
    """Return what ``prompts/replies/chat_figure`` says of a figure that was computed from the loaded data."""
    tool, _, measure = split_key(one.key)
    facts = one.result.reply.facts
    basis = [Shown(key, facts[key], one.result) for key in one.fact.basis if key in facts]
    return {
        "key": one.key,
        "number": one.result.number,
        "meaning": meaning(one, language),
        "basis": [(part.key, meaning(part, language)) for part in basis],
        "definition": of_measure("definitions", measure, language, tool=tool),
        "kind": str(one.fact.kind),
        "tool": one.result.tool,
        "filter": str(one.result.reply.detail.get("filter") or ""),
        "source": str(loaded.request.get("source", "")) if loaded else "",
        "has_sql": bool(sql_of(one.result)),
    }


def sql_of(result: Result) -> str:
    """Return the SQL that reproduces a result, or nothing."""
    told = result.reply.detail.get("sql")
    if isinstance(told, str) and told.strip():
        return told.strip()
    if (result.folder / FILE).exists():
        return Segmentation.read(result.folder).sql.strip()
    return ""


def show_sql(here: Here) -> Move:
    """Show the SQL of the figure explained last, or of the answer given last."""
    asked = str(here.remembered.get("result", ""))
    results = list(reversed(here.thread.workspace.results()))
    ordered = [r for r in results if r.number == asked] + results
    for result in ordered:
        if text := sql_of(result):
            block = "\n".join(
                line.rstrip().replace("[[", "[ [") for line in text.splitlines() if line.strip()
            )
            return Move(text=here.tell("chat_sql", sql=block, number=result.number, tool=result.tool))
    return Move(text=here.say("chat_no_sql"))


def explain_method(here: Here) -> Move:
    """Explain how something is defined or done."""
    topic = str(here.found.slots.get("topic", ""))
    shown = topic if topic in _TOPICS else "segments"
    formed = next((r for r in reversed(here.thread.workspace.results()) if r.tool == "rfm_segments"), None)
    if formed and shown in {"segments", "scores"}:
        return Move(text=here.tell("rfm_segments_scores", formed.reply))
    as_of = "rfm_segments.all.as_of"
    has_day = here.thread.ledger.fact(as_of) is not None
    return Move(text=here.tell("chat_method", topic=shown, has_day=has_day))
