"""Another share held out in some segments than in others: the plain difference would mix segments."""

import random

import numpy as np
import pandas as pd
import pytest
from campaign_shop import START, fact, measured, people, segmented, write

from customer_segmentation.measure.effect import like_with_like


def test_every_stratum_is_weighed_by_its_customers():
    draw = np.random.default_rng(3)
    strata = draw.integers(0, 4, 500)
    treated = draw.random(500) < np.array([0.2, 0.5, 0.7, 1.0])[strata]
    outcome = strata + treated * 0.5 + draw.normal(size=500)
    table = pd.DataFrame({"s": strata, "t": treated, "y": outcome})[strata < 3]
    means = table.pivot_table(index="s", columns="t", values="y", aggfunc=["mean", "var", "size"])
    weights = table.groupby("s").size() / len(table)
    gap = (weights * (means["mean"][True] - means["mean"][False])).sum()
    variance = (weights**2 * sum(means["var"][t] / means["size"][t] for t in (True, False))).sum()
    contacted, held_out, found = like_with_like(outcome, treated, strata)
    assert found.estimate.value == pytest.approx(gap)
    assert found.error == pytest.approx(variance**0.5)
    assert contacted.mean - held_out.mean == pytest.approx(gap)


def test_nothing_to_compare_is_none():
    outcome, treated = np.arange(6.0), np.array([True] * 3 + [False] * 3)
    assert like_with_like(outcome, treated, treated.astype(np.int64)) is None
    assert like_with_like(np.ones(6), treated, np.zeros(6, dtype=np.int64)) is None


def test_a_holdout_planned_by_segment_does_not_mix_segments(workspace, here):
    """Frequent buyers are mostly contacted: without an effect the plain difference would look like one."""
    rows, listed = people(seed=31, customers=1500, lift=0.0)
    often = {}
    for row in rows:
        if row["ordered_at"].date() < START:
            often[row["customer_id"]] = often.get(row["customer_id"], 0) + 1
    draw = random.Random(2)  # noqa: S311 - a seeded shop, no secret
    for one in listed:
        chance = 0.85 if often[one["customer_id"]] > 1 else 0.3
        one["arm"] = "mail" if draw.random() < chance else "control"
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    assert result.reply.detail["uneven"]
    assert "campaign_uneven" in {finding.code for finding in result.reply.findings}
    assert fact(result, "all.effect_low") < 0 < fact(result, "all.effect_high")
