import pytest

from customer_segmentation.data.understand.lexicon import lexicon, plain
from customer_segmentation.data.understand.role_candidates import ROLES, SUMMARY_ROLES


def surest(header):
    strengths = {r: s for r, s in lexicon().strengths(header).items() if r in {*ROLES, *SUMMARY_ROLES}}
    return max(strengths, key=lambda role: strengths[role]) if strengths else ""


@pytest.mark.parametrize(
    "header", ["Order No.", "order_no", "OrderNo", "ORDER NO", "order-no", " order  no "]
)
def test_spelling_does_not_matter(header):
    assert lexicon().strengths(header)["order_id"] == 1.0


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("client_no", "customer_id"),
        ("CustomerID", "customer_id"),
        ("Kundennummer", "customer_id"),
        ("会员编号", "customer_id"),
        ("household_key", "customer_id"),
        ("Order #", "order_id"),
        ("InvoiceNo", "order_id"),
        ("订单编号", "order_id"),
        ("basket_id", "order_id"),
        ("Lineitem quantity", "quantity"),
        ("qty", "quantity"),
        ("number_of_cds", "quantity"),
        ("Stückzahl", "quantity"),
        ("Lineitem price", "price"),
        ("单价", "price"),
        ("created_at", "date"),
        ("下单时间", "date"),
        ("Bestelldatum", "date"),
        ("实付金额", "amount"),
        ("Umsatz in EUR", "amount"),
        ("line_total", "amount"),
        ("StockCode", "product"),
        ("sales-channel", "channel"),
        ("Währung", "currency"),
        ("Financial Status", "status"),
        ("Refunded Amount", "refund"),
        ("last_order_date", "last_date"),
        ("购买次数", "orders_count"),
    ],
)
def test_what_headers_mean(header, role):
    assert surest(header) == role


def test_an_order_date_beats_every_other_date():
    order, *others = (
        lexicon().strengths(header)["date"]
        for header in ("Order Date", "Invoice Date", "Created at", "Paid at", "Ship Date", "Updated at")
    )
    assert all(order > other for other in others)


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("Umsatz (EUR)", "EUR"),
        ("amount_usd", "USD"),
        ("dollar_value", "USD"),
        ("金额（元）", "CNY"),
        ("amount £", "GBP"),
        ("amount", ""),
    ],
)
def test_a_header_may_name_its_currency(header, currency):
    assert lexicon().currency(header) == currency


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("E-Mail", "email"),
        ("first_name", "name"),
        ("Billing Phone", "phone"),
        ("收货地址", "address"),
        ("Customer Note", "text"),
        ("country", ""),
    ],
)
def test_personal_columns_are_known_by_their_header(header, kind):
    assert lexicon().personal(header) == kind


def test_every_export_names_known_roles():
    for _, roles in lexicon().exports.values():
        assert set(roles) <= set(ROLES)


def test_plain_names_keep_every_script():
    assert plain("Prénom (client)") == "prenomclient"
    assert plain("订单 编号") == "订单编号"
    assert plain("ＡＢＣ") == "abc"
