"""Asking for a migration in tests, and counting one again in plain Python."""

from collections import Counter
from datetime import date

import pandas as pd

from customer_segmentation.explain.migration.segment_migration import segment_migration
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run

TOOL = "segment_migration"


def rule(workspace, data, **asked):
    return run(tool_of(define_segment), {"data": data, **asked}, workspace)


def rfm(workspace, data, **asked):
    return run(tool_of(rfm_segments), {"data": data, **asked}, workspace)


def migrated(workspace, segmentation, **asked):
    if "from_" in asked:
        asked["from"] = asked.pop("from_")
    return run(tool_of(segment_migration), {"segmentation": segmentation.id, **asked}, workspace)


def moves(result):
    """Every move of the transition matrix with its customers; "new" and "gone" for coming and going."""
    found = {}
    for key, fact in result.reply.facts.items():
        _, subject, measure = key.split(".")
        if measure.startswith("to_") and fact.unit == "customers" and fact.value:
            after = measure.removeprefix("to_")
            found[subject.replace("newly_in", "new"), after.replace("no_longer_in", "gone")] = fact.value
    return found


def assignment(result):
    return pd.read_parquet(result.folder / "assignment.parquet").set_index("customer_id")["segment"]


def counted(before, after):
    """Moves from two assignments, customer by customer."""
    return dict(
        Counter((before.get(who, "new"), after.get(who, "gone")) for who in {*before.index, *after.index})
    )


def matrix(result):
    """The rows of the transition matrix as shares."""
    table = result.reply.tables["transitions"]
    facts = result.reply.facts
    return {s: [facts[table.key(s, m)].value for m in table.measures] for s in table.subjects}


def problems(workspace, result, language):
    ledger = ThreadLedger(workspace)
    return check(prose(TOOL, result.reply, language), ledger)


def day(text):
    return date.fromisoformat(text)
