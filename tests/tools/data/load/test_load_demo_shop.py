"""The demo shop's files are read as they were planted, in both languages."""

import pytest

from customer_segmentation.data.demo_shop import write_demo_shop
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.prose import finding_words, prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run


@pytest.fixture(params=["en", "zh"])
def shop(request, tmp_path):
    return request.param, write_demo_shop(tmp_path / "shop", language=request.param, customers=400)


@pytest.fixture
def loaded(shop, workspace):
    _, files = shop
    typed = workspace.with_(typed=frozenset({str(files.orders), str(files.customers)}))
    return run(tool_of(load_data), {"source": str(files.orders), "customers": str(files.customers)}, typed)


def test_what_was_planted_is_found(shop, loaded):
    _, files = shop
    planted = files.planted
    facts = {key.removeprefix("load_data.all."): fact.value for key, fact in loaded.reply.facts.items()}
    assert facts["lines_read"] == planted["lines"]
    assert facts["test_lines"] == planted["test_lines"]
    assert facts["missing_price_lines"] == planted["missing_price"]
    assert facts["duplicate_lines"] == planted["duplicates"]
    assert facts["zero_price_lines"] == planted["zero_price"]
    assert facts["return_lines"] == planted["returns"]
    assert facts["unmatched_returns"] == planted["unmatched_returns"]
    assert facts["wholly_returned_orders"] == planted["whole_order_returns"]
    assert facts["customers_seen"] == planted["customers"]
    assert facts["people_without_orders"] >= planted["people_without_orders"]
    tests_without_customer = 0
    assert facts["missing_customer_lines"] == planted["missing_id"] - tests_without_customer


def said(loaded, language):
    return Renderer(ReplyLedger(loaded.reply), language).text(prose("load_data", loaded.reply, language))


def test_the_reply_says_what_was_read_and_set_aside(shop, loaded):
    language, files = shop
    text = said(loaded, language)
    first = text.splitlines()[0]
    headers = ("client_no", "order_ref", "created", "qty × unit_price") if language == "en" else (
        "会员编号", "订单号", "下单时间", "数量",
    )  # fmt: skip
    assert files.orders.name in first
    assert all(header in first for header in headers)
    assert len(text.splitlines()) <= 8
    assert "(figure not available)" not in text
    assert "无此数据" not in text
    facts = loaded.reply.facts
    assert f"{facts['load_data.all.missing_customer_lines'].value:,}" in text


def test_every_finding_has_words_in_both_languages(loaded):
    for language in ("en", "zh"):
        renderer = Renderer(ReplyLedger(loaded.reply), language)
        for finding in loaded.reply.findings:
            text = renderer.text(finding_words(finding, loaded.reply, language))
            assert "not available" not in text
            assert "无此数据" not in text
