"""What a message asks: an intent, its slots, and how sure that is. Pure: no files, no clock, no model."""

import re
from dataclasses import replace
from typing import Any, Final

from customer_segmentation_skill.adapters.deciding.decision import Decision, decision
from customer_segmentation_skill.adapters.deciding.proposals import Proposal
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Situation, Understanding
from customer_segmentation_skill.offline.reading.sources import COMMAND
from customer_segmentation_skill.offline.reading.utterance import Utterance, characters, folded, phrase
from customer_segmentation_skill.offline.understanding.draft_slots import drafted_again
from customer_segmentation_skill.offline.understanding.filters import placed_slots
from customer_segmentation_skill.offline.understanding.intents import LOOKS, scores
from customer_segmentation_skill.offline.understanding.made_again import made_again
from customer_segmentation_skill.offline.understanding.measure_slots import measured_again
from customer_segmentation_skill.offline.understanding.plan_slots import changed_plan
from customer_segmentation_skill.offline.understanding.send_slots import send_slots
from customer_segmentation_skill.offline.understanding.slots import slots_for
from customer_segmentation_skill.offline.understanding.table_slots import table_slots

_ENOUGH: Final = 6.0
_CLEAR: Final = 1.0
_ALTERNATIVES: Final = 3
_ANY: Final = 9
_OFFERED: Final = 2.0
"""An intent with fewer points is no neighbour of what was said."""
_BARE_YES: Final = re.compile(
    r"^(?:ok|okay|k|sure|fine|alright|all right|good|yes|好的?|嗯+|行|可以|没问题)$"
)
_OPENS: Final = re.compile(
    r"^(?:ok |okay |so )?(?:and|what if|what about|how about|with|but|same|now|then|if)\b"
    r"|^(?:那|如果|要是|换成|改成|假如|若|再看|看看?)"
)
_ANOTHER: Final = re.compile(
    r"\b(?:export|download|save|draw|plot|chart|graph|picture|recommend|should|explain|who|compare|rename|call|merge"
    r"|report|budget|know|leave out|only)\b|导出|下载|画|图|建议|解释|对比|改名|合并|报告|预算|怎么知道|只看|去掉"
)
"""Words of something else than the test spoken of."""
_BARE_CANCEL: Final = re.compile(r"^(?:cancel|stop|取消|算了)(?: it| that)?$")


def understand(text: str, situation: Situation) -> Understanding:
    """Return what a person's message asks in a situation.

    Below ``CONFIDENT`` the intent is only the best guess, for the evaluation and for offering sentences.
    """
    reading = Reading(Utterance.of(text), situation)
    if not reading.folded.strip():
        return Understanding("help", {}, 0.0, _usual(situation))
    chosen = _choice(reading)
    if chosen:
        return Understanding("choose", {"choice": chosen})
    if reading.is_command:
        return _command(reading)
    into_table = table_slots(reading)
    if into_table is not None:
        return Understanding("write_table", into_table | placed_slots(reading))
    sent = send_slots(reading)
    if sent is not None:
        return Understanding("send", sent | placed_slots(reading))
    return (
        made_again(reading)
        or _decided(reading)
        or _continued(reading)
        or drafted_again(reading)
        or measured_again(reading)
        or changed_plan(reading)
        or _scored(reading)
    )


def _usual(situation: Situation) -> tuple[str, ...]:
    """Return what people ask where a conversation stands, to offer where nothing was understood."""
    if situation.has_segments:
        return ("advise", "list_segments", "help")
    return ("analyse", "describe_data", "help") if situation.has_data else ("analyse", "load_data", "help")


def _command(reading: Reading) -> Understanding:
    """Read ``/customer-segmentation``: with files or alone it means the analysis, else what follows it."""
    if not reading.sources:
        rest = COMMAND.sub("", reading.utterance.said).strip()
        inner = understand(rest, reading.situation) if rest else None
        if inner and inner.is_sure:
            return inner
    slots = slots_for("analyse", reading)
    after = reading.utterance.said[reading.sources[-1].end :] if reading.sources else ""
    further = _scored(Reading(Utterance.of(after), reading.situation)) if after.strip() else None
    if further and further.intent == "filter" and further.is_sure:
        slots |= further.slots
    return Understanding("analyse", slots)


