"""Small files in the shape of well-known exports: read without a question."""

from decimal import Decimal

import pytest

from customer_segmentation.data.dataset import Grain
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.prose import prose

SHOPIFY = """\
Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Billing Name,Shipping Country,Refunded Amount,Vendor,Id,Source
#1001,ann@example.com,paid,2024-03-05 10:20:30 +0100,fulfilled,yes,EUR,50.00,5.00,8.00,55.00,,0.00,2024-03-05 10:20:30 +0100,2,Mug,10.00,MUG,0,Ann A,DE,0.00,Acme,501,web
#1001,ann@example.com,,,,,,,,,,,,2024-03-05 10:20:30 +0100,1,Plate,30.00,PLA,0,,,,Acme,,
#1002,bob@example.com,refunded,2024-03-06 10:20:30 +0100,fulfilled,no,EUR,20.00,5.00,4.00,25.00,,0.00,2024-03-06 10:20:30 +0100,2,Mug,10.00,MUG,0,Bob B,FR,25.00,Acme,502,web
#1003,cat@example.com,voided,,unfulfilled,no,EUR,20.00,5.00,4.00,25.00,,0.00,2024-07-06 10:20:30 +0200,2,Mug,10.00,MUG,0,Cat C,FR,0.00,Acme,503,web
#1004,ann@example.com,partially_refunded,2024-08-06 10:20:30 +0200,fulfilled,no,EUR,40.00,5.00,4.00,45.00,,0.00,2024-08-06 10:20:30 +0200,1,Mug,10.00,MUG,0,Ann A,DE,10.00,Acme,504,web
#1004,ann@example.com,,,,,,,,,,,,2024-08-06 10:20:30 +0200,1,Plate,30.00,PLA,0,,,,Acme,,
"""


def test_shopify(load):
    loaded = load(SHOPIFY)
    assert loaded.detail["export"] == "shopify"
    roles = loaded.roles
    assert (roles["customer_id"], roles["order_id"], roles["date"]) == ("Email", "Name", "Created at")
    assert loaded.detail["amount_by"] == "price_quantity"
    assert loaded.aside == {"cancelled": 1}
    assert loaded.result.reply.currency == "EUR"
    assert loaded.facts["gross"] == 110
    assert loaded.facts["returns_value"] == 30  # 20 of the refund of 25 (the rest was shipping), and 10
    assert loaded.facts["wholly_returned_orders"] == 1
    assert (loaded.facts["customers"], loaded.facts["orders"]) == (1, 2)
    country = loaded.rows("transactions", "line, country")
    assert ({(1, "DE"), (2, "DE"), (5, "DE"), (6, "DE")}) <= set(country)
    assert "data_zone_wall" in loaded.codes
    personal = [c.header for c in loaded.dataset.columns if c.personal]
    assert personal == ["Billing Name"]


def test_a_known_export_names_itself(load):
    reply = load(SHOPIFY).result.reply
    said = {language: prose("load_data", reply, language) for language in ("en", "zh")}
    assert said["en"].startswith("I read orders.csv, a Shopify export, as order lines: customer = Email")
    assert said["zh"].startswith("已读取 orders.csv（Shopify 导出的订单明细）：客户=Email")


def test_stripe(load, lines):
    loaded = load(
        lines(
            "id,Created (UTC),Amount,Amount Refunded,Currency,Fee,Status,Customer ID,Customer Email",
            "ch_1,2024-03-05 10:20:30,12.50,0.00,eur,0.5,Paid,cus_A,a@example.com",
            "ch_2,2024-03-06 10:20:30,20.00,20.00,eur,0.5,Refunded,cus_B,b@example.com",
            "ch_3,2024-03-07 10:20:30,99.00,0.00,eur,0.5,Failed,cus_C,c@example.com",
            "ch_4,2024-03-08 10:20:30,30.00,10.00,eur,0.5,Paid,cus_A,a@example.com",
        )
    )
    assert loaded.dataset.grain is Grain.ORDERS
    assert loaded.aside == {"cancelled": 1}
    assert (loaded.facts["gross"], loaded.facts["revenue"]) == (Decimal("62.50"), Decimal("32.50"))
    assert (loaded.facts["customers"], loaded.facts["customers_without_valid_purchase"]) == (1, 1)
    assert loaded.dataset.currency == "EUR"


