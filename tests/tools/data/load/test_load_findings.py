"""What is worth mentioning, each figure recomputed."""

import pytest

from customer_segmentation.kit.reply import Severity

HEADER = "customer_id,order_id,date,amount"


def orders(*rows):
    return (
        "\n".join([HEADER, *(f"{who},{n},{day},{amount}" for n, (who, day, amount) in enumerate(rows))])
        + "\n"
    )


def day(n):
    from datetime import date, timedelta

    return date(2022, 1, 1) + timedelta(days=n)


def test_few_customers_and_few_days_are_said(load):
    loaded = load(orders(("A", day(0), 5), ("B", day(100), 6)))
    assert loaded.finding("data_few_customers").severity is Severity.WARNING
    assert loaded.finding("data_short_history").severity is Severity.WARNING
    long = load(orders(*((f"c{n % 500}", day(n), 5) for n in range(600))))
    assert {"data_few_customers", "data_short_history"}.isdisjoint(long.codes)


def test_large_accounts_are_found_and_counted(load):
    many = [(f"c{n}", day(n % 300), 10) for n in range(200)]
    loaded = load(orders(*many, ("w1", day(3), 400), ("w2", day(4), 300)))
    assert loaded.fact("large_accounts.customers") == 2
    assert loaded.fact("large_accounts.revenue") == 700
    assert loaded.fact("large_accounts.revenue_share") == pytest.approx(700 / 2700)
    assert "data_large_accounts" in loaded.codes
    assert "data_large_accounts" not in load(orders(*many)).codes


def test_equal_payments_at_equal_distances_are_subscriptions(load):
    regular = [(f"s{n}", day(n + 30 * month), 9) for n in range(4) for month in range(6)]
    irregular = [(f"c{n}", day(n + 13 * time * time), 9 + time) for n in range(6) for time in range(5)]
    loaded = load(orders(*regular, *irregular))
    assert loaded.fact("subscribers.customers") == 4
    assert loaded.fact("regular_buyers.customers") == 10
    assert "data_subscriptions" in loaded.codes
    assert (
        "data_subscriptions" not in load(orders(*irregular, *((f"x{n}", day(n), 5) for n in range(3)))).codes
    )


def test_a_flood_of_first_orders_means_the_file_starts_late(load):
    old = [(f"o{n}", day(n % 30), 5) for n in range(90)]
    new = [(f"n{n}", day(30 + n), 5) for n in range(300)]
    loaded = load(orders(*old, *new))
    assert loaded.facts["newcomers_first_30_days"] == 90
    assert loaded.facts["newcomers_usual_30_days"] == 30
    assert "data_window_starts_late" in loaded.codes
    assert "data_window_starts_late" not in load(orders(*new)).codes


def test_several_shops_are_said(load):
    text = "customer_id,order_id,date,amount,store\nA,1,2024-01-01,5,North\nB,2,2024-01-02,6,South\nA,3,2024-01-02,6,South\n"
    loaded = load(text)
    assert loaded.facts["shops"] == 2
    assert loaded.said("data_several_shops") == {"header": "store"}


def test_lines_without_an_id_may_have_an_address(load):
    text = "customer_id,email,order_id,date,amount\nA,a@example.com,1,2024-01-01,5\n,b@example.com,2,2024-01-02,6\nC,c@example.com,3,2024-01-02,6\n"
    loaded = load(text)
    assert loaded.said("data_email_instead") == {"header": "email"}
    assert load(text, customer_id="email").facts["customers"] == 3


def test_time_zones_are_said(load):
    one = load(orders(("A", "2024-07-01 10:00:00 +0200", 5), ("B", "2024-01-01 23:30:00 +0100", 6)))
    assert "data_zone_wall" in one.codes
    assert str(one.facts["first_on"]) == "2024-01-01"
    several = load(orders(("A", "2024-07-01 10:00:00 +0200", 5), ("B", "2024-01-01 23:30:00 -0500", 6)))
    assert "data_zone_utc" in several.codes
    assert str(several.facts["first_on"]) == "2024-01-02"


def test_many_lines_without_a_customer_are_a_warning(load):
    loaded = load(orders(("A", day(0), 5), ("", day(1), 50), ("B", day(2), 6)))
    assert loaded.finding("data_many_without_customer").severity is Severity.WARNING


def test_rare_categories_are_named(load):
    rows = "\n".join(f"{n},{('Single', 'Married')[n % 2]}" for n in range(600))
    loaded = load(f"id,Marital_Status\n{rows}\n600,YOLO\n")
    assert loaded.said("data_rare_values") == {"header": "Marital_Status", "values": "YOLO"}
    assert loaded.fact("trait_1.rare_values") == 1
