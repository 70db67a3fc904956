"""Answers that need no tool: help, greetings, what is not there yet, language, the shop's profile."""

from typing import Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.approval import open_approvals
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.reading.segment_names import segments_in
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.understanding.intents import saying

WANTED_LANGUAGE: Final = "language_wanted"
"""The setting of a thread that holds the language a person asked for."""

_BESIDE: Final = ("schedule", "report", "chart")
"""What people ask along with something else; how to ask for it is said too."""
_ALONE: Final = frozenset({"schedule", "schedules", "stop_schedule"})
"""What is scheduled speaks of reports and pictures without asking for one now."""
_MET_BY: Final = {"optimise": "report"}
"""A plan "as a document" is one already."""
_OFFERED: Final = 3


def talk(here: Here) -> Move:
    """Answer a greeting, thanks, or something out of scope."""
    state = "data" if here.thread.loaded else "empty"
    return Move(text=here.tell(f"chat_{here.found.intent}", state=state))


def help_(here: Here) -> Move:
    """Say what can be asked, by how far the conversation has come."""
    thread = here.thread
    state = "segments" if thread.segmented else "data" if thread.loaded else "empty"
    first = next(iter(thread.ids()), "at_risk")
    return Move(text=here.tell("chat_help", state=state, first=first))


def beside(here: Here) -> str:
    """Return what to say of a further wish in the message that is not met with it; nothing if there is none."""
    met = _MET_BY.get(here.found.intent, "")
    further = [
        intent
        for intent in here.found.also
        if intent in _BESIDE and intent != met and here.found.intent not in _ALONE
    ]
    return "\n".join(here.say(f"chat_beside_{intent}") for intent in further)


def unsure(here: Here) -> Move:
    """Offer three sentences to choose from; guess nothing, and stay with what was spoken of."""
    sayings = [saying(intent, here.language) for intent in here.found.alternatives]
    fitting = [words for words in sayings if words and _fits(here, words)][:_OFFERED]
    options = tuple(Option(words, intent="say") for words in fitting)
    words = [option.words for option in options]
    about = str(here.remembered.get("intent", "")) or "unsure"
    return Move(
        text=here.tell("chat_unsure", options=words), options=options, intent=about, slots=here.last_slots
    )


def _fits(here: Here, words: str) -> bool:
    """Whether a sentence names no segment that is not there."""
    known = here.thread.ids()
    named = {segment for segment, *_ in segments_in(folded(words), ())}
    return not known or named <= set(known)


def no_data(here: Here) -> Move:
    """Ask for a file."""
    return Move(text=here.say("chat_no_data"))


def switch_language(here: Here) -> Move:
    """Answer in the language asked for, and keep it for the thread."""
    wanted = here.found.slots.get("to", "")
    if not wanted:
        return Move(text=here.say("chat_which_language"))
    workspace = here.thread.workspace
    workspace.journal.set_setting(workspace.thread, WANTED_LANGUAGE, wanted)
    return Move(text=Here(here.thread, wanted, here.said, here.found).say("chat_language"))


def set_profile(here: Here) -> Move:
    """Keep what the person told about the shop: all of it, or nothing where one value cannot be."""
    slots = here.found.slots
    told = [(slots.get("field", ""), slots.get("value", "")), *slots.get("more", [])]
    if not all(field and value for field, value in told):
        return Move(text=here.say("chat_profile_which"))
    workspace = here.thread.workspace
    profile = workspace.profile
    try:
        for field, value in told:
            profile = profile.told(field, value)
        profile.write(workspace.root)
    except InputError as error:
        return Move(text=error.said(here.language))
    names = [here.say(f"chat_profile_{field}") for field, _ in told]
    joint = "、" if here.language == "zh" else ", "
    return Move(text=here.say("chat_profile_kept", field=joint.join(names)))


def undecided(here: Here) -> Move:
    """Answer a decision that decides nothing: nothing waits, or it was not clear enough."""
    if open_approvals(here.thread.workspace):
        return Move(text=here.say("chat_decide"))
    return Move(text=here.say("chat_nothing_waits" if here.found.is_sure else "chat_ok"))
