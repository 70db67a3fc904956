"""Klaviyo's limits, slow jobs, refused keys and odd answers, and going on after an interruption."""

import json

import pytest
from sent import again, figures, marketing, said

from customer_segmentation.act.send import klaviyo as of_klaviyo
from customer_segmentation.act.send.klaviyo import Klaviyo
from customer_segmentation.act.send.klaviyo_api import KlaviyoApi
from customer_segmentation.act.send.klaviyo_standing import Standing, standing
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, execute
from customer_segmentation.workspace.run import run

SEND = tool_of(send_audience)
AGREED = {f"c{i}@example.com" for i in range(1, 201) if i % 10}


def test_its_limits_are_kept(klaviyo_send, account, pauses):
    account.limits = [(429, {"Retry-After": "7"}), (503, {}), (429, {"Retry-After": "3"})]
    _, reply = klaviyo_send()
    assert figures(reply)["accepted"] == 180
    assert pauses[0] == 7.0
    assert pauses[2] == 3.0
    assert 1.0 <= pauses[1] <= 3.0
    assert len(account.calls) == 3 + 2 + 2


def test_a_pause_longer_than_anyone_waits_is_told_and_it_goes_on_later(
    send, klaviyo_send, account, seen, pauses
):
    account.limits = [(429, {"Retry-After": "3600"})]
    _, error = klaviyo_send()
    assert error.code == "send_not_begun"
    assert "wait 60 minutes" in error.said("en")
    assert approval(seen, send.identity).status == "waiting"
    assert figures(again(seen, send.identity))["accepted"] == 180


def test_a_job_that_takes_long_is_asked_about_and_not_started_again(
    send, klaviyo_send, account, seen, pauses, monkeypatch
):
    monkeypatch.setattr(of_klaviyo, "_LOOKS", 4)
    account.looks = 10_000
    _, error = klaviyo_send()
    assert "is still working on an import" in error.said("en")
    assert list(account.jobs) == ["job-1"]
    account.looks = 1
    reply = again(seen, send.identity)
    assert list(account.jobs) == ["job-1", "job-2"]
    assert [job["total"] for job in account.jobs.values()] == [100, 80]
    assert figures(reply)["accepted"] == 180


def test_a_job_that_vanished_is_started_again(send, klaviyo_send, account, seen, pauses, monkeypatch):
    monkeypatch.setattr(of_klaviyo, "_LOOKS", 4)
    account.looks = 10_000
    klaviyo_send()
    account.looks = 1
    account.jobs.pop("job-1")
    with pytest.raises(InputError) as raised:
        again(seen, send.identity)
    assert "dropped the import" in raised.value.said("en")
    assert figures(again(seen, send.identity))["accepted"] == 180
    assert set(account.profiles) == AGREED


def test_what_was_taken_before_an_interruption_is_not_sent_again(send, klaviyo_send, account, seen, pauses):
    starts = []
    real = account.start

    def breaks_off(*asked):
        starts.append(1)
        return (500, {}, b"") if len(starts) > 1 else real(*asked)

    account.starting = breaks_off
    _, error = klaviyo_send()
    assert error.code == "send_stopped"
    assert "1 of 2 batches were acknowledged" in error.said("en")
    assert len(starts) == 1 + 6
    account.starting = real
    reply = again(seen, send.identity)
    told = figures(reply)
    assert (told["accepted"], told["found_sent"]) == (180, 1)
    assert [job["total"] for job in account.jobs.values()] == [100, 80]
    assert "1 of the 2 batches had been taken" in said("send_audience", reply, "en")


def test_a_key_that_is_refused_is_named_and_not_repeated(klaviyo_send, account, seen):
    account.key = "another"
    _, error = klaviyo_send()
    assert "Check KLAVIYO_API_KEY" in error.said("en")
    assert "pk_plnt3d" not in error.said("en") + error.said("zh") + repr(error)


def test_another_key_is_another_account(seen, account, planted, approved, monkeypatch):
    planted()
    identity = approved(SEND, receiver="klaviyo", segments="at_risk")
    monkeypatch.setenv("KLAVIYO_API_KEY", "pk_another")
    with pytest.raises(InputError) as raised:
        execute(SEND, seen, identity)
    assert (raised.value.code, account.calls) == ("send_changed", [])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, {}, b"<html>sorry</html>"), "send_answer_odd"),
        ((202, {}, b'{"data": {}}'), "send_answer_odd"),
        ((202, {}, b'{"data": []}'), "send_answer_odd"),
        ((302, {"Location": "https://evil.example/"}, b""), "send_status"),
        ((400, {}, b"no json"), "send_status"),
        (
            (400, {}, json.dumps({"errors": [{"code": "x", "source": {"pointer": "/data"}}]}).encode()),
            "send_status",
        ),
        ((409, {}, b"{}"), "send_status"),
        ((403, {}, b"{}"), "send_key_refused"),
    ],
)
def test_answers_that_are_not_as_documented(account, answer, code):
    account.receiver.answer = lambda _: answer
    with pytest.raises(InputError) as raised:
        KlaviyoApi("pk_x", account.url).start([{"email": "c1@example.com"}], "", "k")
    assert raised.value.code == code
    assert len(account.receiver.received) == 1


def test_odd_names_of_lists_are_refused(account):
    for name in ('a"b', "a'b", "a\\b", "a\nb", "a\u202eb"):
        with pytest.raises(InputError) as raised:
            KlaviyoApi("pk_x", account.url).list_called(name, "k")
        assert raised.value.code == "send_list_name"
    assert account.calls == []


@pytest.mark.parametrize(
    "address",
    [
        "https://a.klaviyo.com.evil.example",
        "http://10.0.0.1:80",
        "http://127.0.0.1.evil.example:80",
        "http://127.0.0.1:80/x",
    ],
)
def test_a_stand_in_is_on_this_machine(seen, planted, account, monkeypatch, address):
    planted()
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_KLAVIYO_URL", address)
    with pytest.raises(InputError) as raised:
        run(SEND, {"receiver": "klaviyo", "segments": "at_risk"}, seen)
    assert raised.value.code == "send_stand_in"


def test_without_a_stand_in_it_is_klaviyo_itself():
    assert Klaviyo("pk_x", "").host == "a.klaviyo.com"


def test_addresses_that_are_none_and_those_of_another_customer(account):
    to = Klaviyo("pk_x", "", base=account.url)
    to._mail, to._seen = "E-Mail", set()
    assert to.fields({"E-Mail": "a@x.example", "customer_id": "1"}) == {
        "email": "a@x.example",
        "external_id": "1",
    }
    assert to.fields({"E-Mail": "a@x.example", "customer_id": "2"}) == "same_address"
    assert to.fields({"E-Mail": "b@x.example", "Note": "x" * 100_000}) == "too_large"
    for odd in (
        "",
        None,
        "a@b",
        "a b@x.example",
        "a@x.example,b@x.example",
        "<a@x.example>",
        "x" * 250 + "@x.de",
    ):
        assert to.fields({"E-Mail": odd, "customer_id": "3"}) == "no_address"


def test_a_standing_that_is_not_told_is_open():
    for told in ({}, {"subscriptions": None}, {"subscriptions": {"email": []}}, marketing(None)):
        assert standing(told, "email", "L1") is Standing.OPEN
    assert standing(marketing("SUBSCRIBED"), "sms", "") is Standing.OPEN
