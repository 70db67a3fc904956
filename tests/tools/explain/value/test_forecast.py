import numpy as np
import pytest
from simulated_buyers import lives

from customer_segmentation.explain.value.bg_nbd import Model
from customer_segmentation.explain.value.fit import fitted
from customer_segmentation.explain.value.forecast import forecast
from customer_segmentation.explain.value.gamma_gamma import expected_spend, fit_spend
from customer_segmentation.explain.value.histories import Histories
from customer_segmentation.explain.value.purchases import purchases

DAYS, FUTURE = 500, 180


def histories(found, days, seed=1, kept=1.0):
    """Histories of lives of ``days`` days, with simulated money."""
    draw = np.random.default_rng(seed)
    bought = [[day for day in life if day < days] for life in found]
    repeats = np.array([len(life) - 1 for life in bought])
    rate = draw.gamma(4.0, 1 / 30.0, len(found))
    return Histories(
        repeats=repeats,
        active_days=np.array([life[-1] - life[0] for life in bought]),
        known_days=np.array([days - 1 - life[0] for life in bought]),
        spent=np.where(repeats > 0, draw.gamma(4.0 * np.maximum(repeats, 1), 1 / rate), 0.0),
        occasions=repeats,
        kept=kept,
        unknown=0,
        query="btyd_customers",
        first_on=None,
        last_day=None,
    )


@pytest.fixture(scope="module")
def made():
    known = histories(lives(1, 800, r=0.9, alpha=6, a=0.8, b=2.5, days=DAYS), DAYS)
    fit = fitted(known.groups, Model.MBG_NBD)
    spend = fit_spend(known.spent, known.occasions)
    return known, fit, spend, forecast(known, fit, spend, FUTURE)


def test_customers_are_found_in_their_groups(made):
    known, fit, _, expected = made
    alone = known.groups._replace(
        repeats=known.repeats, last=known.active_days / 7, known=known.known_days / 7
    )
    each = purchases(fit.parameters, alone, FUTURE / 7)
    assert expected.purchases.each == pytest.approx(each.mean)
    assert expected.active.each == pytest.approx(each.active)


def test_value_is_purchases_times_spend_less_returns(made):
    known, fit, spend, expected = made
    each = expected_spend(spend, spend.law, known.spent, known.occasions)
    assert expected.value.each == pytest.approx(expected.purchases.each * each.mean)
    less = forecast(
        histories(lives(1, 800, r=0.9, alpha=6, a=0.8, b=2.5, days=DAYS), DAYS, kept=0.9), fit, spend, FUTURE
    )
    assert less.value.each == pytest.approx(0.9 * expected.value.each)


def test_parts_add_up_to_the_whole(made):
    known, _, _, expected = made
    codes = np.arange(known.size) % 3
    parts = expected.totals(codes, 3)
    [whole] = expected.totals(codes * 0, 1)
    assert sum(part.customers for part in parts) == whole.customers == known.size
    for figure in ("active", "purchases", "value"):
        added = sum(getattr(part, figure).value for part in parts)
        assert added == pytest.approx(getattr(whole, figure).value)
    for part in (*parts, whole):
        for low, value, high in ((e.low, e.value, e.high) for e in (part.active, part.purchases, part.value)):
            assert 0 <= low <= high
            assert low < value
            assert value <= high
        assert part.active.high <= part.customers


def test_nobody_and_those_left_out(made):
    known, _, _, expected = made
    nobody, one = expected.totals(np.where(np.arange(known.size) == 7, 1, -1), 2)
    assert (nobody.customers, nobody.purchases.value, nobody.value.value) == (0, 0, 0)
    assert one.customers == 1
    assert one.purchases.value == pytest.approx(expected.purchases.each[7])


def test_the_interval_widens_by_what_the_parameters_leave_open(made):
    """The delta method against draws of the parameters."""
    known, fit, _, expected = made
    draws = np.random.default_rng(2).multivariate_normal(np.log(fit.parameters.free), fit.covariance, 300)
    sums = [
        (
            purchases(type(fit.parameters)(Model.MBG_NBD, *np.exp(d)), known.groups, FUTURE / 7).mean
            * known.groups.customers
        ).sum()
        for d in draws
    ]
    slopes = expected.purchases.slopes.sum(axis=1)
    assert np.sqrt(slopes @ expected.covariance @ slopes) == pytest.approx(np.std(sums), rel=0.15)


@pytest.mark.slow
def test_nineteen_of_twenty_intervals_hold_what_comes():
    """In a world as the model describes it; 120 worlds, so the share may stray a little."""
    inside = {"purchases": 0, "value": 0, "active": 0}
    worlds = 120
    for seed in range(worlds):
        draw = np.random.default_rng(900 + seed)
        customers, known_days = 700, 400
        rate = draw.gamma(0.9, 1 / 6.0, customers) / 7
        leaves = draw.beta(0.8, 2.5, customers)
        per_money = draw.gamma(4.0, 1 / 30.0, customers)
        histories_of, after, active, worth = [], np.zeros(customers), np.zeros(customers), np.zeros(customers)
        spent = np.zeros(customers)
        for n in range(customers):
            start = place = draw.uniform(0, known_days / 3)
            x, last, stays = 0, 0.0, draw.random() >= leaves[n]
            stays_at_end = stays
            while stays:
                place += draw.exponential(1 / rate[n])
                if place >= known_days:
                    stays_at_end = True
                if place >= known_days + FUTURE:
                    break
                money = draw.gamma(4.0, 1 / per_money[n])
                if place < known_days:
                    x, last, spent[n] = x + 1, place - start, spent[n] + money
                else:
                    after[n], worth[n] = after[n] + 1, worth[n] + money
                stays = draw.random() >= leaves[n]
                if place < known_days:
                    stays_at_end = stays
            active[n] = stays_at_end
            histories_of.append((x, round(last), round(known_days - start)))
        x, last, known = (np.array(column) for column in zip(*histories_of, strict=True))
        lived = Histories(x, last, known, spent, x, 1.0, 0, "", None, None)
        fit = fitted(lived.groups, Model.MBG_NBD)
        total = forecast(lived, fit, fit_spend(spent, x), FUTURE).totals(np.zeros(customers, dtype=int), 1)[0]
        for name, came in (("purchases", after.sum()), ("value", worth.sum()), ("active", active.sum())):
            interval = getattr(total, name)
            inside[name] += interval.low <= came <= interval.high
    assert all(held / worlds >= 0.88 for held in inside.values()), inside
