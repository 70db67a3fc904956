"""From what a message asks to what is done about it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from customer_segmentation_skill.offline.moves import (
    budgets,
    campaigns,
    corrections,
    drafts,
    experiments,
    figure_answers,
    groupings,
    methods,
    past,
    pictures,
    questions,
    scheduling,
    segment_answers,
    sending,
    tables,
    talk,
)
from customer_segmentation_skill.offline.moves.arguments import arguments_for, kept_arguments
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.parts import of_part
from customer_segmentation_skill.offline.moves.pointing import (
    pointed_segment,
    pointed_segments,
    shown_segments,
)
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.understanding.intents import OF_A_PART
from customer_segmentation_skill.offline.understanding.understand import understand

_PRONOUN: Final = re.compile(
    r"\b(?:them|these|those|they|this (?:group|segment)|that (?:group|segment))\b|他们|她们|它们|这群|这些人|这个群|这类|那群|这组|那组"
)
_NEEDS_DATA: Final = frozenset(
    {
        "describe_data", "list_segments", "show_segment", "advise", "advise_segment", "compare_segments", "export", "write_table", "send",
        "top_customers", "filter", "correct_role", "rename_segment", "merge_segments", "undo", "query",
        "define_segment", "trait_question", "show_sql", "explain_figure", "follow_up", "chart", "report",
        "experiment", "budget", "optimise", "draft", "use_grouping", *methods.MOVES,
    }
)  # fmt: skip
_DATABASE: Final = re.compile(r"\b(?:database|db)\b|数据库")
_REPEATED: Final = frozenset({"show_segment", "advise_segment", "top_customers", "export", "send", "draft"})
_ADVISED: Final = frozenset({"analyse", "advise", "advise_segment", "filter", "correct_role", "undo"})


def move(here: Here) -> Move:
    """Return what to do about a message, and what to remember of it."""
    intent = here.found.intent
    if intent == "choose":
        return _chosen(here)
    if intent in {"approve", "reject"}:
        return talk.undecided(here)
    if not here.found.is_sure:
        return talk.unsure(here)
    if intent in _NEEDS_DATA and here.thread.loaded is None:
        return talk.no_data(here)
    made = _MOVES[intent](here)
    if intent in OF_A_PART and here.found.slots.get("conditions"):
        made = of_part(here, made)
    repeated = scheduling.repeated(here, made)
    if repeated:
        made = repeated
        here = replace(
            here, found=replace(here.found, also=tuple(one for one in here.found.also if one != "schedule"))
        )
    further = talk.beside(here)
    if further and made.calls:
        noted = "\n".join(text for text in (made.notes.get("beside", ""), further) if text)
        made = replace(made, notes={**made.notes, "beside": noted})
    elif further:
        made = replace(made, text=f"{made.text}\n\n{further}")
    return replace(
        made, intent=made.intent or intent, slots=here.found.slots if made.slots is None else made.slots
    )


def _as(here: Here, intent: str, slots: dict[str, Any]) -> Move:
    """Do what another intent would."""
    return move(replace(here, found=Understanding(intent, slots)))


def _chosen(here: Here) -> Move:
    """Do what the chosen answer to a question means."""
    option = here.options[int(here.found.slots["choice"]) - 1]
    if option.tool:
        return Move(
            calls=((option.tool, option.arguments),), intent=here.remembered.get("intent", ""), slots={}
        )
    if option.intent == "say":
        situation = here.thread.situation(here.language, here.remembered, ())
        return move(
            replace(
                here, said=option.words, found=replace(understand(option.words, situation), confidence=1.0)
            )
        )
    return _as(here, option.intent, option.slots)


def _analyse(here: Here) -> Move:
    slots = here.found.slots
    wanted = [(c["column"], c["value"], c["exclude"]) for c in slots.get("conditions", []) if c["column"]]
    if slots.get("source"):
        tool, arguments = arguments_for("analyse", slots)
        return Move(calls=((tool, arguments),))
    if here.thread.browsed and (here.thread.loaded is None or _DATABASE.search(folded(here.said))):
        return Move(calls=(arguments_for("analyse", {"source": here.thread.browsed}),))
    if here.thread.loaded is None:
        return talk.no_data(here)
    if wanted or slots.get("date_from") or slots.get("date_to"):
        return corrections.apply_filter(here)
    analyses = here.thread.analyses
    kept = kept_arguments(analyses[-1]) if analyses else {}
    return Move(calls=(("analyse_customers", {"data": here.thread.loaded.number, **_whole(kept)}),))


def _whole(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what the whole analysis can be asked of what an analysis was asked."""
    return {name: value for name, value in kept.items() if name in {"where", "from", "to", "names", "merge"}}


def _load(here: Here) -> Move:
    if not here.found.slots.get("source"):
        return tables.use_table(here) if here.thread.browsed else talk.no_data(here)
    return _call(here)


def _call(here: Here) -> Move:
    return Move(calls=(arguments_for(here.found.intent, here.found.slots),))


def _show(here: Here) -> Move:
    return segment_answers.show_segment(here, pointed_segment(here))


