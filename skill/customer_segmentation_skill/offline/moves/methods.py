"""Methods that a person asks for: clusters, cohorts, traits, profiles, movements, proof, value."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves import figure_answers, questions
from customer_segmentation_skill.offline.moves.arguments import PERIODS, arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.pointing import pointed_segment
from customer_segmentation_skill.offline.moves.questions import columns_of, scope_of
from customer_segmentation_skill.offline.moves.scope_words import split_conditions
from customer_segmentation_skill.offline.reading.columns import resolved
from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.reading.utterance import folded

_GROUPS: Final = frozenset({"rfm", "behaviour", "traits"})
_PEOPLE: Final = re.compile(
    r"\b(?:customers?|clients?|buyers?|people|them|everyone|everybody|segment\w*|groups?)\b|客户|用户|人|群"
)
"""Who is to be divided; where a figure was asked for before, "split by country" alone divides that."""
_SEGMENTS: Final = re.compile(
    r"\b(?:segment(?:s|ed|ation)?|group (?:them|customers|people|my|our)|divide|classify)\b|分群|分组|细分|划分|分类"
)
"""A split that is to be the grouping from now on, where others only answer a question."""
_BY_DENSITY: Final = frozenset({"dbscan", "hdbscan"})
_THAN: Final = re.compile(r"\b(?:than|versus|vs|compared)\b|比")
"""Newcomers of one time are held against those of another: both are looked at."""
_COUNTED: Final = re.compile(
    r"\b(?:how many|number of|count of) (?:new\w*|first time) ?(?:customers?|buyers?|clients?|people|users?|members?)?\b"
    r"(?!.*\b(?:again|back|stay\w*|return\w*|left|lost|still|re ?order\w*|loyal)\b)"
    r"|新(?:客户?|用户|会员|顾客|买家)?.{0,2}(?:有)?(?:多少|几)(?!.*(?:留|回|复购|再|还))"
    r"|(?:多少|几)(?:个|位|名)?新(?:客户?|用户|会员|顾客|买家)(?!.*(?:留|回|复购|再|还))"
)
"""Only how many they are is asked, not what became of them."""
_ALL: Final = re.compile(r"\b(?:segments|groups|clusters|each|all|every)\b|各|每个|所有|之间")


def cluster(here: Here) -> Move:
    """Form clusters, or sum measures up, by what the person names."""
    slots = dict(here.found.slots)
    asks = slots.pop("asks_k", "")
    if asks and (said := _about_k(here, asks)):
        return said
    if asks and here.remembered.get("intent") == "cluster":
        # No groups came of it, or the question would be answered: what was tried is told.
        slots = {**here.last_slots, **slots, "k": "compare"}
    asked = list(slots.get("features", []))
    found = [name if name in _GROUPS else _column(here, name) for name in asked]
    if "" in found:
        return _missing(here, asked[found.index("")])
    return Move(calls=(arguments_for(here.found.intent, {**slots, "features": found, **scope_of(here)}),))


def _about_k(here: Here, asks: str) -> Move | None:
    """Say what came of each number of clusters, or where else the number of segments is from.

    None where nothing is formed that could be explained: clusters are then to be formed first.
    """
    main = here.thread.main
    if main is None:
        return None
    given = here.say("chat_k_given") if main.request.get("k", "auto") != "auto" else ""
    if "groups_tried" in main.reply.tables:
        tried = here.tell("chat_groups_tried", main.reply, number=main.number)
        return Move(text="\n\n".join(text for text in (given, tried) if text))
    if asks != "why":
        return None
    if main.tool != "cluster_customers":
        return _why_formed(here, main)
    if main.reply.detail.get("method") in _BY_DENSITY:
        given = here.say("chat_k_density", method=main.reply.detail["method"])
    return Move(text=given) if given else None


def _why_formed(here: Here, main: Result) -> Move:
    """Say where the number of segments is from that are no clusters."""
    if main.tool == "trait_segments":
        traits = ", ".join(map(str, main.reply.detail["traits"]))
        return Move(text=here.say("chat_k_traits", traits=traits))
    return figure_answers.explain_method(here)


def cohort(here: Here) -> Move:
    """Follow newcomers by the period of their first order, or by what that order was."""
    slots = dict(here.found.slots)
    by = resolved(str(slots.get("by", "")), columns_of(here))
    slots |= {"by": "" if by in PERIODS else by}
    # Without their earlier orders everybody would look new: a time says who is meant, and cuts nothing off.
    days = [slots.pop(name, "") for name in ("date_from", "date_to")]
    if _THAN.search(folded(here.said)):
        days = []
    scope = scope_of(replace(here, found=replace(here.found, slots=slots)))
    joined = [f"first_on {sign} '{day}'" for sign, day in zip((">=", "<="), days, strict=False) if day]
    scope |= {"where": " and ".join([*split_conditions(str(scope.get("where", ""))), *joined])}
    if joined and _COUNTED.search(folded(here.said)):
        return Move(calls=(arguments_for("query", {**scope, "measure": "customers"}),))
    return Move(calls=(arguments_for("cohort", {**slots, **scope}),))


def traits(here: Here) -> Move:
    """Divide customers by traits, where the data have columns for them."""
    slots = dict(here.found.slots)
    asked = [*slots.get("traits", []), *([slots["trait"]] if slots.get("trait") else [])]
    if here.remembered.get("intent") == "query" and len(asked) == 1 and not _PEOPLE.search(folded(here.said)):
        again = {**here.last_slots, **slots, "by": asked[0]}
        made = questions.query(replace(here, found=Understanding("query", again)))
        return replace(made, intent="query", slots=again)
    found = [_column(here, name) for name in asked]
    if "" in found:
        return _missing(here, asked[found.index("")])
    if _SEGMENTS.search(folded(here.said)):
        here.thread.stay_with("trait_segments")
    return Move(calls=(arguments_for("traits", {**slots, "traits": found, **scope_of(here)}),))


def profile(here: Here) -> Move:
    """Say what sets segments apart: one that is named or pointed at, else all of them."""
    slots = dict(here.found.slots)
    segment = str(slots.get("segment") or "") or (
        "" if _ALL.search(folded(here.said)) else pointed_segment(here)
    )
    holding = here.thread.holding(segment) if segment else None
    if holding and here.thread.segmented and holding.id != here.thread.segmented.id:
        slots["segmentation"] = holding.number
    elif not segment:
        slots |= meant_grouping(here)
    return Move(calls=(arguments_for("profile", {**slots, "segment": segment}),), slots={"segment": segment})


def about_segments(here: Here) -> Move:
    """Follow the main segments in time."""
    return Move(calls=(arguments_for(here.found.intent, {**here.found.slots, **meant_grouping(here)}),))


def compare_groupings(here: Here) -> Move:
    """Hold the segmentation formed last against the one before it."""
    return Move(calls=(arguments_for(here.found.intent, {}),))


def value(here: Here) -> Move:
    """Predict what customers will buy."""
    slots = dict(here.found.slots)
    if slots.get("segmentation"):
        slots |= meant_grouping(here)
    return Move(calls=(arguments_for("value", {**scope_of(here), **slots}),))


def _column(here: Here, name: str) -> str:
    """Return the column that a trait or a dimension means; nothing where the data have none."""
    columns = columns_of(here)
    for column in columns:
        names = folded(f"{column.header} {column.name}").replace("_", " ")
        if any(meaning == name for meaning, *_ in found_terms("traits", names)):
            return column.name
    wanted = resolved(name, columns)
    return wanted if wanted in {column.name for column in columns} else ""


def _missing(here: Here, trait: str) -> Move:
    dataset = here.thread.dataset
    identity = dataset.roles.get("customer_id", "") if dataset else ""
    known = {meaning for meaning, *_ in found_terms("traits", trait)} | {trait}
    code = next((f"chat_trait_{name}" for name in sorted(known) if name in _TRAITS), "chat_trait_any")
    return Move(text=here.say("chat_no_trait", trait=here.say(code), column=identity))


_TRAITS: Final = ("age", "gender", "income", "education", "family", "occupation", "personality")

MOVES: Final[dict[str, Callable[[Here], Move]]] = {
    "cluster": cluster,
    "components": cluster,
    "cohort": cohort,
    "traits": traits,
    "profile": profile,
    "compare_groupings": compare_groupings,
    "migration": about_segments,
    "validate": about_segments,
    "value": value,
}
"""What is done about each of these intents."""
