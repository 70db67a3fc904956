"""Consent by channel: which columns count, and who said yes in them."""

import duckdb
import pytest

from customer_segmentation.act.send.consent import about, agreed

HEADINGS = ["Consent", "Email opt-in", "SMS consent", "同意电话联系", "微信订阅", "Opt-in post", "newsletter"]


@pytest.mark.parametrize(
    ("channel", "headings", "counts"),
    [
        ("email", HEADINGS, ["Email opt-in", "newsletter"]),
        ("sms", HEADINGS, ["SMS consent"]),
        ("phone", HEADINGS, ["同意电话联系"]),
        ("wechat", HEADINGS, ["微信订阅"]),
        ("post", HEADINGS, ["Opt-in post"]),
        ("sms", ["Consent", "Email opt-in"], ["Consent"]),
        ("sms", ["Email opt-in"], []),
        ("email", ["邮件订阅", "短信订阅"], ["邮件订阅"]),
        ("email", ["marketing_consent"], ["marketing_consent"]),
        ("post", ["newsletter consent"], []),
        ("email", [], []),
    ],
)
def test_columns_about_a_channel_count_else_those_about_none(channel, headings, counts):
    assert about(channel, headings) == counts


class Planted:
    """An audience as far as consent needs it."""

    consent_columns = {"a": "Email opt-in", "b": "newsletter"}  # noqa: RUF012


def said_yes(cell, other="yes"):
    rule = agreed(Planted(), ["Email opt-in", "newsletter"])
    return duckdb.execute(f"SELECT {rule} FROM (SELECT ? AS a, ? AS b)", [cell, other]).fetchone()[0]


@pytest.mark.parametrize(
    "yes",
    ["yes", " YES ", "y", "true", True, 1, 1.0, "t", "Subscribed", "opted in", "同意", "是", "2024-05-01"],
)
def test_a_yes_or_its_day(yes):
    assert said_yes(yes) is True


@pytest.mark.parametrize(
    "no",
    [
        "no",
        "",
        None,
        " ",
        False,
        0,
        "unsubscribed",
        "pending",
        "maybe",
        "否",
        "未订阅",
        "yes?",
        "not yes",
        "2024",
    ],
)
def test_anything_else_is_no_yes(no):
    assert said_yes(no) is False


def test_a_no_in_one_column_is_not_made_up_for_by_another():
    assert said_yes("yes", "no") is False


def test_where_no_column_counts_nobody_is_left_out():
    assert agreed(Planted(), []) == "TRUE"
