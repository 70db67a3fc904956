"""Corrections: the last analysis again, with one thing changed. What is not mentioned stays in force."""

from dataclasses import replace
from typing import Any, Final

from customer_segmentation.kit.prose import subject_name
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.accounts import candidates
from customer_segmentation_skill.offline.moves.arguments import (
    kept_arguments,
    load_arguments,
    without_defaults,
)
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.scope_words import combined, split_conditions
from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.thread import ANALYSES
from customer_segmentation_skill.offline.understanding.intents import LOOKS

_WHOLE: Final = "analyse_customers"
_TWO: Final = 2


def rerun(here: Here, **changes: Any) -> Move:
    """Run the last analysis again on the same data with some arguments changed."""
    analysis = here.thread.analyses[-1] if here.thread.analyses else None
    kept = kept_arguments(analysis) if analysis else {}
    tool = analysis.tool if analysis else _WHOLE
    return _again(here, tool, {**kept, **changes}, analysis)


def _again(here: Here, tool: str, asked: dict[str, Any], before: Result | None) -> Move:
    data = here.thread.dataset_of(before) if before else here.thread.loaded
    arguments = {name: value for name, value in asked.items() if value not in ("", None)}
    if data and "source" not in arguments:
        arguments["data"] = data.number
    return Move(calls=((tool, arguments),), notes={"before": before.number} if before else {})


def read_otherwise(here: Here) -> Move | None:
    """Read the file again as a person asks, such as without duplicates; None if that is not what is asked."""
    asked = first_term("readings", folded(here.said))
    field, _, value = asked.partition("=")
    if not asked:
        return None
    made = reloaded(here, **{field: value})
    return replace(made, intent="correct_role", slots={"role": field, "column": value})


def apply_filter(here: Here) -> Move:
    """Leave customers or a time in or out; ask where a value may mean several things."""
    slots = here.found.slots
    if reading := read_otherwise(here):
        return reading
    conditions = list(slots.get("conditions", []))
    for place, condition in enumerate(conditions):
        if not condition["column"]:
            return _ask_which(here, conditions, place)
    analysis = here.thread.analyses[-1] if here.thread.analyses else None
    kept = kept_arguments(analysis) if analysis else {}
    changes: dict[str, Any] = {"where": kept.get("where", "")}
    if slots.get("clear"):
        changes = {"where": "", "from": "", "to": ""}
    wanted = [(c["column"], c["value"], c["exclude"]) for c in conditions if c["column"] != "rule"]
    changes["where"] = combined(changes["where"], wanted)
    rules = [str(c["value"]) for c in conditions if c["column"] == "rule"]
    changes["where"] = " and ".join([*split_conditions(changes["where"]), *rules])
    if slots.get("date_from") or slots.get("date_to"):
        changes |= {"from": slots.get("date_from", ""), "to": slots.get("date_to", "")}
    if not conditions and not slots.get("clear") and len(changes) == 1:
        return Move(text=here.say("chat_filter_what"))
    return rerun(here, **changes)


def _ask_which(here: Here, conditions: list[dict[str, Any]], place: int) -> Move:
    """Ask what a value means: one of several columns, or a word that the data do not hold."""
    condition = conditions[place]
    known = [(column, value) for column, value in condition["columns"]]
    found = _known_readings(here, known) if known else candidates(here, condition["value"])
    if not found:
        return Move(text=here.say("chat_value_unknown", value=condition["value"]))
    options = []
    for words, column, value in found:
        chosen = {
            **condition,
            "column": column,
            "value": _turned(value, column, exclude=condition["exclude"]),
        }
        slots = {**here.found.slots, "conditions": [*conditions[:place], chosen, *conditions[place + 1 :]]}
        intent = here.found.intent if here.found.intent in LOOKS else "filter"
        options.append(Option(words, intent=intent, slots=slots))
    asked = str(condition["value"])
    if known:
        offered = [option.words for option in options]
        text = here.tell(
            "chat_which_value", asked=asked, options=offered, figures=[""] * len(offered), known=True
        )
        return Move(text=text, options=tuple(options))
    calls = tuple(("query_data", {"where": _as_filter(column, value)}) for _, column, value in found)
    return Move(calls=calls, options=tuple(options), notes={"asks": asked})


def _as_filter(column: str, value: str) -> str:
    return value if column == "rule" else combined("", [(column, value, False)])