def _choice(reading: Reading) -> int:
    """Return which option of an open question a message chooses, counted from 1; 0 if none."""
    options = reading.situation.open_question
    if not options:
        return 0
    said = characters(reading.folded) if reading.utterance.chinese else phrase(reading.folded)
    bare = re.fullmatch(
        r"(?:option |number |no |answer |take |选|第|答案?|选项|选择)*\s?(\d{1,2})(?:个|项)?(?: please)?",
        said,
    )
    if bare:
        return int(bare[1]) if 1 <= int(bare[1]) <= len(options) else 0
    if reading.ordinals and len(said) < 24:  # noqa: PLR2004 - "the second one, please" and no more
        ordinal = int(reading.ordinals[0][0])
        number = len(options) if ordinal < 0 else ordinal
        return number if number <= len(options) else 0
    folded = [Utterance.of(option).folded.strip(" .。") for option in options]
    whole = reading.folded.strip(" .。!！\"'")
    equal = [n for n, option in enumerate(folded, 1) if option == whole]
    part = [n for n, option in enumerate(folded, 1) if len(whole) > 2 and whole in option]  # noqa: PLR2004
    return equal[0] if equal else part[0] if len(part) == 1 else 0


def _decided(reading: Reading) -> Understanding | None:
    text = reading.utterance.said
    plain = phrase(reading.folded)
    pending = reading.situation.pending
    if _BARE_YES.match(plain):
        return Understanding(
            "approve",
            {},
            0.3 if pending else 0.2,
            ("approve", "reject") if pending else _usual(reading.situation),
        )
    if not pending and _BARE_CANCEL.match(plain):
        return Understanding("undo", {}, 0.8)
    found = decision(text, [Proposal()] * _ANY)
    if found and found.kind == "edit" and not pending and _is_no_export(reading):
        return None  # "make it excel" changes what waits, and where nothing does it is a wish of its own
    return None if found is None else _as_understanding(found)


def _is_no_export(reading: Reading) -> bool:
    """Whether what would change an export is about a picture, a report, or the test spoken of."""
    of_test = reading.situation.last_intent == "experiment" and "held_out" in slots_for("experiment", reading)
    return of_test or _scored(reading).intent in LOOKS


def _as_understanding(found: Decision) -> Understanding:
    slots: dict[str, Any] = {}
    if found.which:
        slots["which"] = found.which[0] if len(found.which) == 1 else list(found.which)
    if found.reason:
        slots["reason"] = found.reason
    if found.kind == "edit":
        return Understanding("export", {**slots, **found.changes})
    return Understanding(found.kind, slots)


def _continued(reading: Reading) -> Understanding | None:
    """Read "and with 20% held out?" after a test as the same test with something changed; None for anything else."""
    situation = reading.situation
    if situation.last_intent != "experiment" or not _OPENS.search(reading.folded):
        return None
    changed = slots_for("experiment", reading)
    if not changed or _ANOTHER.search(reading.folded):
        return None
    return Understanding("experiment", {**situation.last_slots, **changed})


def _scored(reading: Reading) -> Understanding:
    """Score a message; words that name a segment and are a value of the data are read in the way that fits better."""
    found, other = _weighed(reading), _with_values_as_values(reading)
    if other is None:
        return found
    instead = _weighed(other)
    same = instead.intent == found.intent and not found.slots.keys() & {"segment", "segments"}
    return instead if same or instead.confidence > found.confidence else found


def _with_values_as_values(reading: Reading) -> Reading | None:
    """Return the message read without segments that are called as data are, such as a country; None without any."""
    situation = reading.situation
    named = {meaning for meaning, *_ in reading.segments}
    plain = tuple(
        replace(one, names=tuple(name for name in one.names if not situation.values(folded(name))))
        if one.id in named
        else one
        for one in situation.segments
    )
    if plain == situation.segments:
        return None
    return Reading(reading.utterance, replace(situation, segments=plain))


def _weighed(reading: Reading) -> Understanding:
    points = scores(reading)
    ranked = sorted(points, key=lambda intent: -points[intent])
    if not ranked:
        return Understanding("out_of_scope", {}, 0.3, _usual(reading.situation))
    best = ranked[0]
    lead = points[best] - (points[ranked[1]] if len(ranked) > 1 else 0.0)
    strength = min(1.0, points[best] / _ENOUGH)
    confidence = round(strength * (0.6 + 0.4 * min(1.0, lead / _CLEAR)), 3)
    near = [intent for intent in ranked if points[intent] >= _OFFERED]
    others = list(dict.fromkeys([*near[:_ALTERNATIVES], *_usual(reading.situation)]))
    also = tuple(intent for intent in ranked[1:] if points[intent] >= _ENOUGH)
    slots = slots_for(best, reading)
    made = next((intent for intent in also if intent in LOOKS), "")
    if best == "filter" and made and all(one["column"] for one in slots.get("conditions", [])):
        # What is made of a part forms that part itself.
        best, slots, also = made, slots_for(made, reading), tuple(one for one in also if one != made)
    return Understanding(best, slots, confidence, tuple(others[:_ALTERNATIVES]), also)
