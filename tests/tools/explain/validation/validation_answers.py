"""Asking whether segments predict anything, in tests."""

from datetime import date, timedelta

import numpy as np

from customer_segmentation.explain.validation.validate_segments import validate_segments
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop

TOOL = "validate_segments"
FIRST = date(2023, 1, 1)
DAYS = 720
COLUMNS = [column("keen", table="customers"), column("coin", table="customers")]


def steady_shop(workspace, customers=600, seed=1, identity="e" * 24):
    """A shop whose keen customers order five times as often; nothing else about a customer tells anything.

    The coin is tossed for every customer. Orders come at a steady rate from the first day to the last.
    """
    draw = np.random.default_rng(seed)
    rows, traits = [line("c0", "last", FIRST + timedelta(days=DAYS), 5)], []
    for n in range(customers):
        keen, coin = draw.random() < 0.5, draw.random() < 0.5
        traits.append(
            {"customer_id": f"c{n}", "keen": "yes" if keen else "no", "coin": "heads" if coin else "tails"}
        )
        days = np.flatnonzero(draw.random(DAYS) < (0.01 if keen else 0.002))
        for place in np.unique([*days, draw.integers(0, 200)]):
            when = FIRST + timedelta(days=int(place))
            rows.append(line(f"c{n}", f"o{n}-{place}", when, int(draw.integers(500, 9000)) / 100))
    return shop(workspace, rows, COLUMNS, traits, identity=identity)


def rule(workspace, data, text, **asked):
    return run(tool_of(define_segment), {"data": data, "rule": text, **asked}, workspace)


def rfm(workspace, data, **asked):
    return run(tool_of(rfm_segments), {"data": data, **asked}, workspace)


def validated(workspace, segmentation, **asked):
    return run(tool_of(validate_segments), {"segmentation": segmentation.id, **asked}, workspace)


def codes(result):
    return {finding.code for finding in result.reply.findings}


def problems(workspace, result):
    ledger = ThreadLedger(workspace)
    return [p for language in ("en", "zh") for p in check(prose(TOOL, result.reply, language), ledger)]