def test_woocommerce_counts_lines_not_the_order_total(load, lines):
    loaded = load(
        lines(
            "Order Number,Order Status,Order Date,First Name (Billing),Email (Billing),Order Total Amount,Item Name,Quantity,Item Cost",
            "7001,Completed,2024-03-05 10:20,Ann,ann@example.com,58,Mug,2,10",
            "7001,Completed,2024-03-05 10:20,Ann,ann@example.com,58,Plate,1,30",
            "7002,Cancelled,2024-03-06 10:20,Bob,bob@example.com,25,Mug,2,10",
            "7003,Completed,2024-03-07 10:20,Bob,bob@example.com,25,Mug,2,10",
        )
    )
    assert loaded.aside == {"cancelled": 1}
    assert (loaded.facts["orders"], loaded.facts["revenue"]) == (2, 70)


def test_amazon_prices_are_those_of_the_line(load, lines):
    loaded = load(
        lines(
            "amazon-order-id,purchase-date,order-status,sales-channel,product-name,sku,quantity,currency,item-price,buyer-email,ship-country",
            "111-1,2024-03-05T10:20:30+00:00,Shipped,Amazon.de,Mug,MUG,2,EUR,20.00,x1@marketplace.amazon.de,DE",
            "111-2,2024-03-06T10:20:30+00:00,Cancelled,Amazon.de,Mug,MUG,1,EUR,,x2@marketplace.amazon.de,DE",
            "111-3,2024-03-07T10:20:30+00:00,Shipped,Amazon.de,Pot,POT,1,EUR,30.00,x2@marketplace.amazon.de,FR",
        )
    )
    assert loaded.aside == {"cancelled": 1}
    assert loaded.facts["revenue"] == 50


def test_square_returns_are_negative(load, lines):
    loaded = load(
        lines(
            "Date,Time,Category,Item,Qty,SKU,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Location,Customer ID,Customer Name",
            "03/05/24,10:20:30,Cups,Mug,2,MUG,$20.00,-$2.00,$18.00,$1.00,T1,Payment,Main St,C1,Ann A",
            "03/15/24,10:20:30,Cups,Mug,-1,MUG,($10.00),$1.00,($9.00),($0.50),T2,Refund,Main St,C1,Ann A",
            "03/16/24,10:20:30,Pots,Pot,1,POT,$30.00,$0.00,$30.00,$1.00,T3,Payment,Main St,C2,Bob B",
        )
    )
    assert loaded.detail["export"] == "square_items"
    assert (loaded.facts["gross"], loaded.facts["revenue"]) == (48, 39)
    assert loaded.result.reply.currency == "USD"


def test_magento(load, lines):
    loaded = load(
        lines(
            "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,Total Refunded",
            '000000001,Main Website,"Mar 5, 2024, 10:20:30 AM",Ann A,Ann A,€50.00,€50.00,Complete,ann@example.com,€0.00',
            '000000002,Main Website,"Mar 6, 2024, 10:20:30 AM",Bob B,Bob B,€20.00,€20.00,Canceled,bob@example.com,€0.00',
            '000000003,Main Website,"Mar 7, 2024, 1:20:30 PM",Bob B,Bob B,€30.00,€30.00,Complete,bob@example.com,€5.00',
        )
    )
    assert loaded.aside == {"cancelled": 1}
    assert (loaded.facts["gross"], loaded.facts["revenue"], loaded.dataset.currency) == (80, 75, "EUR")


def test_taobao(load, lines):
    loaded = load(
        lines(
            "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,宝贝标题,宝贝总数量,收货人姓名,收货地址,联系手机",
            '="1001",小王,¥128.50,交易成功,2024-03-05 10:20:30,杯子,2,王某,浙江省杭州市,\'13800000000',
            '="1002",小李,¥66.00,交易关闭,2024-03-06 10:20:30,盘子,1,李某,江苏省南京市,\'13800000001',
            '="1003",小李,¥88.00,交易成功,2024-03-07 10:20:30,盘子,1,李某,江苏省南京市,\'13800000001',
        )
    )
    assert loaded.aside == {"cancelled": 1}
    assert loaded.facts["revenue"] == Decimal("216.50")
    assert loaded.dataset.currency == "CNY"
    assert {c.header for c in loaded.dataset.columns if c.personal} >= {"收货人姓名", "收货地址"}


