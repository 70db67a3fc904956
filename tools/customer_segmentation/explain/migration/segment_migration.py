"""Segment migration: who moved where between two days.

The rules stand still: cut points, models and bands are those of the segmentation as it is (PRACTICE, practice 8),
so that a customer who moved did something else, or for longer did nothing. What has no fixed cut points is formed
by the same rule on both days.
"""

import tempfile
from pathlib import Path
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.earlier_segments import earlier_segments
from customer_segmentation.explain.migration.days import Days, read_days
from customer_segmentation.explain.migration.flows import Flows, read_flows
from customer_segmentation.explain.migration.ladder import ladder
from customer_segmentation.explain.migration.reply import migration_reply
from customer_segmentation.explain.migration.request import MigrationRequest
from customer_segmentation.explain.time_split import history
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Artifact, Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

MOVES: Final = "moves.parquet"


@tool(effect=Effect.READ, version=2)
def segment_migration(request: MigrationRequest, workspace: Workspace) -> Reply:
    """Tell who moved between segments from one day to another, on rules that stand still.

    Writes ``moves.parquet``: one row per customer whose segment changed, sorted by customer: customer_id,
    segment_before, segment_after (NULL: not yet, or no longer, among the customers), spent_before, spent_between
    DECIMAL(18,4).

    Raises:
        InputError: A day is none, lies outside the data, or the two stand in the wrong order.
        MethodError: The data hold no single orders, or the segments cannot be formed at another day.
    """
    found = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(found.folder)
    last = max(formed.as_of, Dataset.read(workspace.result(formed.data, "dataset").folder).as_of)
    asked = read_day("to", request.date_to) or formed.as_of
    with behaviour_scope(found, workspace, as_of=max(formed.as_of, min(asked, last))) as scope:
        if not scope.has_orders:
            raise MethodError("migration_no_orders")
        begins, _ = history(scope)
        days = read_days(request, begins, formed.as_of, last)
        flows = _flows(scope, found, formed, days, workspace)
        scope.engine.write_parquet(
            "SELECT customer_id, segment_before, segment_after, spent_before, spent_between "
            "FROM migration_customers WHERE segment_before IS DISTINCT FROM segment_after ORDER BY customer_id",
            workspace.output / MOVES,
        )
        reply = migration_reply(scope, formed, days, flows)
    reply.artifacts = [Artifact(name=MOVES, path=MOVES, media_type="application/vnd.apache.parquet")]
    reply.detail["segmentation"] = found.number
    return reply


def _flows(scope: Scope, found: Result, formed: Segmentation, days: Days, workspace: Workspace) -> Flows:
    """Make the table ``migration_customers`` and return its flows."""
    engine = scope.engine
    with tempfile.TemporaryDirectory(dir=workspace.root) as folder:
        for view, day in (("earlier", days.first), ("later", days.second)):
            place = Path(folder) / view
            place.mkdir()
            same = day == formed.as_of
            engine.view(
                view,
                formed.assignment if same else earlier_segments(found, workspace, day, place, frozen=True),
            )
        engine.table(
            "window_money",
            "window_money",
            before_from=days.before or days.first,
            before_to=days.first,
            split_on=days.first,
            as_of=days.second,
        )
        engine.table("migration_customers", "migration_customers")
    return read_flows(engine, formed.ids(), ladder(engine, formed))
