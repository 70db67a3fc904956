"""Ways of choosing by hand: what they amount to, segments, arms, chances and portraits."""

import numpy as np
import pytest

from customer_segmentation.measure.whom.portrait import portraits
from customer_segmentation.measure.whom.traits import Traits, Usual
from customer_segmentation.measure.whom.ways import Advice, Way, Ways, best_arm, by_segment
from customer_segmentation.stats.shares import Estimate

SURE, OPEN, WORSE = Estimate(2, 1, 3), Estimate(0.5, -1, 2), Estimate(-2, -3, -1)


def ways(nobody, everybody, segments, gain):
    lead = {Way.NOBODY: nobody, Way.EVERYBODY: everybody, Way.SEGMENTS: segments}
    return Ways(np.arange(2), {}, {Way.EVERYBODY: gain}, lead)


@pytest.mark.parametrize(
    ("leads", "gain", "advice"),
    [
        ((SURE, SURE, SURE), SURE, Advice.FINER),
        ((SURE, SURE, OPEN), OPEN, Advice.CHOOSE),
        ((SURE, OPEN, SURE), SURE, Advice.EVERYBODY),
        ((OPEN, SURE, OPEN), WORSE, Advice.NOBODY),
        ((SURE, OPEN, SURE), OPEN, Advice.OPEN),
        ((OPEN, OPEN, OPEN), OPEN, Advice.OPEN),
    ],
)
def test_only_what_is_sure_is_advised(leads, gain, advice):
    assert ways(*leads, gain).advice is advice


def test_the_best_arm_comes_from_the_other_parts():
    parts = np.array([0, 0, 0, 1, 1, 1])
    arm = np.array([0, 1, 2, 0, 1, 2])
    worth = np.array([0.0, 9.0, 1.0, 0.0, 2.0, 5.0])
    assert best_arm(worth, arm, parts).tolist() == [2, 2, 2, 1, 1, 1]


def test_whole_segments_are_chosen_by_what_the_other_parts_show():
    draw = np.random.default_rng(2)
    many = 4_000
    segment, arm, parts = (draw.integers(0, top, many) for top in (3, 2, 5))
    effect = np.array([3.0, -3.0, 3.0])
    worth = draw.normal(0, 1, many) + effect[segment] * arm
    assert by_segment(worth, arm, segment, parts).tolist() == [1 - int(one == 1) for one in segment]


def test_a_segment_of_few_is_chosen_as_the_others_suggest():
    draw = np.random.default_rng(3)
    segment = np.array([0] * 1_000 + [1] * 1_000 + [2] * 4)
    arm, parts = draw.integers(0, 2, 2_004), draw.integers(0, 5, 2_004)
    worth = draw.normal(0, 1, 2_004) + 2.0 * arm
    assert by_segment(worth, arm, segment, parts)[-4:].tolist() == [1] * 4


def test_portraits_tell_medians_and_shares_of_what_is_apart():
    numbers = np.array(
        [[10.0, 1, 5, 5, 0], [20.0, 1, 5, 5, 0], [90.0, 1, 5, 5, 0], [110.0, 1, 5, 5, 0], [np.nan] * 5]
    )
    traits = Traits(numbers, (Usual("channel", ("app", "web"), np.array([0.0, 0, 1, 1, -1])),))
    contacted = np.array([True, True, False, False, False])
    app, recency, web = portraits(traits, np.arange(5), contacted)
    assert (recency.trait, recency.contacted, recency.left) == ("recency_days", 15, 100)
    assert (app.level, app.contacted, app.left) == ("app", 1.0, 0.0)
    assert (web.level, web.contacted, web.left) == ("web", 0.0, pytest.approx(2 / 3))
    assert portraits(traits, np.arange(5), np.ones(5, dtype=bool)) == []
