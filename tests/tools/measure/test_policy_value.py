"""Values of policies: hand-worked scores, and intervals against the truth of simulated customers."""

import numpy as np
import pytest
from policy_pilots import known

from customer_segmentation.measure.policy.value import ahead, doubly_robust, held_out, same_number, value_of
from simulated.uplift_people import draw_people, run_pilot

HALF = 0.5


def test_scores_by_hand():
    expected = np.array([[1.0, 2.0], [3.0, 5.0]])
    chances = np.array([[0.25, 0.75], [0.5, 0.5]])
    scores = doubly_robust(expected, np.array([2.0, 4.0]), np.array([0, 1]), chances)
    assert scores.tolist() == [[5.0, 2.0], [3.0, 3.0]]
    assert value_of(scores, np.array([0, 1])).estimate.value == 4.0
    assert ahead(scores, np.array([0, 1]), np.array([1, 0])).estimate.value == 1.5


def test_as_many_are_contacted_of_every_part_and_those_first_in_line():
    chosen, parts = np.array([1, 0, 0, 2, 2, 0]), np.array([0, 0, 0, 1, 1, 1])
    first = np.array([9.0, 5.0, 5.0, 3.0, 2.0, 1.0])
    assert same_number(chosen, parts, first).tolist() == [0, 1, 0, 0, 2, 2]


def test_scores_are_unbiased_though_the_models_are_wrong():
    draw = np.random.default_rng(5)
    many = 200_000
    arm = (draw.random(many) < 0.3).astype(np.int64)
    outcome = draw.exponential(2, many) + arm
    chances = np.column_stack([np.full(many, 0.7), np.full(many, 0.3)])
    scores = doubly_robust(np.full((many, 2), 40.0), outcome, arm, chances)
    gap = ahead(scores, np.ones(many, dtype=np.int64), np.zeros(many, dtype=np.int64))
    assert gap.estimate.low < 1 < gap.estimate.high


def coverage(pilots, customers):
    """Return how often the interval of the learnt policy's lead over everybody holds its true lead on those customers."""
    hits = []
    for seed in pilots:
        pilot = run_pilot(seed, customers=customers)
        people = draw_people(customers, seed)
        chances = np.full((customers, 2), HALF)
        found = held_out(
            known(pilot.features), pilot.contribution, pilot.contacted.astype(np.int64), chances, seed
        )
        lead = ahead(found.scores, found.chosen, np.ones(customers, dtype=np.int64)).estimate
        true = float(((found.chosen - 1) * people.gain).mean())
        hits.append(lead.low <= true <= lead.high)
    return float(np.mean(hits))


@pytest.mark.slow
def test_intervals_of_the_learnt_policy_hold_the_truth():
    assert coverage(range(300, 312), 2_000) >= 0.8
