"""What a careful analyst would mention about groups by traits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Finding, Severity
from customer_segmentation.segment.segment_table import SegmentTable
from customer_segmentation.segment.traits.choose_traits import Chosen
from customer_segmentation.segment.traits.form_levels import least_group
from customer_segmentation.segment.traits.group import ANY, NOT_KNOWN, OTHERS, TraitGroups
from customer_segmentation.segment.traits.sensitive import PROTECTED
from customer_segmentation.segment.traits.trait import Trait, TraitKind
from customer_segmentation.segment.traits.value import Verdicts
from customer_segmentation.stats.association import cramers_v

_MANY_UNKNOWN: Final = Decimal("0.2")
_PER_ITEM: Final = 70
"""Answers per survey item that clustering needs (S. Dolnicar, B. Gruen, F. Leisch, K. Schmidt, "Required sample
sizes for data-driven market segmentation analyses in tourism", Journal of Travel Research 53 (2014) 296-306;
S. Dolnicar, B. Gruen, F. Leisch, "Increasing sample size compensates for data problems in segmentation studies",
Journal of Business Research 69 (2016) 992-999)."""
_PROXY: Final = 0.3
_FEWEST_FOR_PROXY: Final = 100
_MOST_VALUES: Final = 20
_GRAVITY: Final = list(reversed(Severity))


def trait_findings(
    chosen: Chosen,
    groups: TraitGroups,
    known: Sequence[Trait],
    scope: Scope,
    table: SegmentTable,
    verdicts: Verdicts,
) -> list[Finding]:
    """Return the findings, gravest first; facts that their words name are added to ``table``."""
    found = [
        *_about_values(chosen, scope, table),
        *_about_merging(groups, table),
        *_about_value(chosen, scope, table, verdicts),
        *_about_reach(scope),
        *_about_surveys(chosen, known, table),
        *_about_sensitive(chosen, known, scope, table),
    ]
    return sorted(found, key=lambda finding: _GRAVITY.index(finding.severity))


def _about_values(chosen: Chosen, scope: Scope, table: SegmentTable) -> Iterator[Finding]:
    for formed in chosen.formed:
        subject, header = trait_subject(formed.levels.trait, scope), formed.levels.trait.header
        for measure, count, severity in (
            ("impossible", formed.impossible, Severity.WARNING),
            ("respelt", formed.respelt, Severity.INFO),
        ):
            if count:
                table.say(subject, measure, count, "customers" if measure == "impossible" else "count")
                yield Finding(
                    code=f"trait_{measure}", severity=severity, subject=subject, values={"header": header}
                )
    for measure, code in (("share", "trait_unknown_many"), ("revenue_share", "trait_unknown_revenue")):
        unknown = table.facts.get(table.key(NOT_KNOWN, measure))
        if unknown and unknown.number >= _MANY_UNKNOWN:
            yield Finding(code=code, severity=Severity.WARNING, subject=NOT_KNOWN)
            break
    small = [segment for segment in table.small if segment not in {OTHERS, NOT_KNOWN}]
    if small:
        table.say(ALL, "small_groups", len(small), "count")
        yield Finding(code="trait_small_groups")


def trait_subject(trait: Trait, scope: Scope) -> str:
    """Return the subject id of facts on a trait: the one that its column has where it was loaded."""
    columns = [c for c in scope.dataset.columns if c.table == trait.column.table]
    place = next((n for n, c in enumerate(columns, start=1) if c.name == trait.column.name), 0)
    return f"trait_{place}" if trait.source == "customers" else f"line_trait_{place}"


def _about_merging(groups: TraitGroups, table: SegmentTable) -> Iterator[Finding]:
    """Say which traits divide only some of the groups, since their cells would hold too few customers."""
    merged = [
        levels.column.header
        for place, levels in enumerate(groups.traits)
        if any(group.codes[place] == ANY for group in groups.groups)
    ]
    if merged:
        least = least_group(table.everybody.customers)
        table.say(ALL, "least_group", least, "customers", kind=Kind.ASSUMED)
        yield Finding(code="trait_merged", values={"headers": ", ".join(merged)})


def _about_value(chosen: Chosen, scope: Scope, table: SegmentTable, verdicts: Verdicts) -> Iterator[Finding]:
    if scope.dataset.grain is Grain.ATTRIBUTES:
        yield Finding(code="trait_no_purchases")
        return
    if any(formed.levels.source == "buyers" for formed in chosen.formed):
        yield Finding(code="trait_by_making", severity=Severity.WARNING)
    if chosen.by_value:
        found = verdicts.over or verdicts.under or not verdicts.compared
        yield Finding(code="trait_exploratory" if found else "trait_typical_differs")
    for segment in verdicts.one_buyer:
        if segment in verdicts.over:
            yield Finding(code="trait_one_buyer", severity=Severity.WARNING, subject=segment)
    if table.has(ALL, "buyers"):
        yield Finding(code="trait_never_bought")
    latest = [f.levels.trait.header for f in chosen.formed if f.levels.source == "transactions"]
    if latest:
        yield Finding(code="trait_latest", values={"headers": ", ".join(latest)})


def _about_reach(scope: Scope) -> Iterator[Finding]:
    """Say where the data name no way to reach anybody: a group that cannot be reached cannot be addressed."""
    headers = [scope.dataset.roles.get("customer_id", ""), *(c.header for c in scope.dataset.columns)]
    if not any(lexicon().personal(header) in {"email", "phone", "address"} for header in headers):
        yield Finding(code="trait_no_contact")


def _about_surveys(chosen: Chosen, known: Sequence[Trait], table: SegmentTable) -> Iterator[Finding]:
    used = [formed.levels.trait for formed in chosen.formed]
    items = [trait for trait in known if trait.kind is TraitKind.PSYCHOGRAPHIC]
    if len(items) < 2 or not any(trait.kind is TraitKind.PSYCHOGRAPHIC for trait in used):  # noqa: PLR2004
        return
    table.say(ALL, "survey_items", len(items), "count")
    table.say(ALL, "survey_needed", _PER_ITEM * len(items), "customers", f"{ALL}.survey_items")
    enough = table.everybody.customers >= _PER_ITEM * len(items)
    yield Finding(
        code="trait_survey_enough" if enough else "trait_survey_few",
        severity=Severity.INFO if enough else Severity.WARNING,
    )


def _about_sensitive(
    chosen: Chosen, known: Sequence[Trait], scope: Scope, table: SegmentTable
) -> Iterator[Finding]:
    used = [formed.levels.trait for formed in chosen.formed]
    asked = ", ".join(trait.header for trait in used if trait.sensitive)
    if asked:
        yield Finding(code="trait_sensitive_used", severity=Severity.WARNING, values={"headers": asked})
    for trait in (t for t in known if t.sensitive and t not in used):
        association = _association(trait, scope)
        if association >= _PROXY:
            subject = trait_subject(trait, scope)
            table.say(subject, "association", association, "coefficient")
            yield Finding(
                code="trait_proxy",
                severity=Severity.WARNING,
                subject=subject,
                values={"header": trait.header},
            )
    if any(trait.meaning in PROTECTED for trait in used):
        yield Finding(code="trait_protected")


def _association(trait: Trait, scope: Scope) -> float:
    """Return how strongly the groups of ``assigned`` hang together with a sensitive trait that they do not use."""
    if trait.source != "customers":
        return 0.0
    cell = f"CAST(c.{identifier(trait.column.name)} AS VARCHAR)"
    rows = scope.engine.rows_of(
        f"SELECT a.segment, {cell}, COUNT(*) FROM assigned AS a JOIN customers AS c ON c.customer_id = a.customer_id "
        f"WHERE {cell} IS NOT NULL AND a.segment <> '{NOT_KNOWN}' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    counts = {(str(segment), str(value)): int(n) for segment, value, n in rows}
    few = len({value for _, value in counts}) <= _MOST_VALUES
    return cramers_v(counts) if few and sum(counts.values()) >= _FEWEST_FOR_PROXY else 0.0
