"""What is measured of K-Means, each run alone in a process: python -m benchmarks.clustering_tasks TASK ARGUMENT ..."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from customer_segmentation.data.scope import Scope
    from customer_segmentation.segment.cluster.clustering import Labels, Points
    from customer_segmentation.segment.cluster.model import Model
    from customer_segmentation.segment.features.feature import Feature

K = 5
_SEED = 0
_CUSTOMERS = """
SELECT 'C' || CAST(i AS VARCHAR) AS customer_id,
       CAST(1 + floor(exp(g * 0.45 + 0.5 * z1)) AS BIGINT) AS orders,
       DATE '2024-12-31' - CAST(least(floor(exp(6 - 0.7 * g + 0.6 * z2)), 900) AS INTEGER) AS last_order,
       CAST(exp(3 + 0.5 * (g % 3) + 0.4 * z3) * (1 + floor(exp(g * 0.45 + 0.5 * z1))) AS DECIMAL(12, 2)) AS revenue
FROM (
    SELECT i, CAST(hash(i * 9 + 1) % 5 AS INTEGER) AS g,
           (hash(i * 9 + 2) % 1000 + hash(i * 9 + 3) % 1000 + hash(i * 9 + 4) % 1000) / 500.0 - 3 AS z1,
           (hash(i * 9 + 5) % 1000 + hash(i * 9 + 6) % 1000) / 500.0 - 2 AS z2,
           (hash(i * 9 + 7) % 1000 + hash(i * 9 + 8) % 1000) / 500.0 - 2 AS z3
    FROM range({n}) t(i)
)
"""


def customers(folder: str, many: str) -> None:
    """Write and load a seeded table of so many customers."""
    import duckdb

    from customer_segmentation import Workspace, find_tool, invoke

    source = f"{folder}/customers.parquet"
    duckdb.sql(f"COPY ({_CUSTOMERS.format(n=int(many))}) TO '{source}'")
    workspace = Workspace.open(f"{folder}/workspace")
    invoke(find_tool("load_data"), {"source": source}, workspace.with_(typed=frozenset({source})))


def kmeans(folder: str) -> None:
    """From the loaded tables on disk: open them, fit to a sample, place every customer, write ids and clusters.

    It prints what the whole takes, and what an assignment by a model at hand takes: opening, placing, writing.
    """
    import sklearn.cluster  # noqa: F401 - loading libraries is charged to neither side

    from customer_segmentation.segment.cluster import cluster_customers  # noqa: F401
    from customer_segmentation.segment.cluster.assignment_sql import clusters_sql

    with _timed() as whole, ExitStack() as opened:
        with _timed() as opening:
            scope, features = opened.enter_context(_shop(folder))
        model = _fitted(scope, features)
        with _timed() as placing:
            query = f"SELECT k.customer_id, k.segment FROM ({clusters_sql(model, features, scope)}) AS k"
            scope.engine.write_parquet(query, Path(f"{folder}/ours.parquet"))
    (Path(folder) / "as_of.txt").write_text(scope.as_of.isoformat(), encoding="utf-8")
    (Path(folder) / "ours.json").write_text(json.dumps(model.centres), encoding="utf-8")
    (Path(folder) / "preparation.json").write_text(model.preparation.model_dump_json(), encoding="utf-8")
    print(json.dumps(_costs(whole=[whole], assignment=[opening, placing])))


def sklearn_kmeans(folder: str) -> None:
    """The same in scikit-learn, fitted to every customer: read, prepare, fit, write ids and clusters.

    Besides the whole it prints what an assignment by predict takes, from reading to writing, and what fit and
    predict take of points in memory. How features are scaled it is given, so that both compare the same points.
    """
    import numpy as np
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401
    from sklearn.cluster import KMeans

    from customer_segmentation.segment.features import preparation  # noqa: F401

    with _timed() as reading:
        ids, points = _prepared(folder)
    with _timed() as fitting:
        fitted = KMeans(K, n_init=1, random_state=_SEED).fit(points)
    model = _predictor(folder, points)
    with _timed() as predicting:
        placed = model.predict(points)
    with _timed() as writing:
        _write(ids, placed, f"{folder}/predicted.parquet")
    (Path(folder) / "theirs.json").write_text(json.dumps(fitted.cluster_centers_.tolist()), encoding="utf-8")
    np.save(f"{folder}/points.npy", points)
    told = _costs(whole=[reading, fitting, writing], assignment=[reading, predicting, writing])
    print(json.dumps(told | _costs(fit=[fitting], predict=[predicting])))


def copy(folder: str) -> None:
    """What no assignment in the engine goes below: ids read and written beside one letter."""
    import duckdb

    [path] = Path(folder).glob("workspace/results/*/summary.parquet")
    with _timed() as copying:
        ids = f"SELECT s.customer_id, 'k' AS segment FROM '{path}' AS s"
        duckdb.sql(f"COPY ({ids}) TO '{folder}/copy.parquet' (FORMAT parquet, COMPRESSION zstd)")
    print(json.dumps(_costs(copy=[copying])))


def compare(folder: str) -> None:
    """Print both inertias over all customers, and how many the SQL places elsewhere than predict."""
    import duckdb
    import numpy as np

    points = np.load(f"{folder}/points.npy")
    ours = np.array(json.loads((Path(folder) / "ours.json").read_text(encoding="utf-8")))
    # Both tables hold one row per customer, whatever their order.
    both = f"'{folder}/ours.parquet' AS a FULL JOIN '{folder}/predicted.parquet' AS b USING (customer_id)"
    differs = "a.segment IS DISTINCT FROM 'k' || CAST(b.cluster AS VARCHAR)"
    [(mismatches,)] = duckdb.sql(f"SELECT COUNT(*) FROM {both} WHERE {differs}").fetchall()
    theirs = np.array(json.loads((Path(folder) / "theirs.json").read_text(encoding="utf-8")))
    told = {
        "ours": _inertia(points, ours),
        "theirs": _inertia(points, theirs),
        "mismatches": mismatches,
    }
    print(json.dumps(told))


@contextmanager
def _shop(folder: str) -> Iterator[tuple["Scope", list["Feature"]]]:
    from customer_segmentation import Workspace
    from customer_segmentation.data.scope import open_scope
    from customer_segmentation.kit.request import DataRequest
    from customer_segmentation.segment.features.choice import choose_features

    with open_scope(DataRequest(), Workspace.open(f"{folder}/workspace")) as scope:
        yield scope, choose_features("rfm", scope)


def _fitted(scope: "Scope", features: list["Feature"]) -> "Model":
    """Return K-Means fitted to a sample as ``cluster_customers`` fits it, five clusters, nobody set apart."""
    from customer_segmentation.segment.cluster.fitting import SAMPLE
    from customer_segmentation.segment.cluster.kmeans import fit
    from customer_segmentation.segment.cluster.model import Model
    from customer_segmentation.segment.cluster.scores import nearest_centre
    from customer_segmentation.segment.features.matrix import read_features
    from customer_segmentation.segment.features.preparation import Scaling, prepare

    matrix = read_features(features, scope, sample=SAMPLE, seed=_SEED)
    preparation = prepare(matrix, Scaling.AUTO, fences=False)
    centres = fit(preparation.points(matrix), K, _SEED).details["centres"]
    return Model(
        method="kmeans",
        features=[feature.name for feature in features],
        preparation=preparation,
        ids=[f"k{n}" for n in range(len(centres))],
        centres=centres,
        scores=nearest_centre(centres),
    )


def _prepared(folder: str) -> tuple[Any, "Points"]:
    """Return ids and points in the fastest idiom there is: Arrow columns, NumPy, our frozen preparation."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute, parquet

    from customer_segmentation.segment.features.preparation import Preparation

    [path] = Path(folder).glob("workspace/results/*/summary.parquet")
    table = parquet.read_table(path, columns=["customer_id", "last_on", "orders", "revenue"])
    last = table.column("last_on").cast(pa.int32()).to_numpy()
    orders = table.column("orders").to_numpy().astype(np.float64)
    revenue = compute.cast(table.column("revenue"), pa.float64()).to_numpy()
    # Written down by our run: opening our data would be charged to scikit-learn.
    day = np.datetime64((Path(folder) / "as_of.txt").read_text(encoding="utf-8")).astype(np.int64)
    measures = {"recency_days": (day - last).astype(np.float64), "orders": orders, "aov": revenue / orders}
    text = (Path(folder) / "preparation.json").read_text(encoding="utf-8")
    columns = []
    for number in Preparation.model_validate_json(text).numbers:
        values = measures[number.name]
        compared = np.log1p(np.maximum(values, 0)) if number.log else values
        columns.append((compared - number.centre) / number.scale)
    return table.column("customer_id"), np.stack(columns, axis=1)


