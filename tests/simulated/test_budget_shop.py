import numpy as np
import pytest

from simulated.budget_shop import draw_shop, expected_tilt
from simulated.past_test import CONTROL, past_test
from simulated.reference_plans import REFERENCE_PLANS, known_cost
from simulated.shop_prior import NOISES, SIGNALS

BOTH = pytest.mark.parametrize("signal", SIGNALS)


def same(one, other):
    return all(np.array_equal(value, getattr(other, name)) for name, value in vars(one).items())


def lay_out(shop, counts, draw):
    """Give whole counts to members drawn at random, shape (customers, actions)."""
    shares = np.zeros((len(shop.known.segment), counts.shape[1]))
    for s, taken in enumerate(counts.astype(int)):
        members = draw.permutation(np.flatnonzero(shop.known.segment == s))
        for action, many in enumerate(taken):
            shares[members[taken[:action].sum() :][:many], action] = 1
    return shares


@BOTH
def test_the_same_seed_gives_the_same_shop_and_test(signal):
    one, other = draw_shop(3, signal), draw_shop(3, signal)
    assert same(one.known, other.known)
    assert same(one.truth, other.truth)
    assert same(past_test(one, 500, seed=2), past_test(other, 500, seed=2))
    assert not same(past_test(one, 500, seed=2), past_test(one, 500, seed=3))
    assert not np.array_equal(one.truth.base_rate, draw_shop(4, signal).truth.base_rate[:1])


def test_noise_changes_what_is_seen_and_not_what_is_true():
    low, high = draw_shop(5, noise="low"), draw_shop(5, noise="high")
    for name in ("sizes", "base_rate", "order_value", "effect", "effect_slope", "position"):
        assert np.array_equal(getattr(low.truth, name), getattr(high.truth, name))
    assert not np.array_equal(low.known.engagement, high.known.engagement)


@BOTH
def test_every_chance_is_a_probability_and_every_customer_has_a_place(signal):
    kept = set()
    for seed in range(30):
        shop = draw_shop(seed, signal, customers=5_000)
        kept.add(len(shop.known.sizes))
        assert shop.known.sizes.sum() == len(shop.known.segment) == 5_000
        for action in (None, *range(len(shop.known.actions))):
            chance = shop.truth.chance(action)
            assert 0 < chance.min() <= chance.max() < 1
        for s, size in enumerate(shop.known.sizes):
            places = np.sort(shop.truth.position[shop.known.segment == s])
            assert places == pytest.approx((np.arange(size) + 0.5) / size)
        assert np.all(shop.truth.effect_slope >= 0)
        assert np.all(shop.truth.effect_slope[shop.truth.effect == 0] == 0)
    assert kept == set(range(6, 13))


def test_effects_follow_the_declared_prior():
    for prior in SIGNALS.values():
        name = next(key for key, value in SIGNALS.items() if value is prior)
        shops = [draw_shop(seed, name, customers=2_000) for seed in range(300)]
        effect = np.concatenate([shop.truth.effect for shop in shops])
        scale = np.concatenate([np.sqrt(s.truth.base_rate * (1 - s.truth.base_rate)) for s in shops])
        assert np.mean(effect == 0) == pytest.approx(prior.none_share, abs=0.02)
        assert np.mean(effect < 0) > 0.02
        offer = shops[0].known.actions[1]
        theta = (effect / scale[:, None])[:, 1]
        centre = np.median(theta[theta != 0])
        assert centre == pytest.approx(prior.scale * offer.theta, abs=0.15 * prior.own_sd + 0.01)


def test_strong_effects_are_stronger():
    spread = {
        name: np.std(np.concatenate([draw_shop(s, name, customers=2_000).truth.effect for s in range(50)]))
        for name in SIGNALS
    }
    assert spread["strong"] > 3 * spread["weak"]


@pytest.mark.parametrize("noise", NOISES)
def test_history_agrees_with_the_truth(noise):
    shop = draw_shop(8, noise=noise, customers=60_000)
    known, truth = shop.known, shop.truth
    error = np.sqrt(truth.base_rate * (1 - truth.base_rate) / known.sizes / known.windows)
    assert np.all(np.abs(known.base_rate - truth.base_rate) < 4.5 * error)
    orders = np.bincount(known.segment, known.past_orders)
    relative = np.sqrt(np.expm1(NOISES[noise].order_log_sd ** 2) / orders)
    assert np.all(np.abs(known.order_value / truth.order_value - 1) < 5 * relative + 0.01)


