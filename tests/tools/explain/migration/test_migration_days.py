from datetime import timedelta
from decimal import Decimal

import pytest
from migration_answers import day, migrated, rfm

from answers import values
from customer_segmentation.kit.errors import InputError, MethodError
from rows_shop import aggregated, line, shop
from shop_on_disk import load_shop
from small_shop import LAST, small_shop


@pytest.fixture
def segmented(workspace):
    return rfm(workspace, load_shop(workspace, small_shop()).id)


def test_without_a_day_the_last_three_months_are_looked_at(workspace, segmented):
    everybody = values(migrated(workspace, segmented), "all")
    assert everybody["to_on"] == LAST + timedelta(days=1)
    assert everybody["days_between"] == 90


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"from_": "June"}, "scope_date_wrong"),
        ({"from_": "2024-12-01", "to": "2024-11-01"}, "migration_days_crossed"),
        ({"from_": "2024-12-01", "to": "2024-12-01"}, "migration_days_crossed"),
        ({"from_": "2001-01-01"}, "migration_before_data"),
        ({"to": "2031-01-01"}, "migration_after_data"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_in_words(workspace, segmented, asked, code):
    with pytest.raises(InputError) as refused:
        migrated(workspace, segmented, **asked)
    assert refused.value.code == code
    assert all(refused.value.said(language) for language in ("en", "zh"))


def test_one_day_of_data_holds_no_two_days(workspace):
    data = shop(workspace, [line(f"c{n}", f"o{n}", "2024-01-05", 5) for n in range(3)])
    with pytest.raises(MethodError) as refused:
        migrated(workspace, rfm(workspace, data))
    assert refused.value.code == "migration_history_short"


def test_without_single_orders_nothing_is_known_of_an_earlier_day(workspace):
    people = [
        {
            "customer_id": f"c{n}",
            "first_on": None,
            "last_on": day("2024-05-01"),
            "orders": n,
            "revenue": Decimal(n),
        }
        for n in range(1, 9)
    ]
    data = aggregated(workspace, people)
    with pytest.raises(MethodError) as refused:
        migrated(workspace, rfm(workspace, data))
    assert refused.value.code == "migration_no_orders"
