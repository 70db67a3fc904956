"""Learnt gains: what they close of the gap, that they repeat, and that they stay sane beyond what was seen."""

import numpy as np
import pytest
from policy_pilots import closed, known, learnt

from customer_segmentation.measure.policy.design import design_of
from customer_segmentation.measure.policy.gains import choose, split
from customer_segmentation.measure.policy.known import Known
from customer_segmentation.measure.policy.regression import ridge
from simulated.uplift_people import draw_people, run_pilot, share_closed


def test_the_best_arm_is_chosen_and_none_where_none_gains():
    gains = np.array([[1.0, 2.0], [3.0, -1.0], [-1.0, -2.0], [0.0, 0.0]])
    assert choose(gains).tolist() == [2, 1, 0, 0]


def test_parts_hold_every_arm_alike():
    arm = np.array([0] * 30 + [1] * 10 + [2] * 20)
    parts = split(arm, 5, np.random.default_rng(3))
    assert all(
        np.bincount(parts[arm == one]).tolist() == [many] * 5 for one, many in ((0, 6), (1, 2), (2, 4))
    )


def test_nothing_is_extrapolated_beyond_what_was_seen():
    draw = np.random.default_rng(1)
    numbers = draw.normal(size=(500, 3))
    people = Known(numbers, np.zeros((500, 0), dtype=np.int64))
    design = design_of(people)
    line = ridge(design, people, numbers[:, 0] * 2 + draw.normal(size=500), None)
    far = Known(np.array([[1e3, 0, 0], [1e9, 0, 0]]), np.zeros((2, 0), dtype=np.int64))
    near, beyond = line.predict(far)
    assert near == beyond < 8


def test_a_line_is_a_ridge_of_one_of_its_strengths():
    draw = np.random.default_rng(2)
    people = Known(draw.normal(size=(300, 2)), np.zeros((300, 0), dtype=np.int64))
    target, weights = 3 + people.numbers[:, 0] + draw.normal(size=300), draw.uniform(0.5, 2, 300)
    design = design_of(people)
    columns, share = design.splines(people), weights / weights.sum()
    centred = columns - np.average(columns, axis=0, weights=weights)
    centred /= np.sqrt(np.average(centred**2, axis=0, weights=weights))
    level = np.average(target, weights=weights)
    told = ridge(design, people, target, weights).predict(people)
    gaps = []
    for power in range(-9, 7):
        normal = centred.T @ (share[:, None] * centred) + 10 ** (power / 3) * np.eye(centred.shape[1])
        solved = level + centred @ np.linalg.solve(normal, centred.T @ (share * (target - level)))
        gaps.append(np.abs(solved - told).max())
    assert min(gaps) < 1e-9


def test_unknown_values_and_levels_and_constant_columns_are_no_obstacle():
    pilot = run_pilot(4, customers=1_500)
    features = known(pilot.features)
    numbers = features.numbers.copy()
    numbers[::3, 2] = np.nan
    numbers[:, 5] = 7
    holes = Known(numbers, features.categories)
    design = design_of(holes)
    strange = Known(np.full((1, numbers.shape[1]), np.nan), np.array([[99]]))
    line = ridge(design, holes, pilot.contribution, None)
    assert np.isfinite(line.predict(strange)).all()
    assert np.isfinite(line.predict(holes)).all()


def test_a_small_pilot_teaches_the_same_twice_and_closes_much_of_the_gap():
    pilot, fresh = run_pilot(50, customers=4_000, world="steps"), draw_people(5_000, 1_050, "steps")
    gains = learnt(pilot).predict(known(fresh.features))
    assert np.array_equal(gains, learnt(pilot).predict(known(fresh.features)))
    assert share_closed(fresh, choose(gains) > 0) > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("world", ["mixed", "steps", "waves"])
def test_strong_signals_are_closed_and_both_rivals_left_behind(world):
    found = closed(world, "strong", 3)
    assert found["learnt_policy"].min() >= 0.8
    assert found["learnt_policy"].mean() >= 0.85
    for rival in ("boosted_t_learner", "ridge_t_learner"):
        assert found["learnt_policy"].mean() > found[rival].mean()
