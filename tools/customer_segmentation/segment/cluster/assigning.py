"""Every customer of a scope put into a segment by a model, as the table ``assigned``."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.segment.assignment_columns import MEASURES
from customer_segmentation.segment.cluster.assignment_sql import OUTLIERS, clusters_sql, measured_sql
from customer_segmentation.segment.cluster.clustering import NOISE
from customer_segmentation.segment.cluster.fitting import Fitted
from customer_segmentation.segment.cluster.model import Model, like_the_nearest, read_examples
from customer_segmentation.segment.cluster.request import ClusterRequest
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix, read_features
from customer_segmentation.segment.segmentation import ASSIGNMENT
from customer_segmentation.workspace.workspace import Workspace

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels

NOBODYS: Final = "noise"
"""The segment of customers in no cluster."""


def assign(
    model: Model, features: Sequence[Feature], scope: Scope, folder: Path, fitted: Fitted | None
) -> int:
    """Make the table ``assigned`` and return how many customers lie as near to a second cluster.

    Scores place customers in the engine, without any of them passing through Python; ``fitted`` is the fit that
    the model comes from, if it was fitted just now: a method with examples has placed its own customers there.
    """
    if model.scores is not None:
        scope.engine.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE placed AS {clusters_sql(model, features, scope)}"
        )
        _show(scope)
        [(tied,)] = scope.engine.rows_of("SELECT COUNT(*) FROM placed AS p WHERE p.tied")
        return int(tied)
    if fitted is not None and len(fitted.matrix.ids) == fitted.matrix.customers:
        _register(_segments(model, fitted.matrix, fitted.labels), fitted.matrix, scope)
    else:
        matrix = read_features(features, scope)
        points = model.preparation.points(matrix)
        within = ~model.preparation.outliers(matrix) if model.fences else slice(None)
        _register(
            _segments(model, matrix, like_the_nearest(points[within], *read_examples(folder))), matrix, scope
        )
    scope.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {measured_sql(scope)}")
    _show(scope)
    return 0


def assign_again(
    formed: Path, request: ClusterRequest, day: date, workspace: Workspace, folder: Path
) -> Path:
    """Put customers, as they were known on a day, into the clusters in the folder ``formed``.

    ``request`` is what was asked for when those were formed. Returns the file of the assignment in ``folder``.
    """
    model = Model.read(formed)
    with open_scope(request, workspace, as_of=day, purchases=False) as scope:
        assign(model, choose_features(entries(model.features), scope), scope, formed, None)
        return write_assignment(scope, folder)


def write_assignment(scope: Scope, folder: Path) -> Path:
    """Write the table ``assigned`` as ``segment/segmentation.py`` describes it and return its file."""
    columns = "a.customer_id, a.segment, a.recency_days, a.orders, a.revenue, a.first_on, a.last_on"
    path = folder / ASSIGNMENT
    scope.engine.write_parquet(f"SELECT {columns} FROM assigned AS a ORDER BY a.customer_id", path)
    return path


def entries(names: Sequence[str]) -> str:
    """Return names of features as the text of a request."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(names)
    return text.getvalue()


def _show(scope: Scope, segment: str = "p.segment") -> None:
    """Make the view ``assigned`` of the table ``placed``."""
    bought = ", ".join(f"p.{name}" for name in MEASURES)
    scope.engine.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW assigned AS SELECT p.customer_id, {segment} AS segment, {bought} "
        "FROM placed AS p"
    )


def _segments(model: Model, matrix: FeatureMatrix, labels: "Labels") -> list[str]:
    """Return the segment of each customer; ``labels`` are those of the customers within the fences."""
    import numpy as np

    beyond = model.preparation.outliers(matrix) if model.fences else np.zeros(len(matrix.ids), dtype=bool)
    names = np.array([*model.ids, NOBODYS], dtype=object)
    segments = np.full(len(matrix.ids), OUTLIERS, dtype=object)
    segments[~beyond] = names[np.where(labels == NOISE, len(model.ids), labels)]
    return segments.tolist()


def _register(segments: list[str], matrix: FeatureMatrix, scope: Scope) -> None:
    import pyarrow as pa

    table = pa.table({"customer_id": pa.array(matrix.ids.tolist(), pa.string()), "segment": segments})
    connection = scope.engine.connection
    connection.register("labelled", table)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE clustered AS SELECT l.customer_id, l.segment FROM labelled AS l"
    )
    connection.unregister("labelled")


def rename(new_id: Mapping[str, str], scope: Scope) -> None:
    """Give the segments of ``assigned`` other ids; those not named keep theirs."""
    cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in new_id.items())
    _show(scope, f"CASE p.segment {cases} ELSE p.segment END")


def by_turnover(ids: Sequence[str], scope: Scope) -> list[str]:
    """Return the ids, the largest turnover first; where nothing was bought, the largest segment."""
    rows = scope.engine.rows("segment_totals")
    worth = {str(segment): (revenue or 0, customers) for segment, customers, _, revenue in rows}
    return sorted(ids, key=lambda i: (*(-v for v in worth.get(i, (0, 0))), i))
