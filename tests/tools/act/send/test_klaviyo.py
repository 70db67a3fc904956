"""Klaviyo through its own library, against a stand-in that speaks its interface: who arrives, who is subscribed, who is refused."""

import csv

import pytest
from sent import figures, marketing, said

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, approvals, execute
from customer_segmentation.workspace.run import run

SEND = tool_of(send_audience)
AGREED = {f"c{i}@example.com" for i in range(1, 201) if i % 10}
START = "POST api/profile-bulk-import-jobs"
SUBSCRIBE = "POST api/profile-subscription-bulk-create-jobs"


def test_nothing_is_asked_of_klaviyo_before_a_person_says_yes(seen, account, planted):
    planted()
    with pytest.raises(ApprovalRequired):
        run(SEND, {"receiver": "Klaviyo", "segments": "at_risk", "list_name": "Win back"}, seen)
    plan = approvals(seen, "waiting")[0].plan
    english, chinese = (said("send_audience_plan", plan, language) for language in ("en", "zh"))
    assert account.calls == []
    assert "to Klaviyo (127.0.0.1" in english
    assert "onto the list Win back" in english
    assert "Nobody is subscribed by this" in english
    assert "列表 Win back" in chinese
    assert "不会为任何人订阅" in chinese


def test_who_agreed_arrives_as_profiles_on_the_list(klaviyo_send, account):
    _, reply = klaviyo_send(list_name="Win back")
    assert account.lists == {"L1": "Win back"}
    assert account.members["L1"] == set(account.profiles) == AGREED
    assert account.profiles["c1@example.com"] == {
        "email": "c1@example.com",
        "external_id": "c1",
        "properties": {
            "customer_segmentation_segment": "at_risk",
            "customer_segmentation_last_on": "2024-11-05",
            "customer_segmentation_newsletter_consent": "yes",
        },
    }
    assert [job["total"] for job in account.jobs.values()] == [100, 80]
    assert (account.calls.count(START), account.calls.count(SUBSCRIBE), account.subscribed()) == (2, 0, set())
    told = figures(reply)
    assert (told["to_send"], told["accepted"], told["refused"]) == (180, 180, 0)
    assert "subscribed" not in told
    assert "Klaviyo took 180 of 180" in said("send_audience", reply, "en")
    assert "Klaviyo 接收了 180 位客户中的 180 位" in said("send_audience", reply, "zh")
    klaviyo_send(list_name="Win back")
    assert account.lists == {"L1": "Win back"}


def test_who_agreed_is_subscribed_but_nobody_who_opted_out_there(klaviyo_send, account):
    account.profiles = {
        "c1@example.com": marketing("UNSUBSCRIBED"),
        "c2@example.com": marketing(
            "NEVER_SUBSCRIBED", suppression=[{"reason": "HARD_BOUNCE", "timestamp": "t"}]
        ),
        "c3@example.com": marketing("SUBSCRIBED"),
        "c4@example.com": marketing("SUBSCRIBED", list_suppressions=[{"list_id": "L1", "reason": "x"}]),
        "c5@example.com": marketing("NEVER_SUBSCRIBED", list_suppressions=[{"list_id": "L9", "reason": "x"}]),
    }
    account.page = 30
    plan, reply = klaviyo_send(list_name="Win back", subscribe=True)
    asked = {
        one["attributes"]["email"]
        for job in account.subscriptions
        for one in job["attributes"]["profiles"]["data"]
    }
    opted_out = {f"c{i}@example.com" for i in (1, 2, 4)}
    assert asked == AGREED - opted_out - {"c3@example.com"}
    assert (
        account.profiles["c1@example.com"]["subscriptions"]["email"]["marketing"]["consent"] == "UNSUBSCRIBED"
    )
    assert account.subscriptions[0]["relationships"]["list"]["data"]["id"] == "L1"
    assert account.subscriptions[0]["attributes"]["historical_import"] is False
    told = figures(reply)
    assert (told["accepted"], told["subscribed"], told["opted_out_there"]) == (180, 177, 3)
    assert "SUBSCRIBES them at Klaviyo to e-mail" in said("send_audience_plan", plan, "en")
    assert "注意：同时在 Klaviyo 为他们订阅邮件" in said("send_audience_plan", plan, "zh")
    assert "177 of them are subscribed" in said("send_audience", reply, "en")
    assert "3 had opted out there and stay so" in said("send_audience", reply, "en")
    assert "3 位在那里已退订" in said("send_audience", reply, "zh")
    calls = account.calls.count(SUBSCRIBE)
    klaviyo_send(list_name="Win back", subscribe=True)
    assert account.calls.count(SUBSCRIBE) == calls


