"""The reply of ``recommend``: facts, the table, cautions, and in ``detail`` what the templates say in words."""

from typing import Any, Final

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.playbook_words import PlaybookWords
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.advise.recommendation_facts import (
    TOOL,
    facts_of_clock,
    facts_of_prospect,
    facts_of_scenario,
    facts_of_segment,
    facts_of_terms,
    key,
    of_today,
    used_costs,
)
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.advise.tested_effects import TestedEffects
from customer_segmentation.advise.trust import Trust, facts_of_trust
from customer_segmentation.explain.earlier_segments import drifts
from customer_segmentation.explain.validation.verdict import Strength
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.name import spelled
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation.workspace.workspace import Result

OTHERS: Final = "others"
"""Whoever a rule or a map leaves over: never among the first things to do."""
_COLUMNS: Final = ("place", "repurchase_rate", "at_stake", "expected_contribution", "break_even")


def recommendation(
    result: Result,
    evidence: Evidence,
    found: list[Prospect],
    terms: ShopTerms,
    trusted: Trust | None,
    tested: TestedEffects,
    *,
    asked: str,
    top: int,
) -> Reply:
    """Return the reply on all segments, or on the one ``asked``.

    Args:
        result: The segmentation.
        evidence: What its data say.
        found: Its segments as prospects, first things first.
        terms: The shop's margin and costs.
        trusted: How far to trust the segments.
        tested: What a test of these segments showed.
        asked: The id of the only segment to answer for; empty for all.
        top: How many things to do to name first; segments with the same action are one.
    """
    about = [one for one in found if one.segment.id == asked] if asked else found
    segments = [one for one in about if asked or one.segment.id != OTHERS]
    acting = [one for one in segments if one.chosen]
    leave = [one for one in segments if not one.chosen]
    things = _things(acting)[:top]
    first = [one for thing in things for one in thing]
    named = about if asked else first + leave[:1]
    words = PlaybookWords(TOOL)
    reply = Reply(
        names=dict(result.reply.names),
        described=dict(result.reply.described),
        currency=result.reply.currency,
        findings=_findings(evidence, trusted, asked),
        detail={
            "of": evidence.tool,
            "asked": asked,
            "has_rates": evidence.split is not None,
            "kept": drifts(result),
            "things": [[one.segment.id for one in thing] for thing in things],
            "leave": [one.segment.id for one in leave],
            "trust": _trust(trusted),
            "assumed": [],
            **_of_segments(about, named, words),
            "apart": _apart(result, about),
            "tested": tested.arms(one.segment.id for one in about),
        },
    )
    reply.facts.update(_facts(result, evidence, about, found, terms, trusted))
    for one in about:
        reply.facts.update(tested.facts_of(one.segment.id))
    reply.facts.update(words.facts)
    reply.detail["assumed"] = _assumed(reply)
    reply.next = _next(reply, [one for one in found if one.chosen], asked)
    _add_table(reply, about)
    return reply


def _of_segments(about: list[Prospect], named: list[Prospect], words: PlaybookWords) -> dict[str, Any]:
    """Return what is said of every segment, and the words of playbooks of those that are named."""
    return {
        "ranked": [_ranked(one) for one in about],
        "first": [one.segment.id for one in named if one.chosen],
        "reasons": {one.segment.id: one.reason.value for one in about},
        "by_state": [one.segment.id for one in named if one.playbook.segment != one.segment.id],
        "words": {one.segment.id: words.playbook(one.playbook) for one in named},
        "actions": {one.segment.id: [words.action(case) for case in one.cases] for one in named},
    }


def _things(acting: list[Prospect]) -> list[list[Prospect]]:
    """Return what to do, first things first: prospects with one action of one playbook are one thing to do."""
    things: dict[tuple[str, str], list[Prospect]] = {}
    for one in acting:
        if one.chosen:
            things.setdefault((one.playbook.segment, one.chosen.action.id), []).append(one)
    return list(things.values())


def _apart(result: Result, about: list[Prospect]) -> dict[str, dict[str, str]]:
    """Return what sets segments apart, by language, where a name that was given does not say it."""
    parts = {
        one.segment.id: result.reply.described[one.segment.id]
        for one in about
        if one.segment.id in result.reply.names and result.reply.described.get(one.segment.id)
    }
    return {s: {language: spelled(of, language) for language in LANGUAGES} for s, of in parts.items()}


def _facts(
    result: Result,
    evidence: Evidence,
    about: list[Prospect],
    found: list[Prospect],
    terms: ShopTerms,
    trusted: Trust | None,
) -> dict[str, Fact]:
    """Return the figures on the segments ``about``; best against worst only where all are asked for."""
    currency, places = result.reply.currency, {one.segment.id: n for n, one in enumerate(found, 1)}
    facts = dict(facts_of_terms(terms, used_costs(about), currency))
    facts |= dict(facts_of_scenario(about))
    facts |= dict(facts_of_trust(evidence, trusted if about == found else None))
    facts |= dict(facts_of_clock(evidence, about))
    facts |= {k: result.reply.facts[k] for k in of_today(evidence.tool, about) if k in result.reply.facts}
    for one in about:
        facts |= dict(facts_of_segment(one.segment, evidence, currency))
        facts |= dict(facts_of_prospect(one, places[one.segment.id], evidence, terms, currency))
    return facts


def _ranked(one: Prospect) -> dict[str, Any]:
    return {
        "segment": one.segment.id,
        "action": one.chosen.action.id if one.chosen else "",
        "verdict": "act" if one.chosen else "leave",
        "reason": one.reason.value,
        "lapsed": one.lapsed,
    }


def _trust(trusted: Trust | None) -> dict[str, str] | None:
    if trusted is None:
        return None
    strength = trusted.strength.value if trusted.strength else ""
    return {"strength": strength, "alone": trusted.alone, "best": trusted.best, "worst": trusted.worst}


def _assumed(reply: Reply) -> list[str]:
    return [
        name
        for name, fact in reply.facts.items()
        if fact.kind is Kind.ASSUMED and name.startswith((key("all", "margin"), key("all", "cost_")))
    ]


def _findings(evidence: Evidence, trusted: Trust | None, asked: str) -> list[Finding]:
    found = [f for f in evidence.findings if not asked or f.subject in {"all", asked}]
    if trusted and trusted.strength is Strength.NOT:
        found.insert(0, Finding(code="recommend_order_says_nothing", severity=Severity.WARNING))
    return found


def _next(reply: Reply, acting: list[Prospect], asked: str) -> list[str]:
    """Return codes of next questions; one that names a segment only where its built-in name is used."""
    known = words_of("questions", "en")
    others = [one.segment.id for one in acting if one.segment.id not in {asked, *reply.names}]
    about = [code for code in (f"recommend_for_{segment}" for segment in others) if code in known]
    rates = ["recommend_how_known"] if reply.detail["has_rates"] else []
    return [*about[:1], *rates, *(["recommend_export"] if acting else [])]


def _add_table(reply: Reply, about: list[Prospect]) -> None:
    subjects = [one.segment.id for one in about]
    told = [m for m in _COLUMNS if any(key(s, m) in reply.facts for s in subjects)]
    if subjects and len(told) > 1:
        reply.tables["advice"] = FactTable(tool=TOOL, subjects=subjects, measures=told)
