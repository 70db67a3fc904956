from datetime import timedelta

import pytest
from simulated_buyers import FIRST
from value_shop import ROWS, codes, predicted

from answers import values
from customer_segmentation.kit.errors import InputError, MethodError
from rows_shop import aggregated, line, shop


def regular(number, amount=20):
    days = [timedelta(days=30 * k + number % 3) for k in range(8)]
    return [line(f"s{number}", f"s{number}-{day.days}", FIRST + day, amount) for day in days]


def test_a_shop_of_subscriptions_is_refused(workspace):
    shop(workspace, [row for number in range(60) for row in regular(number)])
    with pytest.raises(MethodError, match="subscription"):
        predicted(workspace)


def test_some_subscriptions_are_named(workspace):
    shop(workspace, [*ROWS, *(row for number in range(50) for row in regular(number))])
    result = predicted(workspace)
    assert "predict_value_some_regular" in codes(result)
    assert 0.1 < values(result)["regular_share"] < 0.5


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([line(f"c{n}", f"o{n}", FIRST + timedelta(days=n), 5) for n in range(100)], "0 bought on more than"),
        (
            [
                line(f"c{n}", f"o{n}-{k}", FIRST + timedelta(days=k * 9), 5)
                for n in range(50)
                for k in range(4)
            ],
            "27 days",
        ),
        ([line("c", f"o{k}", FIRST + timedelta(days=20 * k), 5) for k in range(9)], "1 bought on more than"),
    ],
)
def test_data_that_tell_no_rhythm_are_refused(workspace, rows, said):
    shop(workspace, rows)
    with pytest.raises(MethodError, match=said):
        predicted(workspace)


def test_traits_alone_are_refused(workspace):
    aggregated(workspace, None, traits=[{"customer_id": "a"}])
    with pytest.raises(MethodError, match="no purchases"):
        predicted(workspace)


def test_a_wrong_day_is_named(workspace):
    shop(workspace, ROWS)
    with pytest.raises(InputError, match="as_of"):
        predicted(workspace, as_of="yesterday")