@pytest.mark.parametrize("noise", NOISES)
def test_engagement_says_of_the_hidden_score_what_is_declared(noise):
    shop = draw_shop(9, noise=noise, customers=60_000)
    tilt, expected = shop.truth.tilt, shop.truth.expected_tilt
    for low, high in ((-4, -1), (-1, 0), (0, 1), (1, 4)):
        part = (shop.known.engagement > low) & (shop.known.engagement <= high)
        assert tilt[part].mean() == pytest.approx(expected[part].mean(), abs=0.02)
    assert expected_tilt(np.array([0.0]), NOISES[noise].fidelity) == pytest.approx(0)


@BOTH
def test_a_test_is_randomised_and_its_rates_are_the_true_ones(signal):
    shop = draw_shop(11, signal, customers=120_000)
    test = past_test(shop, customers=120_000)
    truth = shop.truth
    assert len(np.unique(test.customer)) == 120_000
    assert np.mean(test.arm == CONTROL) == pytest.approx(1 / 3, abs=1e-4)
    outside = 0
    for s in range(len(truth.sizes)):
        for arm in (CONTROL, *range(len(shop.known.actions))):
            cell = (test.segment == s) & (test.arm == arm)
            chance = truth.base_rate[s] + (truth.effect[s, arm] if arm != CONTROL else 0)
            error = np.sqrt(chance * (1 - chance) / cell.sum())
            outside += abs(test.ordered[cell].mean() - chance) > 3 * error
    assert outside <= 1
    assert not np.any(test.redeemed & ~test.ordered)
    assert not np.any(test.redeemed & (test.arm == CONTROL))


@BOTH
def test_what_a_test_earned_is_what_the_gains_say(signal):
    """The closed form against Monte Carlo: mean contribution of an arm less that of the customers left alone."""
    shop = draw_shop(12, signal, noise="low", customers=200_000)
    test = past_test(shop, customers=200_000)
    alone = test.contribution[test.arm == CONTROL]
    weight = shop.known.sizes / shop.known.sizes.sum()
    for action in range(len(shop.known.actions)):
        treated = test.contribution[test.arm == action]
        error = np.sqrt(treated.var() / len(treated) + alone.var() / len(alone))
        assert abs(treated.mean() - alone.mean() - weight @ shop.truth.gain[:, action]) < 4 * error


@BOTH
def test_counts_are_worth_the_mean_over_random_members_and_the_best_members_at_best(signal):
    shop = draw_shop(13, signal, customers=4_000)
    draw = np.random.default_rng(0)
    counts = np.floor(draw.dirichlet(np.ones(4), len(shop.known.sizes))[:, :3] * shop.known.sizes[:, None])
    members = [shop.truth.worth_of_customers(lay_out(shop, counts, draw)) for _ in range(200)]
    values = np.array([worth.contribution for worth in members])
    mean = shop.truth.worth(counts)
    assert abs(values.mean() - mean.contribution) < 4 * values.std() / np.sqrt(len(values))
    assert shop.truth.worth(counts, members="best").contribution > values.max()


@BOTH
def test_best_members_are_those_an_assignment_program_finds(signal):
    from scipy.optimize import linear_sum_assignment

    shop = draw_shop(14, signal, customers=1_500)
    truth, draw = shop.truth, np.random.default_rng(1)
    s = int(np.argmin(truth.sizes))
    size = truth.sizes[s]
    counts = np.zeros((len(truth.sizes), 3))
    counts[s] = np.floor(draw.dirichlet(np.ones(4))[:3] * size)
    tilt = truth.tilt[truth.segment == s]
    places = np.repeat(np.arange(4), np.append(counts[s], size - counts[s].sum()).astype(int))
    gains = np.column_stack([truth.gain[s] + truth.gain_slope[s] * tilt[:, None], np.zeros(size)])
    rows, columns = linear_sum_assignment(gains[:, places], maximize=True)
    assert truth.worth(counts, members="best").contribution == pytest.approx(
        gains[:, places][rows, columns].sum(), rel=1e-9
    )


