"""Lines that a flag, a day of cancellation or the kind of event takes out of the purchases."""


def test_a_flag_says_that_the_money_came_back(load, lines):
    header = "用户名,订单号,下单时间,支付金额,是否退款"
    loaded = load(lines(header, "甲,1,2024-01-01,5,否", "乙,2,2024-01-02,6,是", "乙,3,2024-01-03,7,否"))
    assert loaded.aside == {"cancelled": 1}
    assert loaded.facts["revenue"] == 12


def test_a_day_of_cancellation_cancels(load, lines):
    header = "customer_id,order_id,order date,amount,Cancelled at"
    loaded = load(lines(header, "A,1,2024-01-01,5,", "B,2,2024-01-02,6,2024-01-03", "B,3,2024-01-03,7,"))
    assert loaded.aside == {"cancelled": 1}
    assert loaded.facts["revenue"] == 12


def test_views_and_baskets_are_no_purchases(load, lines):
    header = "event_time,event_type,product_id,price,user_id"
    loaded = load(
        lines(
            header,
            "2024-01-01 10:00:00,view,1,5,A",
            "2024-01-01 10:01:00,cart,1,5,A",
            "2024-01-01 10:02:00,purchase,1,5,A",
            "2024-01-02 10:00:00,view,2,7,B",
            "2024-01-02 10:03:00,purchase,2,7,B",
            "2024-01-03 10:00:00,remove_from_cart,2,7,B",
        )
    )
    assert loaded.aside == {"browsing": 4}
    assert (loaded.facts["revenue"], loaded.facts["orders"]) == (12, 2)
