"""What ``principal_components`` answers: how few dimensions, what each is made of, and how far to trust them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.components.decomposition import ALIKE, PLACES, Decomposition
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import MEASURE, FactTable, Finding, Reply, Severity
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.preparation import Preparation

TOOL: Final = "principal_components"
_TELLS: Final = 0.4
"""A feature with a loading this far from zero names a component (J. P. Stevens, "Applied Multivariate Statistics
for the Social Sciences" (2002), chapter 11, asks for 0.4 where samples are large)."""
_NAMED_BY: Final = 2
_SHOWN: Final = 6
_NEXT: Final = ("components_cluster",)


@dataclass(frozen=True)
class Summed:
    """What was found.

    Attributes:
        asked: Every feature that was meant.
        features: Those compared, in the order of the loadings.
        texts: Text features, which components cannot hold.
        yes_no: Names of those that are only 0 or 1.
        telling: How many components are wider than chance makes them.
        kept: How many are told.
        again: Of each, how alike it is when other customers are drawn.
        read: How many customers were compared, of ``customers``.
    """

    asked: list[Feature]
    features: list[Feature]
    texts: list[Feature]
    preparation: Preparation
    yes_no: list[str]
    found: Decomposition
    telling: int
    kept: int
    again: list[float]
    read: int
    customers: int


def components_reply(summed: Summed, scope: Scope) -> Reply:
    """Return the reply."""
    parts = [f"pc{n + 1}" for n in range(summed.kept)]
    features = [f"f{n + 1}" for n in range(len(summed.features))]
    reply = Reply(
        facts=_facts(summed, parts, features),
        findings=[*scope.findings, *_findings(summed)],
        next=list(_NEXT),
        detail={
            "filter": scope.words,
            "parts": parts,
            "kept": summed.kept,
            "telling": summed.telling,
            "logs": any(number.log for number in summed.preparation.numbers),
            "unsure": [p for p, alike in zip(parts, summed.again, strict=True) if alike < ALIKE],
        },
    )
    reply.described = {f: [one.named] for f, one in zip(features, summed.features, strict=True)}
    reply.described |= _told_apart(summed)
    reply.described |= {part: _name(summed, place) for place, part in enumerate(parts)}
    reply.tables["components"] = FactTable(
        tool=TOOL,
        subjects=parts,
        measures=["explained", "cumulative", "found_again"],
        subject_label="component",
    )
    columns = [f"loading_{n + 1}" for n in range(min(summed.kept, _SHOWN))]
    reply.tables["loadings"] = FactTable(
        tool=TOOL, subjects=features, measures=columns, subject_label=MEASURE
    )
    return reply


def _facts(summed: Summed, parts: list[str], features: list[str]) -> dict[str, Fact]:
    sheet = FactSheet(TOOL)
    shares = [round(float(share), PLACES) for share in summed.found.explained]
    sheet.say(ALL, "customers", summed.read, "customers")
    sheet.say(ALL, "features", len(features), "count")
    sheet.say(ALL, "components", summed.kept, "count")
    sheet.say(ALL, "beyond_chance", summed.telling, "count")
    sheet.say(ALL, "explained", sum(shares[: summed.kept]), "share", *(f"{p}.explained" for p in parts))
    for place, part in enumerate(parts):
        sheet.say(part, "explained", shares[place], "share")
        sheet.say(part, "cumulative", sum(shares[: place + 1]), "share", f"{part}.explained")
        sheet.say(part, "found_again", summed.again[place], "coefficient")
    for row, feature in enumerate(features):
        for place in range(summed.kept):
            loading = round(float(summed.found.loadings[row, place]), PLACES)
            sheet.say(feature, f"loading_{place + 1}", loading, "coefficient")
    return sheet.facts


def _name(summed: Summed, place: int) -> list[NamePart]:
    """Return the name of a component: its number, and the measures that go with it most, up or down."""
    loadings = [round(float(value), PLACES) for value in summed.found.loadings[:, place]]
    strongest = sorted(range(len(loadings)), key=lambda n: (-abs(loadings[n]), n))
    telling = [n for n in strongest if abs(loadings[n]) >= _TELLS][:_NAMED_BY] or strongest[:1]
    parts = [
        NamePart(code="component_up" if loadings[n] > 0 else "component_down", of=[summed.features[n].named])
        for n in telling
    ]
    return [NamePart(code="component_named", values={"number": str(place + 1)}, of=parts)]


def _findings(summed: Summed) -> Iterator[Finding]:
    if not summed.telling:
        yield Finding(code="components_unrelated", severity=Severity.SERIOUS)
    elif summed.kept > summed.telling:
        yield Finding(code="components_by_chance", severity=Severity.WARNING)
    for place, alike in enumerate(summed.again):
        if alike < ALIKE:
            yield Finding(code="components_unsure", severity=Severity.WARNING, subject=f"pc{place + 1}")
    yield from _about_measures(summed)
    if summed.read < summed.customers:
        yield Finding(code="components_sample")


def _about_measures(summed: Summed) -> Iterator[Finding]:
    """Yield what was left out or filled in, and which measures are only yes or no."""
    yield from (Finding(code=f"components_{told}", subject=told) for told in _told_apart(summed))
    for place, number in enumerate(summed.preparation.numbers, start=1):
        if number.unknown > 0:
            yield Finding(code="components_filled", subject=f"f{place}")


def _told_apart(summed: Summed) -> dict[str, list[NamePart]]:
    """Return the names of the measures left out, by the reason, and of those that are only yes or no."""
    by_name = {feature.name: feature.named for feature in summed.asked}
    groups = {
        "texts": [feature.name for feature in summed.texts],
        "constant": summed.preparation.constant,
        "unknown": summed.preparation.unknown,
        "yes_no": summed.yes_no,
    }
    return {reason: [by_name[name] for name in names] for reason, names in groups.items() if names}
