"""What ``trait_segments`` answers: the groups, how many and what they are worth, and how far to trust it."""

from collections.abc import Sequence
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import SMALLEST_GROUP, FactTable, Finding, Reply, Severity
from customer_segmentation.kit.words import shown
from customer_segmentation.segment.segment_table import SegmentTable, segment_table
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.segment.traits.choose_traits import Chosen
from customer_segmentation.segment.traits.findings import trait_findings, trait_subject
from customer_segmentation.segment.traits.group import TraitGroups
from customer_segmentation.segment.traits.trait import Trait
from customer_segmentation.segment.traits.value import say_value

TOOL: Final = "trait_segments"
_COLUMNS: Final = ("customers", "share", "revenue", "revenue_share", "revenue_index")
_MOST_OTHERS: Final = 6


def trait_reply(
    chosen: Chosen, groups: TraitGroups, known: Sequence[Trait], scope: Scope, segmentation: Segmentation
) -> Reply:
    """Return the reply for the table ``assigned``."""
    table = segment_table(scope.engine, TOOL, segmentation.segments, scope.dataset.currency)
    verdicts = say_value(table, scope.engine)
    table.say(ALL, "groups", sum(s not in {"others", "unknown"} for s in table.totals), "count")
    findings = trait_findings(chosen, groups, known, scope, table, verdicts)
    if any(formed.levels.trait.sensitive for formed in chosen.formed):
        findings += _without_few(table)
    traits = [formed.levels.trait for formed in chosen.formed]
    aged = any(trait.meaning == "birth" for trait in traits)
    if aged:
        table.say(ALL, "as_of", segmentation.as_of, "date")
    reply = Reply(
        names={s.id: s.name for s in segmentation.segments if s.name},
        described={s.id: s.parts for s in segmentation.segments if s.parts and not s.name},
        findings=[*scope.findings, *findings],
        next=["trait_what_first", "trait_what_sets_apart"],
        currency=scope.dataset.currency,
        detail={
            "traits": [shown(trait.header) for trait in traits],
            "kinds": [trait.kind.value if trait.kind else "" for trait in traits],
            "aged": aged,
            "by_value": chosen.by_value,
            "others": [shown(header) for header in chosen.others[:_MOST_OTHERS]],
            "over": verdicts.over,
            "under": verdicts.under,
            "compared": verdicts.compared,
            "has_purchases": scope.dataset.grain is not Grain.ATTRIBUTES,
            "as_of": segmentation.as_of.isoformat(),
            "filter": scope.words,
            "empty_segments": table.empty,
            "small_segments": table.small,
            "sql": segmentation.sql,
        },
    )
    about = {trait_subject(trait, scope): trait.header for trait in (*traits, *known)}
    reply.names |= {s: about[s] for s in dict.fromkeys(f.subject for f in findings) if s in about}
    table.add_to(reply)
    reply.tables["segments"] = _groups_table(table)
    return reply


def _without_few(table: SegmentTable) -> list[Finding]:
    """Take groups by a sensitive trait that could give a person away out of a table."""
    few = [s for s, totals in table.totals.items() if totals.customers < SMALLEST_GROUP]
    for segment in few:
        del table.totals[segment]
    table.facts = {key: fact for key, fact in table.facts.items() if split_key(key)[1] not in few}
    return [Finding(code="trait_hidden", severity=Severity.WARNING)] if few else []


def _groups_table(table: SegmentTable) -> FactTable:
    told = [m for m in _COLUMNS if any(table.has(segment, m) for segment in table.totals)]
    return FactTable(tool=TOOL, subjects=list(table.totals), measures=told, subject_label="group")