JD = """\
订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单账号,客户姓名,客户地址,联系电话,订单备注
2801,1001,杯子,2,在线支付,2024-03-05 10:20:30,30.00,110.00,100.00,0.00,100.00,完成,SOP,jd_a1,王某,浙江省杭州市,138****0001,
2801,1002,盘子,1,在线支付,2024-03-05 10:20:30,50.00,110.00,100.00,0.00,100.00,完成,SOP,jd_a1,王某,浙江省杭州市,138****0001,
2802,1001,杯子,1,在线支付,2024-03-06 10:20:30,30.00,30.00,30.00,0.00,30.00,已取消,SOP,jd_b2,李某,江苏省南京市,138****0002,
2803,1001,杯子,3,在线支付,2024-03-07 10:20:30,30.00,90.00,80.00,0.00,80.00,完成,SOP,jd_b2,李某,江苏省南京市,138****0002,
"""


def test_jd_in_its_own_encoding_counts_what_an_order_costs_once(load, tmp_path):
    path = tmp_path / "京东订单.csv"
    path.write_bytes(JD.encode("gb18030"))
    loaded = load(path)
    assert loaded.detail["export"] == "jd"
    assert loaded.aside == {"cancelled": 1}
    assert (loaded.facts["revenue"], loaded.facts["orders"], loaded.facts["customers"]) == (180, 2, 2)
    assert "（京东导出的订单明细）" in prose("load_data", loaded.result.reply, "zh")


def test_an_amazon_settlement_has_no_buyers(load, lines):
    with pytest.raises(InputError) as raised:
        load(
            lines(
                "settlement-id,transaction-type,order-id,amount-type,amount-description,amount,posted-date,sku",
                "111,Order,028-1,ItemPrice,Principal,20.00,2024-03-05,MUG",
                "111,Order,028-1,ItemFees,Commission,-3.00,2024-03-05,MUG",
                "111,Refund,028-2,ItemPrice,Principal,-10.00,2024-03-06,MUG",
            )
        )
    assert raised.value.code == "data_export_without_buyers"
    assert "All Orders" in raised.value.said("en")
    assert "结算报表" in raised.value.said("zh")


def test_chinese_headers_and_dates(load, lines):
    loaded = load(
        lines(
            "会员编号,订单号,下单时间,商品编号,商品名称,数量,单价,省份",
            "001,D1,2024年3月5日,S1,杯子,2,10元,浙江",
            "002,D2,2024年3月31日,S2,盘子,1,30元,江苏",
            ",D3,2024年4月1日,S1,杯子,1,10元,江苏",
            "001,D4,2024年4月2日 下午3:05,S1,杯子,1,10元,浙江",
        )
    )
    assert loaded.roles == {
        "date": "下单时间", "customer_id": "会员编号", "order_id": "订单号", "quantity": "数量", "price": "单价",
        "product": "商品编号", "product_name": "商品名称", "region": "省份",
    }  # fmt: skip
    assert loaded.aside == {"missing_customer": 1}
    assert (loaded.facts["revenue"], loaded.dataset.currency) == (60, "CNY")
    assert {row[0] for row in loaded.rows("transactions", "customer_id")} == {"001", "002"}


def test_german_file_with_semicolons(load):
    loaded = load(
        "Kundennummer;Bestellnr;Bestelldatum;Betrag\nK1;B1;05.03.2024;1.234 €\nK2;B2;31.03.2024;12 €\nK1;B3;01.04.2024;-5 €\n"
    )
    assert (loaded.facts["gross"], loaded.facts["revenue"]) == (1246, 1241)
    assert loaded.detail["date_order"] == "dmy"


def test_a_file_without_headers_is_read_by_its_cells(load):
    rows = [
        f"{n % 97:05d},199{7 + n % 2}{1 + n % 12:02d}{1 + n % 28:02d},{1 + n % 4},{5 + n % 13}.{n % 100:02d}"
        for n in range(400)
    ]
    loaded = load("\n".join(rows) + "\n")
    assert set(loaded.roles) == {"date", "amount", "quantity", "customer_id"}
    assert loaded.roles["customer_id"] == "column 1"
    assert loaded.roles["amount"] == "column 4"
    assert loaded.facts["customers"] == 97
    assert loaded.facts["lines_read"] == 400
    assert "data_unsure_customer_id" in loaded.codes
