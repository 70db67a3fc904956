"""The demo shop's orders: the same bytes for the same seed, and exactly what was planted in them."""

from collections import Counter
from csv import DictReader
from datetime import datetime
from hashlib import sha256

import pytest

from customer_segmentation.data.demo_shop import write_demo_shop

SMALL = 200


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return write_demo_shop(tmp_path_factory.mktemp("english"), customers=1000)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    return write_demo_shop(tmp_path_factory.mktemp("chinese"), language="zh", customers=1000)


@pytest.fixture(scope="module")
def lines(english):
    return read(english.orders)


def read(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(DictReader(file))


def customer(line):
    return line["client_no"].strip()


def pair(line):
    return customer(line), line["sku"]


def moment(line):
    return datetime.strptime(line["created"], "%d/%m/%Y %H:%M")  # noqa: DTZ007


def distinct(lines):
    return [dict(cells) for cells in dict.fromkeys(tuple(line.items()) for line in lines)]


def bought(lines):
    """Return the sales to known customers, each duplicate once."""
    return [line for line in distinct(lines) if customer(line) and int(line["qty"]) > 0]


def returned(lines):
    return [line for line in lines if int(line["qty"]) < 0]


@pytest.mark.parametrize(
    ("language", "orders", "customers"),
    [
        ("en", "782020e6b8d4c199", "3fa451b4e5531c47"),
        ("zh", "36cf974573a151e5", "a57b03884bd6e3f4"),
    ],
)
def test_the_bytes_are_the_same_on_every_machine(tmp_path, language, orders, customers):
    shop = write_demo_shop(tmp_path, language=language, customers=SMALL)
    assert sha256(shop.orders.read_bytes()).hexdigest()[:16] == orders
    assert sha256(shop.customers.read_bytes()).hexdigest()[:16] == customers


def test_another_seed_gives_another_shop(tmp_path):
    first = write_demo_shop(tmp_path / "a", seed=1, customers=SMALL)
    second = write_demo_shop(tmp_path / "b", seed=2, customers=SMALL)
    assert first.orders.read_bytes() != second.orders.read_bytes()
    assert first.customers.read_bytes() != second.customers.read_bytes()


def test_writing_again_replaces_the_files_and_leaves_nothing_else(tmp_path):
    write_demo_shop(tmp_path, seed=1, customers=SMALL)
    shop = write_demo_shop(tmp_path, seed=2, customers=SMALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["customers.csv", "orders.csv"]
    assert len(read(shop.orders)) == shop.planted["lines"]


def test_a_failed_write_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch):
    shop = write_demo_shop(tmp_path, seed=1, customers=SMALL)
    before = shop.orders.read_bytes()

    def disk_full(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(OSError, match="no space"):
        write_demo_shop(tmp_path, seed=2, customers=SMALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["customers.csv", "orders.csv"]
    assert shop.orders.read_bytes() == before


@pytest.mark.parametrize("wrong", [{"customers": 99}, {"seed": -1}])
def test_impossible_shops_are_refused(tmp_path, wrong):
    with pytest.raises(ValueError, match="at least 100 customers and a seed of 0 or more"):
        write_demo_shop(tmp_path, **wrong)
    assert list(tmp_path.iterdir()) == []


def test_dates_are_day_first_text_within_the_two_years(lines):
    moments = [moment(line) for line in lines]
    assert moments == sorted(moments)
    assert moments[0].date().isoformat() == "2023-01-02"
    assert moments[-1].date().isoformat() == "2024-12-30"
    assert any(int(line["created"][:2]) > 12 for line in lines)


def test_known_customers_buy_on_the_first_and_the_last_day(lines):
    days = {line["created"][:10] for line in bought(lines) if customer(line) != "TEST"}
    assert {"02/01/2023", "30/12/2024"} <= days


def test_planted_counts_are_those_of_the_file(english, lines):
    negative = returned(lines)
    padded = [line for line in lines if any(value != value.strip() for value in line.values())]
    assert {
        "lines": len(lines),
        "orders": len({line["order_ref"] for line in lines if line["order_ref"].startswith("S")}),
        "duplicates": len(lines) - len(distinct(lines)),
        "missing_id": sum(not customer(line) for line in lines),
        "missing_price": sum(line["unit_price"] == "" for line in lines),
        "zero_price": sum(line["unit_price"] == "0.00" for line in lines),
        "test_lines": sum(customer(line) == "TEST" for line in lines),
        "padded_lines": len(padded),
        "returns": len(negative),
        "returns_with_own_number": sum(line["order_ref"].startswith("R-") for line in negative),
        "unmatched_returns": len({pair(line) for line in negative} - {pair(line) for line in bought(lines)}),
        "whole_order_returns": whole_order_returns(lines),
        "customers": len(english.truth),
        "wholesale_accounts": Counter(english.truth.values())["wholesale"],
        "customers_without_attributes": english.planted["customers_without_attributes"],
        "people_without_orders": english.planted["people_without_orders"],
    } == english.planted


def whole_order_returns(lines):
    """Count the orders of which every piece of every line came back."""
    back = {pair(line): -int(line["qty"]) for line in returned(lines)}
    complete = {}
    for line in bought(lines):
        came_back = back.get(pair(line)) == int(line["qty"])
        complete[line["order_ref"]] = complete.get(line["order_ref"], True) and came_back
    return sum(complete.values())


def test_the_mess_has_the_shares_of_a_real_export(english):
    planted = english.planted
    assert 0.04 <= planted["missing_id"] / planted["lines"] <= 0.055
    assert 0.009 <= planted["duplicates"] / planted["lines"] <= 0.011
    assert planted["missing_price"] == 8
    assert planted["test_lines"] == 3
    assert 0.6 <= planted["returns_with_own_number"] / planted["returns"] < 1
    assert 0 < planted["unmatched_returns"] < planted["whole_order_returns"] < planted["returns"]


def test_nobody_sends_back_more_than_was_bought_before_nor_at_another_price(lines):
    sales = {pair(line): line for line in bought(lines)}
    seen = Counter(pair(line) for line in bought(lines))
    matched = [line for line in returned(lines) if pair(line) in sales]
    assert matched
    for line in matched:
        sale = sales[pair(line)]
        assert seen[pair(line)] == 1
        assert -int(line["qty"]) <= int(sale["qty"])
        assert line["unit_price"] == sale["unit_price"]
        assert moment(line) > moment(sale)
    assert max(Counter(pair(line) for line in matched).values()) == 1


def test_returns_under_the_order_number_name_the_order_that_holds_the_article(lines):
    held = {(line["order_ref"], line["sku"]) for line in bought(lines)}
    booked_back = [line for line in returned(lines) if line["order_ref"].startswith("S")]
    assert booked_back
    assert all((line["order_ref"], line["sku"]) in held for line in booked_back)


def test_an_order_is_one_basket_of_up_to_eight_articles(lines):
    orders = {}
    for line in distinct(lines):
        if line["order_ref"].startswith("S") and int(line["qty"]) > 0 and line["unit_price"] != "0.00":
            orders.setdefault(line["order_ref"], []).append(line)
    assert {len(order) for order in orders.values()} == set(range(1, 9))
    for order in orders.values():
        assert (
            len({(customer(line), line["created"], line["channel"], line["discount_code"]) for line in order})
            == 1
        )
        assert len({line["sku"] for line in order}) == len(order)


def test_one_article_has_one_name_and_category(lines):
    articles = {(line["sku"], line["product"].strip(), line["category"]) for line in lines}
    assert len(articles) == len({sku for sku, _, _ in articles})
    assert len({category for _, _, category in articles} - {"Test"}) == 12
    assert len(articles) > 280


def test_every_customer_of_the_truth_buys_and_nobody_else(english, lines):
    assert {customer(line) for line in bought(lines)} - {"TEST"} == set(english.truth)


def test_the_truth_is_written_nowhere(english):
    text = english.orders.read_text() + english.customers.read_text()
    assert not [group for group in ("champion", "one_time", "lapsed", "wholesale") if group in text]


def test_only_wholesale_accounts_place_very_large_orders(english, lines):
    values = Counter()
    for line in bought(lines):
        values[customer(line), line["order_ref"]] += float(line["unit_price"] or 0) * int(line["qty"])
    large = {number for (number, _), value in values.items() if value > 1000}
    assert large == {number for number, group in english.truth.items() if group == "wholesale"}


def test_the_chinese_shop_is_the_same_shop_in_chinese(english, lines, chinese):
    translated = read(chinese.orders, "utf-8-sig")
    assert chinese.orders.name == "订单.csv"
    assert chinese.customers.name == "客户.csv"
    assert list(translated[0]) == [
        "订单号", "会员编号", "下单时间", "商品编号", "商品名称", "类目", "渠道", "省份", "数量", "单价", "币种", "优惠码",
    ]  # fmt: skip
    assert list(read(chinese.customers, "utf-8-sig")[0])[:5] == [
        "会员编号",
        "邮箱",
        "姓名",
        "出生年份",
        "性别",
    ]
    assert chinese.truth == english.truth
    assert chinese.planted == english.planted
    for here, there in zip(lines, translated, strict=True):
        assert moment(here).strftime("%Y-%m-%d %H:%M") == there["下单时间"]
        assert here["client_no"] == there["会员编号"]
        assert here["sku"] == there["商品编号"]
        assert here["qty"] == there["数量"]
        assert (here["unit_price"] == "") == (there["单价"] == "")


def test_chinese_names_and_places_are_written_in_chinese(chinese):
    def in_chinese(text):
        return any("\u4e00" <= character <= "\u9fff" for character in text)

    orders = read(chinese.orders, "utf-8-sig")
    people = read(chinese.customers, "utf-8-sig")
    assert all(in_chinese(line[column]) for line in orders for column in ("商品名称", "类目", "省份"))
    assert all(in_chinese(person[column]) for person in people for column in ("姓名", "城市", "省份"))
