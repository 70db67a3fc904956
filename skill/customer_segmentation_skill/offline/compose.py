"""The reply to a person from what tools answered."""

from dataclasses import dataclass, replace
from typing import Any, Final

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from customer_segmentation.kit.prose import prose, subject_name
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.changed import changes_between
from customer_segmentation_skill.offline.memory import KEY
from customer_segmentation_skill.offline.thread import ANALYSES, Thread
from customer_segmentation_skill.offline.understanding.intents import LOOKS, OF_A_PART

CORRECTIONS: Final = frozenset({"filter", "correct_role", "rename_segment", "merge_segments", "undo"})
_BRIEFLY: Final = LOOKS | OF_A_PART
"""What a part is formed for: of the part itself only what it holds is told."""
_WITH_TABLE: Final = frozenset({"filter", "rename_segment", "merge_segments", "undo"})


@dataclass(frozen=True)
class Composed:
    """What to say, as prose with placeholders, and whether it asks something."""

    text: str
    asks: bool = False


def compose(messages: list[BaseMessage], thread: Thread, language: str) -> Composed:
    """Return the reply to the tool messages at the end of a conversation."""
    answers, caller = last_answers(messages)
    understood: dict[str, Any] = caller.additional_kwargs.get(KEY, {}) if caller else {}
    if understood.get("asks"):
        return Composed(_asked_back(answers, thread, language, understood), asks=True)
    told = [_words(answer.artifact, thread, language, understood) for answer in answers]
    told.append(str(understood.get("beside", "")))
    asks = any(isinstance(a.artifact, dict) and a.artifact.get("options") for a in answers)
    return Composed("\n\n".join(text for text in told if text.strip()), asks)


def _asked_back(answers: list[ToolMessage], thread: Thread, language: str, understood: dict[str, Any]) -> str:
    """Ask which customers are meant, with how many there are of each and what they bought."""
    figures = []
    for answer in answers:
        number = answer.artifact.get("result", "") if isinstance(answer.artifact, dict) else ""
        figures.append(message("chat_accounts", language, result=number) if number else "")
    words = [str(option["words"]) for option in understood.get("options", [])]
    asked = str(understood["asks"])
    return prose(
        "chat_which_value", thread.reply, language, asked=asked, options=words, figures=figures, known=False
    )


def last_answers(messages: list[BaseMessage]) -> tuple[list[ToolMessage], AIMessage | None]:
    """Return the tool messages at the end, in the order of their calls, and the message that called."""
    answers: list[ToolMessage] = []
    caller = None
    for one in reversed(messages):
        if isinstance(one, ToolMessage):
            answers.append(one)
            continue
        caller = one if isinstance(one, AIMessage) else None
        break
    return answers[::-1], caller


def _words(artifact: Any, thread: Thread, language: str, understood: dict[str, Any]) -> str:
    found: dict[str, Any] = artifact if isinstance(artifact, dict) else {}
    if "question" in found:
        options = [str(words) for words, _fields in found.get("options", [])]
        return prose("chat_question", thread.reply, language, text=str(found["question"]), options=options)
    if "said" in found:
        return str(found["said"].get(language) or found["said"]["en"])
    if "approval" in found:
        return ""
    if "result" not in found:
        return message("chat_tool_failed", language)
    result = thread.workspace.result(str(found["result"]))
    of_part = understood.get("intent") in _BRIEFLY and result.tool in ANALYSES
    if understood.get("before") and (of_part or understood.get("intent") in CORRECTIONS):
        return _corrected(result, thread, language, understood)
    changed = _plan_changed(result, thread, language, understood)
    return changed + prose(result.tool, result.reply, language, request=result.request)


def _plan_changed(result: Result, thread: Thread, language: str, understood: dict[str, Any]) -> str:
    """Say what a changed assumption changed in a plan; nothing where there was none before."""
    if result.tool not in {"plan_budget", "optimisation_plan"} or not understood.get("before"):
        return ""
    before = thread.workspace.result(str(understood["before"]))
    if before.tool in ANALYSES:
        return ""
    told = prose("chat_plan_changed", result.reply, language, before=before, number=result.number)
    return f"{told}\n\n"


def _corrected(result: Result, thread: Thread, language: str, understood: dict[str, Any]) -> str:
    """Say what was done about a correction and which figures changed; before what is made of a part those of the whole alone."""
    before = thread.workspace.result(str(understood["before"]))
    briefly = understood["intent"] in _BRIEFLY
    intent = "filter" if briefly else str(understood["intent"])
    slots = dict(understood.get("slots", {}))
    part = result.reply.parts.get("rfm_segments", result.reply)
    dataset = thread.dataset
    lead = prose(
        "chat_corrected",
        part,
        language,
        intent=intent,
        slots=slots,
        old_name=subject_name(str(slots.get("segment", "")), before.reply, language),
        filter=str(part.detail.get("filter") or ""),
        source=dataset.source if dataset else "",
    )
    changes = changes_between(before, result)
    if briefly:
        changes = replace(changes, segments=[])
    told = prose("chat_changed", _with_names(result, before), language, changes=changes)
    if intent == "rename_segment" and changes.none:
        told = ""
    table = f"[[table:segments@{result.number}]]" if intent in _WITH_TABLE and not briefly else ""
    return "\n\n".join(text for text in (lead, told, table) if text)


def _with_names(result: Result, before: Result) -> Any:
    """Return the reply with the names of segments that only the analysis before had."""
    names = {**before.reply.names, **result.reply.names}
    described = {**before.reply.described, **result.reply.described}
    return result.reply.model_copy(update={"names": names, "described": described})