def _known_readings(here: Here, known: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    dataset = here.thread.dataset
    headers = {column.name: column.header for column in dataset.columns} if dataset else {}
    return [(f"{headers.get(column, column)} = {value}", column, value) for column, value in known]


def _turned(value: str, column: str, *, exclude: bool) -> str:
    """Return a rule such as "aov >= 2000" turned round where its customers are to be left out."""
    if column != "rule" or not exclude:
        return value
    return value.replace(">=", "<")


def correct_role(here: Here) -> Move:
    """Read the file again with another column for a role."""
    if reading := read_otherwise(here):
        return reading
    role, column = here.found.slots.get("role", ""), here.found.slots.get("column", "")
    if not column or role not in _roles():
        return Move(text=here.say("chat_role_which"))
    return reloaded(here, **{role: column})


def reloaded(here: Here, **changes: Any) -> Move:
    """Load the file of the last analysis again with something changed, and repeat the analysis."""
    analysis = here.thread.analyses[-1] if here.thread.analyses else None
    loaded = here.thread.dataset_of(analysis) if analysis else here.thread.loaded
    if loaded is None:
        return Move(text=here.say("chat_no_data"))
    asked = {**load_arguments(loaded), **changes}
    if analysis is None:
        return Move(calls=(("load_data", asked),))
    kept = {**kept_arguments(analysis), **asked}
    return Move(calls=((analysis.tool, kept),), notes={"before": analysis.number})


def _roles() -> tuple[str, ...]:
    from customer_segmentation.data.load_request import TOLD_ROLES

    return TOLD_ROLES


def rename_segment(here: Here, segment: str) -> Move:
    """Call a segment by the person's own name."""
    name = here.found.slots.get("name", "")
    if not name or not segment:
        return Move(text=here.say("chat_rename_which"))
    if segment not in here.thread.ids():
        return Move(text=here.tell("chat_no_such_segment", segment=segment, known=here.thread.ids()))
    main = here.thread.main
    if main and main.tool not in ANALYSES:
        return _renamed(main, segment, name)
    in_force = _names_in_force(here)
    in_force[segment] = name
    if segment.startswith("m") and segment[1:].isdigit():
        return rerun(here, merge=_merge_named(here, int(segment[1:]), name))
    return rerun(here, names=_joined(in_force))


def _renamed(formed: Result, segment: str, name: str) -> Move:
    """Form segments of another method again with one more name."""
    names = {**_named(str(formed.request.get("names", ""))), segment: name}
    kept = without_defaults(formed.tool, dict(formed.request))
    arguments = {**kept, "names": _joined(names)}
    return Move(calls=((formed.tool, arguments),), notes={"before": formed.number})


def merge_segments(here: Here, segments: list[str]) -> Move:
    """Take segments together."""
    if len(segments) < _TWO:
        return Move(text=here.say("chat_merge_which"))
    unknown = [segment for segment in segments if segment not in here.thread.ids()]
    if unknown:
        return Move(text=here.tell("chat_no_such_segment", segment=unknown[0], known=here.thread.ids()))
    if here.thread.main and here.thread.main.tool not in ANALYSES:
        return Move(text=here.say("chat_merge_method"))
    kept = _merge_in_force(here)
    name = here.found.slots.get("name") or _both_names(here, segments)
    entry = f"{'+'.join(segments)}={name}"
    names = {key: value for key, value in _names_in_force(here).items() if key not in segments}
    return rerun(here, merge="; ".join([*kept, entry]), names=_joined(names))


def _both_names(here: Here, segments: list[str]) -> str:
    names = [subject_name(segment, here.thread.reply, here.language) for segment in segments]
    return " + ".join(names)


def undo(here: Here) -> Move:
    """Go back to the analysis before the last one."""
    stack = here.thread.analyses
    if len(stack) < _TWO:
        return Move(text=here.say("chat_no_undo"))
    before = stack[-2]
    data = here.thread.dataset_of(before)
    arguments = kept_arguments(before) | ({"data": data.number} if data else {})
    return Move(calls=((before.tool, arguments),), notes={"before": stack[-1].number})


def _names_in_force(here: Here) -> dict[str, str]:
    text = kept_arguments(here.thread.analyses[-1]).get("names", "") if here.thread.analyses else ""
    return _named(str(text))


def _named(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {left.strip(): name.strip() for left, _, name in pairs}


def _merge_in_force(here: Here) -> list[str]:
    text = kept_arguments(here.thread.analyses[-1]).get("merge", "") if here.thread.analyses else ""
    return [part.strip() for part in str(text).split(";") if part.strip()]


def _merge_named(here: Here, number: int, name: str) -> str:
    kept = _merge_in_force(here)
    kept[number - 1] = f"{kept[number - 1].partition('=')[0]}={name}"
    return "; ".join(kept)


def _joined(names: dict[str, str]) -> str:
    return "; ".join(f"{segment}={name}" for segment, name in names.items())
