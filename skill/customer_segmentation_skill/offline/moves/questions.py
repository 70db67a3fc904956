"""Questions and tasks that tools answer: figures by country, top customers, own segments, exports."""

import re
from typing import Any, Final

from customer_segmentation.kit.prose import subject_name
from customer_segmentation.segment.define_segment import CHOSEN
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.arguments import PERIODS, arguments_for, kept_arguments
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.planned_holdout import holdout_as_designed
from customer_segmentation_skill.offline.moves.pointing import (
    defined_segment,
    pointed_segments,
    shown_segments,
)
from customer_segmentation_skill.offline.moves.scope_words import combined, split_conditions
from customer_segmentation_skill.offline.reading.columns import resolved
from customer_segmentation_skill.offline.reading.situation import ColumnNames
from customer_segmentation_skill.offline.reading.utterance import folded

EVERYBODY: Final = re.compile(
    r"\b(?:everyone|everybody|all|every|whole|entire|complete)\b|全部|所有|全体|每个|整个|全量"
)
"""Says that everybody is meant, so that no segment needs to be named."""
_WIN_BACK: Final = re.compile(r"\bwin ?-?back\b|挽回|召回")
_WIN_BACK_SEGMENTS: Final = ("cant_lose", "at_risk")


def query(here: Here) -> Move:
    """Answer a question of figures by dimension, place and time."""
    slots = dict(here.found.slots)
    by = resolved(str(slots.get("by", "")), columns_of(here))
    slots |= {"by": "", "period": by} if by in PERIODS else {"by": by}
    return Move(calls=(arguments_for("query", {**slots, **scope_of(here)}),))


def top_customers(here: Here) -> Move:
    """List the customers who spent most: rows for the person only."""
    slots = here.found.slots
    if slots.get("segment"):
        return Move(text=here.tell("chat_top_in_segment", segment=slots["segment"]))
    return Move(calls=(arguments_for("top_customers", {**slots, **scope_of(here)}),))


def define_segment(here: Here) -> Move:
    """Form a segment by rules."""
    slots = here.found.slots
    if not any(
        slots.get(name) for name in ("bought", "not_bought", "bought_at_least", "not_in_days", "where")
    ):
        return Move(text=here.say("chat_rule_which"))
    tool, arguments = arguments_for("define_segment", slots)
    return Move(calls=((tool, arguments),), slots={**slots, "segment": CHOSEN})


def export(here: Here) -> Move:
    """Propose to write the customers of segments to a file; which ones must be clear."""
    slots = dict(here.found.slots)
    segments = exported_segments(here)
    planned = holdout_as_designed(here, segments)
    if isinstance(planned, Move):
        return planned
    if planned:
        segments = planned["segments"]
        slots["holdout"] = planned["holdout"]
    if not segments and not EVERYBODY.search(folded(here.said)):
        return ask_which_segments(here, "export")
    known = here.thread.ids()
    slots["segments"] = [segment for segment in segments if segment in known] or segments
    holding = here.thread.holding(segments[0]) if segments else None
    if holding and here.thread.segmented and holding.id != here.thread.segmented.id:
        slots["segmentation"] = holding.number
    return Move(calls=(arguments_for("export", slots),))


def exported_segments(here: Here) -> list[str]:
    """Return the segments that a message means to let out."""
    named = list(here.found.slots.get("segments") or [])
    if named or EVERYBODY.search(folded(here.said)):
        return named
    if here.found.slots.get("ordinal"):
        known = shown_segments(here, advised=True)
        place = int(here.found.slots["ordinal"]) - 1
        return [known[place]] if 0 <= place < len(known) else []
    if _WIN_BACK.search(folded(here.said)):
        return [segment for segment in _WIN_BACK_SEGMENTS if segment in here.thread.ids()]
    return pointed_segments(here) or [one for one in [defined_segment(here)] if one]


def ask_which_segments(here: Here, intent: str) -> Move:
    """Ask which segments to let out by what ``intent`` would do."""
    slots = {name: value for name, value in here.found.slots.items() if name != "segments"}
    options = []
    for segment in shown_segments(here, advised=True)[:4]:
        words = subject_name(segment, here.thread.reply, here.language)
        options.append(Option(words, intent, {**slots, "segments": [segment]}))
    names = [option.words for option in options]
    return Move(text=here.tell("chat_which_segment", options=names), options=tuple(options))


def scope_of(here: Here) -> dict[str, Any]:
    """Return the filter in force with what the question itself asks: its place and time come first."""
    slots = here.found.slots
    kept = kept_arguments(here.thread.analyses[-1]) if here.thread.analyses else {}
    wanted = [
        (pair[0], pair[1], condition["exclude"])
        for condition in slots.get("conditions", [])
        for pair in condition["columns"][:1]
    ]
    own = {name: slots[name] for name in ("date_from", "date_to") if slots.get(name)}
    days = own or {"date_from": kept.get("from", ""), "date_to": kept.get("to", "")}
    where = combined(str(kept.get("where", "")), wanted)
    by = resolved(str(slots.get("by", "")), columns_of(here))
    asked = {condition["value"] for condition in slots.get("conditions", [])}
    parts = [p for p in split_conditions(where) if not p.startswith(f"{by} =") or any(v in p for v in asked)]
    return {"where": " and ".join(parts) if by else where, **days}


def columns_of(here: Here) -> tuple[ColumnNames, ...]:
    """Return the columns of the data that do not tell who a person is."""
    dataset = here.thread.dataset
    found = [column for column in dataset.columns if not column.personal] if dataset else []
    return tuple(ColumnNames(column.name, column.header, column.type) for column in found)