def _write(ids: Any, placed: "Labels", path: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"customer_id": ids, "cluster": placed}), path)


def _predictor(folder: str, points: "Points") -> Any:
    """Return a scikit-learn model with our centres."""
    import numpy as np
    from sklearn.cluster import KMeans

    centres = np.array(json.loads((Path(folder) / "ours.json").read_text(encoding="utf-8")))
    # One round on a handful of points makes a fitted model; its centres are then ours.
    model = KMeans(len(centres), init=centres, n_init=1, max_iter=1).fit(points[:1000])
    model.cluster_centers_ = centres
    return model


def _inertia(points: "Points", centres: "Points") -> float:
    import numpy as np

    total = 0.0
    for start in range(0, len(points), 100_000):
        part = points[start : start + 100_000]
        total += float(np.square(part[:, None, :] - centres[None]).sum(axis=2).min(axis=1).sum())
    return total


@dataclass
class Used:
    """Processor seconds of all threads, those of them outside the kernel, and seconds that passed."""

    cpu: float = 0.0
    user: float = 0.0
    wall: float = 0.0


@contextmanager
def _timed() -> Iterator[Used]:
    used = Used()
    before = os.times()
    yield used
    after = os.times()
    used.user = after.user - before.user
    used.cpu = used.user + after.system - before.system
    used.wall = after.elapsed - before.elapsed


def _costs(**parts: list[Used]) -> dict[str, float]:
    """Return the seconds of each, as ``<name>_cpu``, ``<name>_user`` and ``<name>_wall``."""
    return {
        f"{name}_{kind}": sum(getattr(u, kind) for u in used)
        for name, used in parts.items()
        for kind in ("cpu", "user", "wall")
    }


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
