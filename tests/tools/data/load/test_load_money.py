"""Where amounts and their currency come from."""

from decimal import Decimal

import pytest

from customer_segmentation.kit.errors import InputError, NeedsAnswer


def test_amount_is_given_or_price_times_quantity(load, lines):
    rows = ["A,1,2024-01-01,2,10,{}", "A,2,2024-01-02,3,5,{}", "B,3,2024-01-03,1,7,{}"]
    header = "customer_id,order_id,date,quantity,price,amount"
    agreeing = load(lines(header, *(row.format(a) for row, a in zip(rows, (20, 15, 7), strict=True))))
    assert (agreeing.detail["amount_by"], agreeing.facts["revenue"]) == ("amount", 42)
    discounted = load(lines(header, *(row.format(a) for row, a in zip(rows, (18, 14, 7), strict=True))))
    assert (discounted.detail["amount_by"], discounted.facts["revenue"]) == ("amount", 39)
    assert discounted.finding("data_amount_differs").values == {
        "header": "amount",
        "price": "price",
        "quantity": "quantity",
    }
    again = load(lines(header, *(row.format(a) for row, a in zip(rows, (10, 5, 7), strict=True))))
    assert (again.detail["amount_by"], again.facts["revenue"]) == ("price_quantity", 42)
    alone = load(lines("customer_id,order_id,date,price", "A,1,2024-01-01,5", "B,2,2024-01-02,6"))
    assert (alone.detail["amount_by"], alone.facts["revenue"]) == ("price", 11)


def test_an_order_total_on_every_line_is_counted_once(load, lines):
    rows = [
        f"C{n % 7},{n},2024-01-{1 + n % 28:02d},{product},{100 + n}"
        for n in range(30)
        for product in ("a", "b")
    ]
    loaded = load(lines("customer_id,order_id,date,product,amount", *rows))
    assert loaded.facts["revenue"] == sum(100 + n for n in range(30))
    assert "data_order_total" in loaded.codes
    told = load(lines("customer_id,order_id,date,product,amount", *rows), amount_per="line")
    assert told.facts["revenue"] == 2 * sum(100 + n for n in range(30))


def test_currencies_are_never_added_up(load, lines):
    text = lines(
        "customer_id,order_id,date,amount,currency",
        "A,1,2024-01-01,5,EUR",
        "B,2,2024-01-02,6,usd",
        "A,3,2024-01-03,7,EUR",
        "C,4,2024-01-03,7,EUR",
    )
    with pytest.raises(NeedsAnswer) as question:
        load(text)
    assert question.value.options == [("EUR", {"currency": "EUR"}), ("USD", {"currency": "USD"})]
    chosen = load(text, currency="EUR")
    assert chosen.aside == {"other_currency": 1}
    assert (chosen.result.reply.currency, chosen.facts["revenue"]) == ("EUR", 19)
    with pytest.raises(InputError) as error:
        load(text, currency="GBP")
    assert error.value.code == "data_currency_absent"


@pytest.mark.parametrize(
    ("header", "cell", "fields", "expected"),
    [
        ("amount", "€5", {}, "EUR"), ("amount", "5 USD", {}, "USD"), ("amount (GBP)", "5", {}, "GBP"),
        ("amount", "￥5", {}, "JPY"), ("amount", "5", {"currency": "CHF"}, "CHF"), ("amount", "5", {}, "XXX"),
    ],
)  # fmt: skip
def test_where_the_currency_comes_from(load, lines, header, cell, fields, expected):
    text = lines(f"customer_id,order_id,date,{header}", f"A,1,2024-01-01,{cell}", f"B,2,2024-01-02,{cell}")
    loaded = load(text, **fields)
    assert loaded.result.reply.currency == loaded.dataset.currency == expected


def test_the_profile_names_the_currency_of_a_file_that_does_not(load, lines, workspace):
    workspace.profile.told("currency", "sek").write(workspace.root)
    assert (
        load(
            lines("customer_id,order_id,date,amount", "A,1,2024-01-01,5", "B,2,2024-01-02,6")
        ).dataset.currency
        == "SEK"
    )


def test_money_is_exact(load, lines):
    rows = [f"A,{n},2024-01-01,3,0.1" for n in range(1000)] + ["B,x,2024-01-01,1,99999999999.99"]
    loaded = load(lines("customer_id,order_id,date,quantity,price", *rows))
    assert loaded.facts["revenue"] == Decimal("300.00") + Decimal("99999999999.99")


def test_a_currency_without_a_code_is_kept_apart_all_the_same(load, lines):
    header = "customer_id,order_id,date,amount,currency"
    one = load(lines(header, "A,1,2024-01-01,5,Florin", "B,2,2024-01-02,6,Florin"))
    assert (one.dataset.currency, one.facts["revenue"]) == ("XXX", 11)
    text = lines(header, "A,1,2024-01-01,5,Florin", "B,2,2024-01-02,6,Florin", "B,3,2024-01-02,6,euro")
    with pytest.raises(NeedsAnswer):
        load(text)
    assert load(text, currency="florin").facts["revenue"] == 11
    with pytest.raises(InputError) as error:
        load(
            lines("customer_id,order_id,date,amount", "A,1,2024-01-01,5", "B,2,2024-01-02,6"),
            currency="florin",
        )
    assert error.value.code == "data_currency_wrong"
