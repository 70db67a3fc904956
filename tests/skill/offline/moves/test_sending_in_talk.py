"""Sending in the person's words: whom, where to, and what is wished besides."""

import pytest

from customer_segmentation_skill.adapters.deciding.decision import decision
from customer_segmentation_skill.adapters.deciding.proposals import Proposal
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand

HOOK = "https://hooks.example.com/segments"
RISK = {"segments": ["at_risk"]}


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("send at risk to klaviyo", {**RISK, "receiver": "klaviyo"}),
        ("Push At Risk to Klaviyo please", {**RISK, "receiver": "klaviyo"}),
        ("upload at risk to klaviyo with 20% holdout", {**RISK, "receiver": "klaviyo", "holdout": 20}),
        (f"push them to the webhook {HOOK}", {"receiver": HOOK}),
        (f"send at risk to {HOOK}.", {**RISK, "receiver": HOOK}),
        (f"send at risk to {HOOK}, only the e-mail column", {**RISK, "receiver": HOOK, "columns": "email"}),
        (
            f"send at risk to {HOOK} with hashed e-mails and no holdout",
            {**RISK, "receiver": HOOK, "hashed": "email", "holdout": 0},
        ),
        ("send at risk to the webhook", {**RISK, "receiver": "webhook"}),
        ("send at risk by sms to the webhook", {**RISK, "receiver": "webhook", "channel": "sms"}),
        (
            'send at risk to klaviyo, onto the list "Win back"',
            {**RISK, "receiver": "klaviyo", "list_name": "Win back"},
        ),
        (
            "send at risk to klaviyo onto the list called Win back and subscribe them",
            {**RISK, "receiver": "klaviyo", "list_name": "Win back", "subscribe": True},
        ),
        (
            "push at risk to klaviyo, list named win-back, no holdout",
            {**RISK, "receiver": "klaviyo", "list_name": "win-back", "holdout": 0},
        ),
        (
            "把流失风险客户发到 klaviyo 的列表「回访」并订阅",
            {**RISK, "receiver": "klaviyo", "list_name": "回访", "subscribe": True},
        ),
        ("send at risk to klaviyo, those who unsubscribed too", {**RISK, "receiver": "klaviyo"}),
        ("把流失风险客户发到 webhook", {**RISK, "receiver": "webhook"}),
        (f"把流失风险客户推送到{HOOK}", {**RISK, "receiver": HOOK}),
        ("把流失风险客户同步到 klaviyo，留出20%对照组", {**RISK, "receiver": "klaviyo", "holdout": 20}),
        (f"把流失风险客户发到{HOOK}，只发邮箱这一列", {**RISK, "receiver": HOOK, "columns": "email"}),
    ],
)
def test_a_sending_is_understood(said, slots):
    found = understand(said, Situation())
    assert (found.intent, found.slots, found.is_sure) == ("send", slots, True)


@pytest.mark.parametrize(
    "said",
    [
        "send me the list of at risk",
        "analyse https://docs.example.com/orders.csv",
        "load https://docs.example.com/orders.csv",
        "what is a webhook?",
        "do you support klaviyo?",
        "export at risk as csv",
        "should I send at risk a discount?",
        "什么是 webhook？",
        "导出流失风险客户",
    ],
)
def test_what_is_no_sending(said):
    assert understand(said, Situation()).intent != "send"


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("only the e-mail column", {"columns": "email"}),
        ("only the email", {"columns": "email"}),
        ("just the customer_id and email columns", {"columns": "customer_id,email"}),
        ("with 20% holdout", {"holdout": 20}),
        ("只发邮箱", {"columns": "email"}),
        ("只要邮箱这一列", {"columns": "email"}),
        ("留20%对照组", {"holdout": 20}),
    ],
)
def test_what_waits_can_be_changed(said, changes):
    found = decision(said, [Proposal("a1b2c3", "send_audience")])
    assert (found.kind, found.changes) == ("edit", changes)


@pytest.mark.parametrize("said", ["only the first", "only the first one", "只要第一个"])
def test_only_the_first_is_still_a_decision(said):
    two = [Proposal("a1b2c3", "send_audience"), Proposal("b2c3d4", "export_audience")]
    assert decision(said, two).kind == "approve"


def test_the_address_is_one_that_the_person_typed():
    assert HOOK in sources_in(f"send at risk to {HOOK}.")
    assert HOOK in sources_in(f"把流失风险客户推送到{HOOK}，只发邮箱")


@pytest.mark.parametrize(
    "said",
    [
        "send at risk to mailchimp",
        "upload champions to google ads",
        "put at risk into our hubspot",
        "发到mailchimp",
        "把冠军客户导入到有赞",
    ],
)
def test_another_service_is_told_where_can_be_sent_to(talk, said):
    assert talk.say(said).startswith("Where to? I send to a webhook,")
    assert talk.calls == []


@pytest.mark.parametrize("said", ["export at risk as csv", "segment the orders of my shopify shop"])
def test_a_service_that_data_come_from_is_no_receiver(said):
    assert understand(said, Situation(has_data=True, has_segments=True)).intent != "send"
