"""A segmentation laid down as a tool would, whatever the segments; and replies in words, checked for grounding."""

from datetime import date

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.segmentation import ASSIGNMENT, Segment, Segmentation
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.store import Stored
from rows_shop import create

_TYPES = {
    "customer_id": "VARCHAR",
    "segment": "VARCHAR",
    "recency_days": "BIGINT",
    "orders": "BIGINT",
    "revenue": "DECIMAL(18, 4)",
}


def lay_segments(
    workspace,
    assigned,
    *,
    data="d" * 24,
    identity="c" * 24,
    as_of=date(2025, 1, 1),
    measures=None,
    names=None,
    detail=None,
):
    """Store ``assigned`` (segment by customer) as a result; ``measures`` gives (recency, orders, revenue) of customers."""
    told = measures or {}
    rows = [
        {
            "customer_id": who,
            "segment": segment,
            **dict(zip(("recency_days", "orders", "revenue"), told.get(who, ()), strict=False)),
        }
        for who, segment in sorted(assigned.items())
    ]
    ids = sorted(set(assigned.values()))
    with workspace.store.draft() as folder:
        formed = Segmentation(
            method="kmeans",
            data=data,
            as_of=as_of,
            segments=[Segment(id=i, name=(names or {}).get(i, "")) for i in ids],
        )
        formed.write(folder)
        with duckdb_engine(folder) as engine:
            create(engine.connection, "assigned", _TYPES, rows)
            engine.write_parquet("SELECT * FROM assigned ORDER BY customer_id", folder / ASSIGNMENT)
        stored = Stored(
            id=identity,
            tool="cluster_customers",
            version=1,
            request={"data": data},
            inputs={},
            reply=Reply(detail=detail or {}),
        )
        workspace.store.keep(folder, stored)
        workspace.journal.record(workspace.thread, identity, "cluster_customers", "segmentation", data)
    return identity


def ungrounded(tool, reply, workspace, language):
    """Return what the guard would mark in the words of a reply of this thread; templates may say bare numbers."""
    problems = check(prose(tool, reply, language), ThreadLedger(workspace))
    return [(p.kind, p.excerpt) for p in problems if p.kind is not ProblemKind.BARE_NUMBER]