def _advise(here: Here) -> Move:
    segment = pointed_segment(here) if _PRONOUN.search(folded(here.said)) else ""
    if segment:
        return _as(here, "advise_segment", {"segment": segment})
    return Move(calls=(arguments_for("advise", meant_grouping(here)),))


def _advise_segment(here: Here) -> Move:
    """Advise on the segment that is meant; where several are named, on each of them."""
    several = here.found.slots.get("segments", [])
    if several:
        made = [
            _advise_segment(replace(here, found=replace(here.found, slots={"segment": one})))
            for one in several
        ]
        calls = tuple(call for one in made for call in one.calls)
        said = "\n\n".join(one.text for one in made if one.text)
        slots = {"segment": several[0], "segments": several}
        return Move(
            text="" if calls else said, calls=calls, slots=slots, notes={"beside": said} if calls else {}
        )
    segment = pointed_segment(here)
    result = here.thread.holding(segment)
    if here.thread.segmented is None:
        return Move(calls=(arguments_for("advise_segment", {"segment": segment}),))
    if result is None:
        return segment_answers.missing(here, segment)
    slots = {"segment": segment}
    if result.id != here.thread.segmented.id:
        slots["segmentation"] = result.number
    return Move(calls=(arguments_for("advise_segment", slots),), slots={"segment": segment})


def _compare(here: Here) -> Move:
    segments = pointed_segments(here, at_least=2)
    if len(segments) < 2:  # noqa: PLR2004 - a comparison is of two
        return Move(text=here.say("chat_compare_which"))
    return segment_answers.compare_segments(here, segments)


def _follow_up(here: Here) -> Move:
    """Ask again what was asked last, about another segment; after advice, about the next thing to do."""
    last = str(here.remembered.get("intent", ""))
    slots = here.found.slots
    segment = slots.get("segment") or _pointed_by_order(here, last)
    if not segment:
        return talk.unsure(
            replace(here, found=replace(here.found, alternatives=("advise", "list_segments", "help")))
        )
    if last == "compare_segments":
        first = list(here.last_slots.get("segments", []))[:1]
        return _as(here, last, {"segments": [*first, segment]})
    if last == "experiment":
        return _as(here, last, {**here.last_slots, "segments": [segment]})
    if last in _REPEATED:
        same = {
            name: value
            for name, value in here.last_slots.items()
            if name not in {"segment", "segments", "path"}
        }
        several = last in {"export", "send"}
        key = "segments" if several else "segment"
        return _as(here, last, {**same, key: [segment] if several else segment})
    return _as(here, "advise_segment" if last in _ADVISED else "show_segment", {"segment": segment})


def _pointed_by_order(here: Here, last: str) -> str:
    known = shown_segments(here, advised=last in _ADVISED)
    ordinal = here.found.slots.get("ordinal")
    if ordinal is None:
        before = here.last_slots.get("segment", "")
        place = known.index(before) + 1 if before in known else 0
        return known[place] if place < len(known) else ""
    place = len(known) - 1 if ordinal < 0 else int(ordinal) - 1
    return known[place] if 0 <= place < len(known) else ""


def _rename(here: Here) -> Move:
    segment = pointed_segment(here)
    made = corrections.rename_segment(here, segment)
    return replace(made, slots={**here.found.slots, "segment": segment}) if made.calls else made


def _merge(here: Here) -> Move:
    return corrections.merge_segments(here, pointed_segments(here, at_least=2))


_MOVES: Final[dict[str, Callable[[Here], Move]]] = {
    "analyse": _analyse,
    "load_data": _load,
    "browse_database": _call,
    "use_table": tables.use_table,
    "describe_data": _call,
    "list_segments": segment_answers.list_segments,
    "show_segment": _show,
    "advise": _advise,
    "advise_segment": _advise_segment,
    "compare_segments": _compare,
    "export": questions.export,
    "write_table": tables.write_table,
    "send": sending.send,
    "top_customers": questions.top_customers,
    "explain_figure": figure_answers.explain_figure,
    "explain_method": figure_answers.explain_method,
    "show_sql": figure_answers.show_sql,
    "filter": corrections.apply_filter,
    "correct_role": corrections.correct_role,
    "rename_segment": _rename,
    "merge_segments": _merge,
    "undo": corrections.undo,
    "query": questions.query,
    "define_segment": questions.define_segment,
    "set_profile": budgets.set_profile,
    "switch_language": talk.switch_language,
    "help": talk.help_,
    "history": past.history,
    "follow_up": _follow_up,
    "greeting": talk.talk,
    "thanks": talk.talk,
    "trait_question": methods.traits,
    "out_of_scope": talk.talk,
    "experiment": experiments.experiment,
    "budget": budgets.budget,
    "measure": campaigns.measure,
    "optimise": budgets.optimise,
    "draft": drafts.draft,
    "chart": pictures.chart,
    "report": pictures.report,
    "use_grouping": groupings.use_grouping,
    "schedule": scheduling.schedule,
    "schedules": _call,
    "stop_schedule": scheduling.stop_schedule,
    **methods.MOVES,
}