def test_consent_to_texts_is_asked_for_texts_and_needs_a_number(seen, account, planted, approved):
    planted(customers="texted")
    asked = {"receiver": "klaviyo", "segments": "at_risk", "holdout": 0, "channel": "sms", "subscribe": True}
    with pytest.raises(InputError) as raised:
        run(SEND, asked, seen)
    assert raised.value.code == "send_klaviyo_no_phone"
    identity = approved(SEND, **asked, columns="customer_id, E-Mail, Mobile")
    plan = approval(seen, identity).plan
    reply = execute(SEND, seen, identity).reply
    texted = [i for i in range(1, 201) if i % 10 and i % 3 == 0 and i % 7]
    attributes = [
        one["attributes"] for job in account.subscriptions for one in job["attributes"]["profiles"]["data"]
    ]
    assert sorted(one["phone_number"] for one in attributes) == [f"+491512345{i:04}" for i in texted]
    assert {tuple(one["subscriptions"]) for one in attributes} == {("sms",)}
    assert set(account.profiles) == {f"c{i}@example.com" for i in texted}
    assert plan.detail["consent"] == ["SMS consent"]
    assert figures(reply)["no_phone"] == len(
        [i for i in range(1, 201) if i % 10 and i % 3 == 0 and not i % 7]
    )
    assert "to text messages" in said("send_audience_plan", plan, "en")


def test_nobody_is_subscribed_without_a_column_that_says_so(seen, account, planted):
    planted()
    for channel, code in (("sms", "send_klaviyo_no_phone"), ("post", "send_subscribe_channel")):
        with pytest.raises(InputError) as raised:
            run(
                SEND,
                {"receiver": "klaviyo", "segments": "at_risk", "channel": channel, "subscribe": True},
                seen,
            )
        assert raised.value.code == code
    assert (approvals(seen), account.calls) == ([], [])


def test_an_address_but_no_consent_column(seen, account, planted):
    planted(customers="unasked")
    asked = {"receiver": "klaviyo", "segments": "at_risk"}
    with pytest.raises(InputError) as raised:
        run(SEND, {**asked, "subscribe": True}, seen)
    assert raised.value.code == "send_subscribe_no_consent"
    with pytest.raises(ApprovalRequired):
        run(SEND, asked, seen)


def test_whom_klaviyo_refuses_is_in_a_file_with_its_word_for_why(klaviyo_send, account, seen):
    account.malformed = {"c1@example.com": "invalid", "c150@example.com": "invalid"}
    account.malformed["c7@example.com"] = "a sentence about c7@example.com"
    account.failing = {"c3@example.com": "duplicate_profile", "c13@example.com": "duplicate_profile"}
    account.unnamed, account.page = 2, 40
    _, reply = klaviyo_send(subscribe=True)
    told = figures(reply)
    # Two batches: each has two failures without a name.
    assert (told["accepted"], told["refused"], told["unnamed"]) == (180 - 2 - 2 - 4, 8, 4)
    assert not {"c1@example.com", "c3@example.com", "c7@example.com"} & account.subscribed()
    (file,) = reply.artifacts
    with (seen.store.folder(approval(seen, _last(seen)).outcome) / file.path).open(encoding="utf-8") as rows:
        assert sorted(csv.reader(rows)) == [
            ["c1", "invalid"],
            ["c13", "duplicate_profile"],
            ["c3", "duplicate_profile"],
            ["c7", "other"],
            ["customer_id", "reason"],
        ]
    english = said("send_audience", reply, "en")
    assert "it refused 8 (duplicate_profile, invalid, other), 4 of them without saying who" in english


def _last(seen):
    return approvals(seen, "done")[-1].id


def test_a_batch_of_malformed_profiles_only_is_refused_as_a_whole(klaviyo_send, account):
    account.malformed = dict.fromkeys(AGREED, "invalid")
    _, reply = klaviyo_send()
    assert (figures(reply)["accepted"], figures(reply)["refused"], account.jobs) == (0, 180, {})