@BOTH
def test_the_response_of_best_members_is_concave(signal):
    shop = draw_shop(15, signal, customers=5_000)
    for s, size in enumerate(shop.known.sizes):
        for action in range(3):
            worth = []
            for share in np.linspace(0, 1, 11):
                counts = np.zeros((len(shop.known.sizes), 3))
                counts[s, action] = share * size
                worth.append(shop.truth.worth(counts, members="best").contribution)
            assert np.all(np.diff(worth, 2) <= 1e-9)


@BOTH
@pytest.mark.parametrize("seed", range(15))
def test_nothing_beats_the_oracle(signal, seed):
    shop = draw_shop(seed, signal, customers=4_000)
    truth = shop.truth
    draw = np.random.default_rng([seed, 99])
    oracle = truth.worth(truth.oracle_by_segment())
    score = truth.worth_of_customers(truth.oracle_by_score())
    engagement = truth.worth_of_customers(truth.executed(truth.oracle_by_engagement()))
    assert max(oracle.spend, score.spend) <= truth.budget * (1 + 1e-9)
    assert score.contribution >= max(oracle.contribution, engagement.contribution, 0) - 1e-6
    tried = [plan(shop.known) for plan in REFERENCE_PLANS.values()]
    tried += [
        draw.dirichlet(np.full(4, 0.3), len(truth.sizes))[:, :3] * truth.sizes[:, None] for _ in range(40)
    ]
    for number, plan in enumerate(tried):
        done = truth.worth(truth.executed(plan))
        assert done.spend <= truth.budget * (1 + 1e-9)
        assert done.contribution <= oracle.contribution + 1e-6
        if number >= 12:
            continue
        best = truth.worth(truth.executed(plan, "best"), "best")
        assert best.spend <= truth.budget * (1 + 1e-9)
        assert best.contribution <= score.contribution + 1e-6


@BOTH
def test_reference_plans_are_what_they_are_called(signal):
    known = draw_shop(16, signal).known
    plans = {name: plan(known) for name, plan in REFERENCE_PLANS.items()}
    assert plans["nobody"].sum() == 0
    shares = plans["everybody"][:, 1] / known.sizes
    assert shares == pytest.approx(shares[0])
    cost = known_cost(known, 1)
    for name in ("everybody", "proportional_to_revenue", "most_lapsed_first"):
        assert plans[name][:, 1] @ cost <= known.budget * (1 + 1e-9)
        assert np.all(plans[name].sum(axis=1) <= known.sizes + 1e-9)
    revenue = np.bincount(known.segment, known.past_revenue)
    partly = plans["proportional_to_revenue"][:, 1] < known.sizes - 1e-6
    money = (plans["proportional_to_revenue"][:, 1] * cost / revenue)[partly]
    assert money == pytest.approx(money[0])
    lapsed = plans["most_lapsed_first"][np.argsort(-known.recency_days), 1]
    full = lapsed >= known.sizes[np.argsort(-known.recency_days)] - 1e-9
    assert np.all(full[: np.count_nonzero(lapsed) - 1])


def test_plans_beyond_a_segment_are_refused():
    shop = draw_shop(17, customers=3_000)
    for wrong in (2.0, -1.0):
        counts = np.zeros((len(shop.known.sizes), 3))
        counts[0, 0] = wrong * shop.known.sizes[0]
        with pytest.raises(ValueError, match="contacts"):
            shop.truth.worth(counts)
    with pytest.raises(ValueError, match="customers or more"):
        draw_shop(1, customers=200)


@BOTH
def test_the_stated_prior_has_the_moments_of_the_drawn_effects(signal):
    shops = [draw_shop(seed, signal, customers=2_000) for seed in range(300)]
    stated = [shop.stated_prior() for shop in shops]
    z = np.concatenate([(s.truth.effect - p.mean) / p.sd for s, p in zip(shops, stated, strict=True)])
    assert np.abs(z.mean(axis=0)).max() < 0.15
    assert z.std() == pytest.approx(1, abs=0.15)
    twice = shops[0].stated_prior(optimism=2.0)
    assert np.allclose(twice.mean, 2 * stated[0].mean)
    assert np.array_equal(twice.sd, stated[0].sd)
    assert twice.shared_sd.shape == twice.segment_sd.shape == twice.mean.shape
