"""What the arms of a test were: by name, by what the person says, or asked."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from customer_segmentation.advise.playbook import Channel, Offer, load_playbook
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.plan.budget.arms import actions_of, channel_in, discount_in
from customer_segmentation.plan.budget.request import BudgetRequest

FOUND = [
    SimpleNamespace(cases=[SimpleNamespace(action=action) for action in load_playbook(segment).actions])
    for segment in ("at_risk", "cant_lose")
]


def actions(*arms, **told):
    return actions_of(arms, BudgetRequest(**told), FOUND)


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("reminder_email", Channel.EMAIL),
        ("Summer SMS", Channel.SMS),
        ("catalogue", Channel.POST),
        ("目录", Channel.POST),
        ("短信提醒", Channel.SMS),
        ("微信消息", Channel.WECHAT),
        ("寄信", Channel.POST),
        ("短信和微信", None),
        ("variant B", None),
        ("email and sms", None),
    ],
)
def test_a_name_tells_one_channel_or_none(name, channel):
    assert channel_in(name) == channel


def test_an_arm_that_bears_an_action_of_the_playbooks_is_that_action():
    action = FOUND[1].cases[0].action
    for name in (action.id, action.name.en.upper(), action.name.zh, action.id.replace("_", " ")):
        assert actions(name) == {name: action}


def test_an_arm_of_its_own_has_the_channel_and_the_offer_of_its_name():
    found = actions("mail 10%", "reminder sms")
    mail, sms = found["mail 10%"], found["reminder sms"]
    assert (mail.id, mail.channel, mail.offer, mail.discount_rate) == (
        "arm_1",
        Channel.EMAIL,
        Offer.DISCOUNT,
        0.1,
    )
    assert (sms.id, sms.channel, sms.offer, sms.discount_rate) == ("arm_2", Channel.SMS, Offer.NONE, None)
    assert discount_in(mail, Decimal("40.00")) == Decimal("4.000")
    assert discount_in(sms, Decimal("40.00")) == 0


def test_what_the_person_says_of_an_arm_counts():
    action = FOUND[0].cases[0].action
    found = actions("A", "B", arms=f"A={action.id}; b = post 15%")
    assert found["A"] == action
    assert (found["B"].channel, found["B"].discount_rate) == (Channel.POST, 0.15)


def test_an_offer_gives_away_what_the_plan_says_or_is_asked_about():
    with pytest.raises(NeedsAnswer) as asked:
        actions("offer_sms")
    assert [told for _, told in asked.value.options] == [
        {"arms": f"offer_sms=sms {percent}"} for percent in ("10%", "20%", "0%")
    ]
    assert actions("offer_sms", discount="0.2")["offer_sms"].discount_rate == 0.2
    assert actions("offer_sms", arms="offer_sms=sms 0%")["offer_sms"].offer == Offer.NONE


def test_a_channel_that_is_not_known_is_asked_for_with_what_was_said_kept():
    with pytest.raises(NeedsAnswer) as asked:
        actions("A", "B", arms="A=email")
    assert asked.value.options[0][1] == {"arms": f"A=email; B={asked.value.options[0][0]}"}


@pytest.mark.parametrize(
    ("arms", "code"),
    [("C=email", "budget_arm_unknown"), ("email", "budget_arm_unknown"), ("A=pigeon", "budget_arm_wrong")],
)
def test_words_that_name_nothing_are_refused(arms, code):
    with pytest.raises(InputError) as raised:
        actions("A", arms=arms)
    assert raised.value.code == code


def test_two_arms_for_one_action_are_refused():
    action = FOUND[0].cases[0].action.id
    with pytest.raises(InputError) as raised:
        actions("A", "B", arms=f"A={action}; B={action}")
    assert raised.value.code == "budget_arms_alike"
