"""The typed arguments of an intent, cut from a message."""

import re
from collections.abc import Callable
from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import first_term, found_terms
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.sources import DATABASE, SHEET
from customer_segmentation_skill.offline.understanding.budget_slots import budget_slots
from customer_segmentation_skill.offline.understanding.draft_slots import draft_slots
from customer_segmentation_skill.offline.understanding.experiment_slots import experiment_slots
from customer_segmentation_skill.offline.understanding.export_wishes import export_wishes
from customer_segmentation_skill.offline.understanding.filters import filter_slots, placed_slots
from customer_segmentation_skill.offline.understanding.intents import OF_A_PART
from customer_segmentation_skill.offline.understanding.measure_slots import measure_slots
from customer_segmentation_skill.offline.understanding.method_slots import (
    cluster_slots,
    cohort_slots,
    horizon_slots,
    migration_slots,
    trait_slots,
    value_slots,
)
from customer_segmentation_skill.offline.understanding.naming import given_name, merged_name
from customer_segmentation_skill.offline.understanding.picture_slots import chart_slots, report_slots
from customer_segmentation_skill.offline.understanding.plan_slots import optimise_slots
from customer_segmentation_skill.offline.understanding.profile_words import profile_slots
from customer_segmentation_skill.offline.understanding.query_slots import query_slots
from customer_segmentation_skill.offline.understanding.roles import column_in, role_in
from customer_segmentation_skill.offline.understanding.rules import rule_slots
from customer_segmentation_skill.offline.understanding.schedule_slots import schedule_slots, stop_slots
from customer_segmentation_skill.offline.understanding.sheet_slots import part_named
from customer_segmentation_skill.offline.understanding.table_slots import tables_used

Slots = dict[str, Any]

_UNIT: Final = re.compile(r"\s?(?:days?|times|天|倍|orders?|customers?|people|人|位客户|笔|单)(?![a-z])")
_NO_HOLDOUT: Final = re.compile(
    r"\b(?:without|no|zero|skip)(?: a| any| the)? (?:hold ?-?out|control)|(?:不留|不要|不设|去掉|取消|无)(?:对照|留出|控制)"
)
_LAST_RESORT_SEGMENTS: Final = 2


def slots_for(intent: str, reading: Reading) -> Slots:
    """Return the slots of an intent that a message fills."""
    find = _BY_INTENT.get(intent)
    found = find(reading) if find else {}
    return found | (placed_slots(reading) if intent in OF_A_PART else {})


def named_segments(reading: Reading, *, loosely: bool = True) -> list[str]:
    """Return the segments that a message names, each once; loose descriptions only where no name stands."""
    spans = reading.segments or (reading.described if loosely else [])
    return list(dict.fromkeys(segment for segment, *_ in spans))


def _source(reading: Reading) -> Slots:
    paths = [source.path for source in reading.sources]
    slots: Slots = dict(zip(("source", "customers"), paths, strict=False))
    named_in = {DATABASE: tables_used, SHEET: part_named}
    for address, named in named_in.items():
        if paths and address.match(paths[0]) and (table := named(reading.utterance.said)):
            slots["table"] = table
    return slots


def _tables(reading: Reading) -> Slots:
    table = tables_used(reading.utterance.said) or part_named(reading.utterance.said)
    return _source(reading) | ({"table": table} if table else {})


def _segment(reading: Reading) -> Slots:
    found = named_segments(reading)
    return {"segment": found[0]} if found else {}


def _advised(reading: Reading) -> Slots:
    named = named_segments(reading, loosely=False)
    return _segment(reading) | ({"segments": named} if len(named) > 1 else {})


def _compared(reading: Reading) -> Slots:
    found = named_segments(reading)
    if len(found) < _LAST_RESORT_SEGMENTS:
        found += [s for s, *_ in reading.described if s not in found]
    return {"segments": found[:_LAST_RESORT_SEGMENTS]}


def _export(reading: Reading) -> Slots:
    slots: Slots = {}
    segments = named_segments(reading)
    if segments:
        slots["segments"] = segments
    if reading.sources:
        slots["path"] = reading.sources[-1].path
    wanted = first_term("formats", _without_files(reading)) or _ending(slots.get("path", ""))
    if wanted:
        slots["format"] = wanted
    percent = next((n for n in reading.numbers if n.kind == "percent"), None)
    if _NO_HOLDOUT.search(reading.folded):
        slots["holdout"] = 0
    elif percent:
        slots["holdout"] = int(percent.value) if percent.value == int(percent.value) else float(percent.value)
    slots |= export_wishes(_without_files(reading))
    return slots | ({} if segments else _ordinal(reading))


