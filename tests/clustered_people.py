"""People of two measures who stand in round groups, and the groups found in them."""

import random

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column

COLUMNS = (column("height", "number", "customers"), column("weight", "number", "customers"))
CORNERS = ((0, 0), (10, 0), (0, 10))


def people(centres=CORNERS, many=60, spread=1.0, seed=1, prefix="g"):
    """Return traits: ``many`` people round each centre."""
    draw = random.Random(seed)  # noqa: S311 - seeded people, no secret
    return [
        {
            "customer_id": f"{prefix}{n}-{m:04d}",
            "height": draw.gauss(x, spread),
            "weight": draw.gauss(y, spread),
        }
        for n, (x, y) in enumerate(centres)
        for m in range(many)
    ]


def lay_people(workspace, traits, identity="5" * 24):
    """Lay people down as a data set of attributes alone."""
    return aggregated(workspace, None, COLUMNS, traits, identity=identity)


def found(workspace, **asked):
    """Return the result of looking for groups, without logarithms or people set apart."""
    plain = {"features": "height,weight", "scaling": "none", "outliers": "keep", "k": "3"}
    plain |= {"k": "auto"} if asked.get("method") in {"dbscan", "hdbscan"} else {}
    return run(tool_of(cluster_customers), {**plain, **asked}, workspace)
