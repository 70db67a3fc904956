"""What ``profile_segments`` answers: what sets each segment apart, a rule for it, and how far to trust both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.profile.aspects import Aspect, Compared
from customer_segmentation.explain.profile.effects import Effect
from customer_segmentation.explain.profile.facts import (
    COLUMNS,
    TOOL,
    measures_named,
    say_effect,
    say_rule,
    say_table,
    typical_measure,
)
from customer_segmentation.explain.profile.rule import Rule
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.segmentation import Segmentation

_TOLD: Final = 5
_TOLD_ALONE: Final = 12
"""So many things are said of one segment, and of a segment that was asked for alone."""


@dataclass(frozen=True, eq=False)
class Profile:
    """What was found.

    Attributes:
        shown: The segments to speak of.
        effects: Every comparison of every segment.
        rules: The rules of the shown segments.
        sql: The query for those rules.
    """

    formed: Segmentation
    scope: Scope
    found: Compared
    shown: list[str]
    effects: list[Effect]
    rules: list[Rule]
    sql: str

    def apart(self, segment: str) -> list[Effect]:
        """Return what sets a segment apart, the clearest first, what it was formed from last."""
        told = [e for e in self.effects if e.segment == segment and e.sets_apart]
        return sorted(told, key=lambda e: (e.aspect.formed, -abs(e.strength), e.aspect.place, e.aspect.level))


def profile_reply(profile: Profile) -> Reply:
    """Return the reply: facts of the shown segments, the table, and what the template needs to put it in words."""
    sheet = FactSheet(TOOL, profile.scope.dataset.currency)
    columns = _columns(profile)
    say_table(sheet, profile.found, profile.effects, columns)
    most = _TOLD_ALONE if len(profile.shown) == 1 else _TOLD
    told = {segment: profile.apart(segment)[:most] for segment in profile.shown}
    for effect in (effect for effects in told.values() for effect in effects):
        say_effect(sheet, effect)
    for rule in profile.rules:
        say_rule(sheet, rule)
    _say_counts(sheet, profile)
    named = [*columns, *(effect.aspect for effects in told.values() for effect in effects)]
    segments = profile.formed.segments
    return Reply(
        facts=sheet.facts,
        names={s.id: s.name for s in segments if s.name},
        described={s.id: s.parts for s in segments if s.parts and not s.name},
        measures={m: parts for m, parts in measures_named(named).items() if _is_said(m, sheet)},
        tables={"profile": _table(profile, columns)},
        findings=[*profile.scope.findings, *_findings(profile)],
        next=["profile_compare"],
        currency=profile.scope.dataset.currency,
        detail=_detail(profile, told),
    )


def _is_said(measure: str, sheet: FactSheet) -> bool:
    return any(key.endswith(f".{measure}") for key in sheet.facts)


def _columns(profile: Profile) -> list[Aspect]:
    """Return what the table compares: things the segments were not formed from first, the most telling first."""
    weights: dict[str, float] = {}
    for effect in profile.effects:
        if effect.segment in profile.shown and effect.sets_apart:
            weights[effect.aspect.id] = weights.get(effect.aspect.id, 0.0) + abs(effect.strength)
    telling = [aspect for aspect in profile.found.aspects if aspect.id in weights]
    return sorted(telling, key=lambda a: (a.formed, -weights[a.id], a.place, a.level))[:COLUMNS]


def _table(profile: Profile, columns: Sequence[Aspect]) -> FactTable:
    measures = ["customers", *(typical_measure(aspect) for aspect in columns)]
    return FactTable(tool=TOOL, subjects=[*profile.shown, ALL], measures=measures)


def _say_counts(sheet: FactSheet, profile: Profile) -> None:
    effects = [effect for effect in profile.effects if effect.segment in profile.shown]
    sheet.say(ALL, "compared", len({effect.aspect.id for effect in effects}), "count")
    sheet.say(ALL, "comparisons", len(profile.effects), "count")
    sheet.say(ALL, "reliable", sum(effect.is_reliable for effect in profile.effects), "count")
    for segment in profile.shown:
        own = [effect for effect in effects if effect.segment == segment]
        if own:
            sheet.say(segment, "compared", len(own), "count")
            sheet.say(segment, "apart", sum(effect.sets_apart for effect in own), "count")


def _findings(profile: Profile) -> list[Finding]:
    found = []
    small = [s for s in profile.shown if profile.found.size(s) < SMALL]
    if len(small) == len(profile.shown):
        found.append(Finding(code="profile_all_small", severity=Severity.WARNING))
    elif small:
        found.append(Finding(code="profile_small"))
    if len(profile.found.segments) == 1:
        found.append(Finding(code="profile_one_segment", severity=Severity.WARNING))
    for code, features in (
        ("profile_protected", profile.found.protected),
        ("profile_protected_left_out", profile.found.left_out),
    ):
        if features:
            grave = Severity.WARNING if code == "profile_protected" else Severity.INFO
            headers = ", ".join(feature.header for feature in features)
            found.append(Finding(code=code, severity=grave, values={"headers": headers}))
    return found


def _detail(profile: Profile, told: dict[str, list[Effect]]) -> dict[str, Any]:
    return {
        "method": profile.formed.method,
        "filter": profile.scope.words,
        "as_of": profile.scope.as_of.isoformat(),
        "segments": profile.shown,
        "apart": {segment: [_said(effect) for effect in effects] for segment, effects in told.items()},
        "alike": {segment: _alike(profile, segment) for segment in profile.shown},
        "formed_from": _formed_from(profile.found.aspects),
        "rules": {rule.segment: _rule_said(rule) for rule in profile.rules},
        "small": [s for s in profile.shown if profile.found.size(s) < SMALL],
        "sql": profile.sql,
    }


def _formed_from(aspects: Sequence[Aspect]) -> list[dict[str, str]]:
    """Return what the segments were formed from in words, a category once for all its levels."""
    found: list[dict[str, str]] = []
    for aspect in (aspect for aspect in aspects if aspect.formed):
        words = {language: aspect.feature.words(language) for language in LANGUAGES}
        words = words if aspect.level else _words(aspect)
        if words not in found:
            found.append(words)
    return found


def _words(aspect: Aspect) -> dict[str, str]:
    return {language: aspect.words(language) for language in LANGUAGES}


def _said(effect: Effect) -> dict[str, Any]:
    return {
        "id": effect.aspect.id,
        "typical": typical_measure(effect.aspect),
        "name": _words(effect.aspect),
        "grade": effect.grade,
        "formed": effect.aspect.formed,
        "effect": f"{effect.aspect.id}_{'points' if effect.aspect.is_share else 'effect'}",
        "strength": round(effect.strength, 4),
    }


def _alike(profile: Profile, segment: str) -> list[dict[str, str]]:
    """Return in what a segment shows no reliable difference."""
    own = [e for e in profile.effects if e.segment == segment and not e.is_reliable]
    return [_words(effect.aspect) for effect in own]


def _rule_said(rule: Rule) -> dict[str, Any]:
    return {
        "balance": round(rule.fit.balance, 4),
        "tells": rule.fit.tells,
        "cuts": [
            {
                "name": _words(cut.aspect),
                "below": cut.below,
                "fact": "" if cut.aspect.is_share else f"rule_{number}",
            }
            for number, cut in enumerate(rule.cuts, start=1)
        ],
    }
