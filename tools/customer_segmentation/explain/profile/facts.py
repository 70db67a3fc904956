"""The facts of a profile: each segment's effects in natural units, its rule, and the table of the most telling."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.profile.aspects import Aspect, Compared
from customer_segmentation.explain.profile.effects import Effect, typical_value
from customer_segmentation.explain.profile.rule import Rule
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.features.feature import CURRENCY
from customer_segmentation.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOL: Final = "profile_segments"
COLUMNS: Final = 4
"""So many things stand side by side in the table."""


def typical_measure(aspect: Aspect) -> str:
    """Return the measure under which the typical value of an aspect stands."""
    kind = "median" if aspect.has_median else "share" if aspect.is_share else "mean"
    return f"{aspect.id}_{kind}"


def measures_named(aspects: "Sequence[Aspect]") -> dict[str, list[NamePart]]:
    """Return what the measures of aspects are called."""
    named: dict[str, list[NamePart]] = {}
    for aspect in aspects:
        typical = typical_measure(aspect)
        of = {typical: f"profile_{typical.rpartition('_')[2]}"}
        for kind in (
            "others",
            "ratio",
            "effect",
            "effect_low",
            "effect_high",
            "points",
            "points_low",
            "points_high",
        ):
            of[f"{aspect.id}_{kind}"] = f"profile_{kind}"
        if aspect.is_part:
            of |= {
                f"{aspect.id}_{kind}": f"profile_part_{kind}"
                for kind in ("effect", "effect_low", "effect_high")
            }
        named |= {measure: [NamePart(code=code, of=[aspect.named])] for measure, code in of.items()}
    return named


def say_effect(sheet: FactSheet, effect: Effect) -> None:
    """Say a segment's typical value, that of the others, their ratio, and the effect with its interval."""
    aspect, segment = effect.aspect, effect.segment
    typical, other = typical_measure(aspect), f"{aspect.id}_others"
    _say_value(sheet, segment, typical, effect.typical, aspect)
    _say_value(sheet, segment, other, effect.other, aspect)
    if effect.ratio is not None:
        sheet.say(
            segment, f"{aspect.id}_ratio", effect.ratio, "ratio", f"{segment}.{typical}", f"{segment}.{other}"
        )
    measure, unit = ("points", "points") if aspect.is_share else ("effect", "coefficient")
    sheet.say(segment, f"{aspect.id}_{measure}", effect.size.value, unit)
    sheet.say_interval(segment, f"{aspect.id}_{measure}", (effect.size.low, effect.size.high), unit)


def say_table(
    sheet: FactSheet, found: Compared, effects: "Sequence[Effect]", aspects: "Sequence[Aspect]"
) -> None:
    """Say the typical values of all customers and of every segment with enough of them."""
    for aspect in aspects:
        _say_value(sheet, ALL, typical_measure(aspect), typical_value(aspect), aspect)
    for segment in found.segments:
        sheet.say(segment, "customers", found.size(segment), "customers")
    sheet.say(ALL, "customers", int(found.places.size), "customers")
    for effect in effects:
        if effect.aspect in aspects:
            _say_value(sheet, effect.segment, typical_measure(effect.aspect), effect.typical, effect.aspect)


def say_rule(sheet: FactSheet, rule: Rule) -> None:
    """Say the cut points of a rule, and its precision and coverage with intervals, on customers held out."""
    segment, fit = rule.segment, rule.fit
    for number, cut in enumerate(rule.cuts, start=1):
        whole = cut.at == cut.at.to_integral_value() and cut.aspect.feature.unit == "average"
        if whole and not cut.aspect.is_share:
            sheet.say(segment, f"rule_{number}", int(cut.at), "count")
        elif not cut.aspect.is_share:
            _say_value(sheet, segment, f"rule_{number}", float(cut.at), cut.aspect)
    sheet.say(segment, "rule_tested", fit.members, "customers")
    sheet.say(segment, "rule_chosen", fit.chosen, "customers")
    for measure, of, value in (
        ("rule_precision", fit.chosen, fit.precision),
        ("rule_coverage", fit.members, fit.coverage),
    ):
        if of:
            sheet.say(segment, measure, value, "share")
            sheet.say_interval(segment, measure, wilson_interval(fit.hits, of), "share")


def _say_value(sheet: FactSheet, subject: str, measure: str, value: float, aspect: Aspect) -> None:
    unit = aspect.feature.unit
    if aspect.is_share:
        sheet.say(subject, measure, value, "share")
    elif unit == CURRENCY:
        sheet.say(subject, measure, Decimal(repr(value)), sheet.currency)
    elif unit == "days":
        sheet.say(subject, measure, round(value), unit)
    else:
        sheet.say(subject, measure, value, unit)
