"""Asking ``predict_value`` of a simulated shop, and reading what it answered."""

from datetime import timedelta

import pyarrow.parquet as pq
from simulated_buyers import FIRST, lines_of, lives

from customer_segmentation.explain.value.predict_value import predict_value
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run

ROWS = lines_of(lives(11, 450, r=0.9, alpha=5, a=0.8, b=2.5, days=600))


def predicted(workspace, **asked):
    return run(tool_of(predict_value), asked, workspace)


def everyone(result):
    return pq.read_table(result.folder / "predictions.parquet").to_pydict()


def codes(result):
    return {finding.code for finding in result.reply.findings}


def summary():
    found = lives(12, 500, r=0.9, alpha=5, a=0.8, b=2.5, days=500)
    return [
        {
            "customer_id": f"c{n:04}",
            "first_on": FIRST + timedelta(days=days[0]),
            "last_on": FIRST + timedelta(days=days[-1]),
            "orders": len(days),
            "revenue": 25 * len(days) + n % 7,
        }
        for n, days in enumerate(found)
    ]