def _without_files(reading: Reading) -> str:
    text = reading.folded
    for source in reading.sources:
        text = text[: source.start] + " " * (source.end - source.start) + text[source.end :]
    return text


def _ending(path: str) -> str:
    return first_term("formats", path.rpartition(".")[2].lower()) if "." in path else ""


def _top_customers(reading: Reading) -> Slots:
    slots: Slots = {}
    counts = [n for n in reading.numbers if n.kind == "count"]
    if counts:
        slots["n"] = counts[0].whole
    if reading.segments:
        slots["segment"] = reading.segments[0][0]
    return slots


def _figure(reading: Reading) -> Slots:
    figures = sorted(reading.numbers, key=lambda n: (n.kind == "count", n.start))
    named = named_segments(reading)
    if not figures:
        return {"segments": named} if named else {}
    first = figures[0]
    unit = _UNIT.match(reading.folded, first.end) if first.kind == "count" else None
    return {"figure": reading.said(first.start, unit.end() if unit else first.end)}


def _topic(reading: Reading) -> Slots:
    topic = first_term("topics", reading.folded)
    return {"topic": topic} if topic else {}


def _role(reading: Reading) -> Slots:
    slots = {"role": role_in(reading), "column": column_in(reading)}
    return {name: value for name, value in slots.items() if value}


def _rename(reading: Reading) -> Slots:
    name, start = given_name(reading)
    segments = [segment for segment, begin, _ in reading.segments if begin < start]
    slots: Slots = {"name": name} if name else {}
    if segments:
        slots["segment"] = segments[0]
    return slots | ({} if segments else _ordinal(reading))


def _merge(reading: Reading) -> Slots:
    name = merged_name(reading)
    segments = [
        s
        for s, start, end in reading.segments
        if not name
        or name.lower() not in reading.folded[start:end]
        or len(reading.segments) <= _LAST_RESORT_SEGMENTS
    ]
    slots: Slots = {"segments": list(dict.fromkeys(segments))}
    return slots | ({"name": name} if name else {})


def _language(reading: Reading) -> Slots:
    found = found_terms("languages", reading.folded)
    if not found:
        return {}
    negated = [
        m
        for m, s, _ in found
        if re.search(r"(?:not|n't|不懂|看不懂|不会|听不懂)\D{0,14}$", reading.folded[:s])
    ]
    wanted = [m for m, *_ in found if m not in negated]
    other = {"en": "zh", "zh": "en"}
    return {"to": wanted[-1] if wanted else other[negated[0]]}


def _grouping(reading: Reading) -> Slots:
    """Return the grouping to go back to; nothing where the message asks which one it is."""
    found = first_term("groupings", reading.folded)
    return {"grouping": found} if found else {}


def _ordinal(reading: Reading) -> Slots:
    return {"ordinal": int(reading.ordinals[0][0])} if reading.ordinals else {}


def _follow_up(reading: Reading) -> Slots:
    slots = _ordinal(reading)
    if reading.segments:
        slots["segment"] = reading.segments[0][0]
    elif not slots and reading.described:
        slots["segment"] = reading.described[0][0]
    return slots


def _trait(reading: Reading) -> Slots:
    return {"trait": reading.traits[0][0]} if reading.traits else {}


_BY_INTENT: Final[dict[str, Callable[[Reading], Slots]]] = {
    "analyse": _source,
    "load_data": _source,
    "browse_database": _source,
    "use_table": _tables,
    "show_segment": _segment,
    "advise_segment": _advised,
    "compare_segments": _compared,
    "export": _export,
    "top_customers": _top_customers,
    "explain_figure": _figure,
    "explain_method": _topic,
    "filter": filter_slots,
    "correct_role": _role,
    "rename_segment": _rename,
    "merge_segments": _merge,
    "query": query_slots,
    "define_segment": rule_slots,
    "set_profile": profile_slots,
    "switch_language": _language,
    "use_grouping": _grouping,
    "follow_up": _follow_up,
    "budget": budget_slots,
    "optimise": optimise_slots,
    "draft": draft_slots,
    "experiment": experiment_slots,
    "measure": measure_slots,
    "chart": chart_slots,
    "report": report_slots,
    "trait_question": _trait,
    "schedule": schedule_slots,
    "stop_schedule": stop_slots,
    "cluster": cluster_slots,
    "components": cluster_slots,
    "cohort": cohort_slots,
    "traits": trait_slots,
    "profile": _segment,
    "migration": migration_slots,
    "validate": horizon_slots,
    "value": value_slots,
}
