from decimal import Decimal
from statistics import mean, stdev

import pytest

from customer_segmentation.advise.at_stake import money_at_stake
from customer_segmentation.explain.time_split import LARGEST, Outcome


def outcome(before, after):
    """The outcome of customers who spent so much before and after."""
    pairs = list(zip(map(Decimal, before), map(Decimal, after), strict=True))
    return Outcome(
        customers=len(pairs),
        came_back=sum(a > 0 for _, a in pairs),
        orders_after=sum(a > 0 for _, a in pairs),
        spent_before=sum(b for b, _ in pairs),
        spent_after=sum(a for _, a in pairs),
        before_squared=sum(b * b for b, _ in pairs),
        before_after=sum(b * a for b, a in pairs),
        after_squared=sum(a * a for _, a in pairs),
        largest_before=sum(sorted((b for b, _ in pairs), reverse=True)[:LARGEST]),
    )


BEFORE = [20 + n % 7 for n in range(50)]
AFTER = [n % 11 for n in range(50)]


def test_the_change_per_customer_times_the_customers_of_today():
    stake = money_at_stake(outcome(BEFORE, AFTER), Decimal(1), 80)
    changes = [b - a for b, a in zip(BEFORE, AFTER, strict=True)]
    assert float(stake.amount) == pytest.approx(80 * mean(changes))
    half = 1.959963984540054 * stdev(changes) / 50**0.5
    assert float(stake.low) == pytest.approx(80 * (mean(changes) - half))
    assert float(stake.high) == pytest.approx(80 * (mean(changes) + half))
    assert (stake.before, stake.after) == (sum(BEFORE), sum(AFTER))


def test_a_longer_time_before_is_brought_to_the_length_of_what_follows():
    scaled = money_at_stake(outcome([2 * b for b in BEFORE], AFTER), Decimal("0.5"), 50)
    assert scaled == money_at_stake(outcome(BEFORE, AFTER), Decimal(1), 50)


def test_growth_is_no_loss():
    stake = money_at_stake(outcome(AFTER, BEFORE), Decimal(1), 50)
    assert (stake.amount, stake.high < 0) == (0, True)


@pytest.mark.parametrize(("then", "today"), [(29, 500), (500, 29)])
def test_below_thirty_customers_nothing_is_said(then, today):
    assert money_at_stake(outcome([10] * then, [1] * then), Decimal(1), today) is None
    assert money_at_stake(outcome([10] * 30, [1] * 30), Decimal(1), 30) is not None


def test_money_counts_in_its_own_scale():
    small = money_at_stake(outcome(BEFORE, AFTER), Decimal(1), 50)
    large = money_at_stake(outcome([100 * b for b in BEFORE], [100 * a for a in AFTER]), Decimal(1), 50)
    assert (large.amount, large.before) == (100 * small.amount, 100 * small.before)


def test_a_few_accounts_that_carry_a_segment_are_seen():
    whale = [5000, *[10] * 49]
    assert money_at_stake(outcome(whale, AFTER), Decimal(1), 50).few_accounts
    assert not money_at_stake(outcome(BEFORE, AFTER), Decimal(1), 50).few_accounts
    assert not money_at_stake(outcome([0] * 50, AFTER), Decimal(1), 50).few_accounts
