"""Texts to customers, in conversation: asked for, turned into another channel or language, for another segment."""

import pytest

from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand


def asked(talk):
    return [arguments for tool, arguments in talk.calls if tool == "draft_campaign"]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("draft an email for At Risk", {"segment": "at_risk", "channel": "email"}),
        ("write a call script for can't lose", {"segment": "cant_lose", "channel": "call"}),
        ("what should I write to at risk?", {"segment": "at_risk"}),
        ("send an email to at risk", {"segment": "at_risk", "channel": "email"}),
        ("I need copy for at risk", {"segment": "at_risk"}),
        (
            "write an email to the champions with 10% off",
            {"segment": "champions", "channel": "email", "offer": "10% off"},
        ),
        (
            "write me a text message for new customers in Chinese",
            {"segment": "new_customers", "channel": "sms", "language": "zh"},
        ),
        ("给流失风险客户写一封邮件", {"segment": "at_risk", "channel": "email"}),
        ("流失风险客户的短信文案", {"segment": "at_risk", "channel": "sms"}),
        ("给冠军客户写条短信，打九折", {"segment": "champions", "channel": "sms", "offer": "九折"}),
        ("给不能失去的客户准备一段电话话术", {"segment": "cant_lose", "channel": "call"}),
        ("email for at risk", {"segment": "at_risk", "channel": "email"}),
        ("短信，发给冠军客户", {"segment": "champions", "channel": "sms"}),
    ],
)
def test_a_text_is_asked_for_in_either_language(text, slots):
    found = understand(text, Situation(has_data=True, has_segments=True))
    assert (found.intent, found.is_sure, found.slots) == ("draft", True, slots)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("export at risk with email addresses", "export"),
        ("write at risk to a csv file", "export"),
        ("write an email to my boss", "out_of_scope"),
        ("what if an e-mail costs 0.05?", "budget"),
        ("push them to klaviyo", "send"),
        ("write the plan", "optimise"),
        ("what should I do with at risk?", "advise_segment"),
    ],
)
def test_other_wishes_stay_what_they_are(text, intent):
    assert understand(text, Situation(has_data=True, has_segments=True)).intent == intent


def test_a_draft_is_turned_into_another_channel_language_and_segment(talk):
    reply = talk.say("draft an email for At Risk")
    assert asked(talk) == [{"segment": "at_risk", "channel": "email"}]
    assert "Did something go wrong, {first name}?" in reply
    assert "Nothing is sent." in reply
    assert talk.problems() == []
    talk.say("and as SMS")
    assert asked(talk) == [{"segment": "at_risk", "channel": "sms"}]
    reply = talk.say("and in Chinese")
    assert asked(talk) == [{"segment": "at_risk", "channel": "sms", "language": "zh"}]
    assert "【{店名}】" in reply
    talk.say("with 10% off")
    assert asked(talk)[0]["offer"] == "10% off"


@pytest.mark.parametrize(
    ("text", "channel"),
    [("now sms", "sms"), ("as a call script", "call"), ("now write me a letter", "letter")],
)
def test_a_channel_alone_is_another_draft_for_those_spoken_of(talk, text, channel):
    talk.say("draft an email for champions")
    talk.say("frobnicate the gizmo")
    talk.say(text)
    assert asked(talk) == [{"segment": "champions", "channel": channel}]


def test_an_offer_is_no_figure_to_explain(talk):
    talk.say("draft an email for champions")
    talk.say("make it warmer")
    talk.say("offer 10% off")
    assert asked(talk) == [{"segment": "champions", "channel": "email", "offer": "10% off"}]


def test_them_is_the_segment_spoken_of(chinese):
    chinese.say("流失风险客户怎么办")
    reply = chinese.say("给他们写一封邮件")
    assert asked(chinese) == [{"segment": "at_risk", "channel": "email"}]
    assert "什么都没有发出" in reply
    assert chinese.problems() == []
    chinese.say("写成短信")
    assert asked(chinese) == [{"segment": "at_risk", "channel": "sms"}]


def test_without_segments_they_are_formed_first(fresh, shop):
    fresh.say(f'load "{shop}"')
    fresh.say("draft an email for at risk")
    assert [tool for tool, _ in fresh.calls] == ["rfm_segments", "draft_campaign"]
