import numpy as np
import pytest

from simulated.uplift_people import (
    CONTACT_COST,
    MARGIN,
    SIGNALS,
    WORLDS,
    best,
    best_by_cell,
    draw_people,
    everybody,
    most_lapsed_first,
    most_recent_first,
    nobody,
    run_pilot,
    share_closed,
    value,
)
from simulated.uplift_rivals import RIVALS

ALL_WORLDS = pytest.mark.parametrize("world", WORLDS)


def test_the_same_seed_gives_the_same_people_and_pilot():
    for draw in (lambda seed: draw_people(2_000, seed), lambda seed: run_pilot(seed, 2_000)):
        one, again, other = vars(draw(3)), vars(draw(3)), vars(draw(4))
        assert all(np.array_equal(one[name], again[name]) for name in one)
        assert not np.array_equal(one["features"], other["features"])


@ALL_WORLDS
def test_outcomes_are_on_average_what_the_conditional_effects_say(world):
    people = draw_people(150_000, seed=1, world=world)
    extra = people.orders[:, 1] - people.orders[:, 0]
    gained = people.contribution[:, 1] - people.contribution[:, 0]
    for seen, true in (
        (people.orders[:, 0], people.base_orders),
        (extra, people.extra),
        (people.contribution[:, 0], people.base),
        (gained, people.gain),
    ):
        for part in np.array_split(np.argsort(true, kind="stable"), 10):
            error = seen[part].std() / np.sqrt(len(part))
            assert abs(seen[part].mean() - true[part].mean()) < 4.5 * error


@ALL_WORLDS
def test_one_customer_s_two_outcomes_belong_together(world):
    people = draw_people(20_000, seed=2, world=world)
    fewer, more = people.extra < 0, people.extra > 0
    assert np.all(people.orders[fewer, 1] <= people.orders[fewer, 0])
    assert np.all(people.orders[more, 1] >= people.orders[more, 0])
    silent = people.orders[:, 1] == 0
    assert np.all(people.contribution[silent, 1] == -CONTACT_COST)
    assert np.all((people.contribution[:, 0] > 0) == (people.orders[:, 0] > 0))
    dearer = people.contribution[:, 1] <= people.contribution[:, 0] - CONTACT_COST + 1e-9
    assert np.all(dearer[people.orders[:, 0] == people.orders[:, 1]])


@ALL_WORLDS
def test_the_value_of_a_policy_is_what_it_earns(world):
    people = draw_people(150_000, seed=3, world=world)
    policies = (nobody, everybody, best, best_by_cell, most_recent_first, most_lapsed_first)
    for policy in policies:
        contact = policy(people)
        earned = people.contribution[np.arange(len(contact)), contact.astype(int)]
        assert abs(earned.mean() - value(people, contact)) < 4 * earned.std() / np.sqrt(len(earned))


@ALL_WORLDS
@pytest.mark.parametrize("signal", SIGNALS)
def test_no_policy_is_worth_more_than_the_best(world, signal):
    draw = np.random.default_rng(5)
    for seed in range(5):
        people = draw_people(5_000, seed, world, signal)
        top = value(people, best(people))
        weights = draw.normal(size=(30, people.features.shape[1]))
        for weight in weights:
            score = (people.features - people.features.mean(axis=0)) / people.features.std(axis=0) @ weight
            assert value(people, score > 0) <= top
        for policy in (nobody, everybody, best_by_cell, most_lapsed_first):
            assert share_closed(people, policy(people)) <= 1
        assert share_closed(people, best(people)) == pytest.approx(1)
        assert 0 < share_closed(people, best_by_cell(people)) < 1


@ALL_WORLDS
def test_effects_change_sign_and_depend_on_every_true_feature_and_on_no_other(world):
    people = draw_people(40_000, seed=6, world=world)
    assert 0.3 < np.mean(people.gain > 0) < 0.8
    recency, orders, spent, channel = people.features[:, :4].T
    average = spent / orders
    for column in (recency, orders, average, channel):
        part = np.searchsorted(np.quantile(column, [0.2, 0.4, 0.6, 0.8]), column)
        means = [people.gain[part == number].mean() for number in np.unique(part)]
        assert max(means) - min(means) > 1.5
    for column in people.features[:, 4:].T:
        assert abs(np.corrcoef(column, people.gain)[0, 1]) < 0.02


def test_outcomes_are_heavy_tailed():
    contribution = draw_people(50_000, seed=7).contribution[:, 0]
    standard = (contribution - contribution.mean()) / contribution.std()
    assert np.mean(standard**4) > 15
    top = np.sort(contribution)[-2_500:].sum() / contribution.sum()
    assert top > 0.25


def test_a_pilot_is_randomised_and_shows_one_outcome():
    pilot = run_pilot(8, 10_000)
    assert pilot.contacted.sum() == 5_000
    for column in pilot.features.T:
        apart = column[pilot.contacted].mean() - column[~pilot.contacted].mean()
        assert abs(apart) < 4 * column.std() / np.sqrt(2_500)
    people = draw_people(10_000, 8)
    assert np.array_equal(
        pilot.contribution,
        np.where(pilot.contacted, people.contribution[:, 1], people.contribution[:, 0]),
    )
    assert value(people, everybody(people)) - value(people, nobody(people)) == pytest.approx(
        people.gain.mean()
    )
    assert people.base == pytest.approx(MARGIN * people.order_value * people.base_orders)


@pytest.mark.parametrize("rival", RIVALS)
def test_rivals_learn_and_are_repeatable(rival):
    pilot, fresh = run_pilot(9), draw_people(20_000, seed=1_009)
    contact = RIVALS[rival](pilot)(fresh.features)
    assert contact.dtype == bool
    assert 0.5 < share_closed(fresh, contact) < 0.95
    small = run_pilot(9, 1_000)
    again = RIVALS[rival](small)(fresh.features[:500])
    assert np.array_equal(again, RIVALS[rival](small)(fresh.features[:500]))
