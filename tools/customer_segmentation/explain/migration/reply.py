"""What ``segment_migration`` answers: how many moved, the moves most travelled, every segment's gains and losses."""

from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.migration.days import Days
from customer_segmentation.explain.migration.facts import (
    GONE,
    NEW,
    TOOL,
    MigrationFacts,
    destinations,
)
from customer_segmentation.explain.migration.flows import Flows
from customer_segmentation.explain.migration.ladder import is_by_turnover
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import Cell, FactTable, Finding, Reply, RowTable, Severity
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.segmentation import Segment, Segmentation

_TABLES: Final = {
    "migration": (
        "customers_before",
        "customers_after",
        "net_change",
        "stayed_share",
        "left",
        "entered",
        "customers_next",
    ),
    "moves": ("customers", "share_of_segment", "spent_before", "spent_between"),
    "movers": ("customers", "spent_before", "spent_between", "spent_each"),
}
_SHOWN: Final = 10
"""How many of those who moved are named to the person."""
_SHORT: Final = 90
"""With fewer days before the first day, who bought before the data begin looks new."""


def migration_reply(scope: Scope, segmentation: Segmentation, days: Days, flows: Flows) -> Reply:
    """Return the reply for the flows of the table ``migration_customers``."""
    facts = MigrationFacts(flows, days, scope.dataset.currency)
    segments = {segment.id: segment for segment in segmentation.segments}
    reply = Reply(
        facts=facts.facts,
        names={segment.id: segment.name for segment in segmentation.segments if segment.name},
        described={
            **{segment.id: segment.parts for segment in segmentation.segments if segment.parts},
            **{move: [_move(*map(segments.__getitem__, ends))] for move, ends in facts.moves.items()},
        },
        findings=[*scope.findings, *_findings(flows, days)],
        next=["migration_what_to_do", "migration_how_sure"],
        currency=scope.dataset.currency,
        detail={
            "from": days.first.isoformat(),
            "to": days.second.isoformat(),
            "filter": scope.words,
            "has_ladder": bool(flows.ladder),
            "ladder": flows.ladder,
            "by_turnover": bool(flows.ladder) and is_by_turnover(segmentation),
            "moves": {move: list(ends) for move, ends in facts.moves.items()},
            "groups": facts.groups,
            "small_segments": [s for s in flows.segments if flows.before(s).customers < SMALL],
        },
    )
    _add_tables(reply, facts)
    _add_matrix(reply, flows, segments)
    rows = _biggest_movers(scope, flows, segments)
    if rows:
        header = scope.dataset.roles.get("customer_id", "customer_id")
        columns = [header, "from", "to", "spent_before", "spent_between"]
        reply.rows["who_moved"] = RowTable(columns=columns, rows=rows)
    return reply


def _add_tables(reply: Reply, facts: MigrationFacts) -> None:
    subjects = {"migration": facts.flows.segments, "moves": list(facts.moves), "movers": facts.groups}
    for name, measures in _TABLES.items():
        told = [m for m in measures if any(facts.has(subject, m) for subject in subjects[name])]
        if subjects[name]:
            label = "segment" if name == "migration" else name
            reply.tables[name] = FactTable(
                tool=TOOL, subjects=subjects[name], measures=told, subject_label=label
            )


def _add_matrix(reply: Reply, flows: Flows, segments: dict[str, Segment]) -> None:
    """Add the transition matrix: a row per segment on the first day, a column per segment on the second."""
    rows = [segment for segment in flows.segments if flows.before(segment).customers]
    if any(before is None for before, _after in flows.moves):
        rows.append(NEW)
    columns = [after or GONE for after in destinations(flows)]
    for place in columns:
        for measure, code in ((f"to_{place}", "moved_to"), (f"to_{place}_share", "moved_to_share")):
            reply.measures[measure] = [NamePart(code=code, values=_called(segments, place))]
    reply.tables["transitions"] = FactTable(
        tool=TOOL,
        subjects=rows,
        measures=[f"to_{place}_share" for place in columns],
        subject_label="from_segment",
    )


def _move(before: Segment, after: Segment) -> NamePart:
    """Return the name of a move, "Champions → At risk", in every language."""
    return NamePart(code="move", values={**_words(before, "before"), **_words(after, "after")})


def _called(segments: dict[str, Segment], place: str) -> dict[str, str]:
    return _words(segments.get(place, Segment(id=place)), "after")


def _words(segment: Segment, end: str) -> dict[str, str]:
    return {f"{end}_{language}": segment.called(language) for language in LANGUAGES}


def _biggest_movers(scope: Scope, flows: Flows, segments: dict[str, Segment]) -> list[list[Cell]]:
    """Return those who moved and had spent most, those who moved down the ladder first."""
    found = scope.engine.rows_of(
        "SELECT customer_id, segment_before, segment_after, spent_before, spent_between FROM migration_customers "
        "WHERE segment_before <> segment_after "
        "ORDER BY spent_before DESC, spent_between DESC, customer_id"
    )
    found.sort(key=lambda row: not flows.is_down(row[1], row[2]))

    def named(segment: str) -> str:
        return segments[segment].name or segment

    return [
        [str(who), named(before), named(after), float(earlier), float(between)]
        for who, before, after, earlier, between in found[:_SHOWN]
    ]


def _findings(flows: Flows, days: Days) -> list[Finding]:
    found = []
    if (days.first - days.begins).days < _SHORT:
        found.append(Finding(code="migration_short_before", severity=Severity.WARNING))
    if flows.ladder:
        found.append(Finding(code="migration_orders_add_up"))
    if days.before is None:
        found.append(Finding(code="migration_no_window_before"))
    if any(after is None for _before, after in flows.moves):
        found.append(Finding(code="migration_gone"))
    if any(0 < flows.before(segment).customers < SMALL for segment in flows.segments):
        found.append(Finding(code="migration_small_segments"))
    return found
