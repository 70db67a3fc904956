"""The plan of a sending, what arrives, and what is said afterwards."""

import hashlib
import hmac
import json

import pytest

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import Effect, tool_of
from customer_segmentation.workspace.approval import approvals, decide, execute
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.undo import undo

SEND = tool_of(send_audience)
SECRET = b"plnt3d-s3cr3t-w0rd"


def said(template, reply, language):
    return Renderer(ReplyLedger(reply), language).text(prose(template, reply, language))


def figures(reply):
    return {key.rpartition(".")[2]: fact.value for key, fact in reply.facts.items()}


def expected(held):
    """At risk are c1 to c200; every tenth refused; the held out stay."""
    return {f"c{i}" for i in range(1, 201) if i % 10} - held


def held_out(percent):
    def number(i):
        return int(hashlib.sha256(f"holdout-1:c{i}".encode()).hexdigest()[:8], 16)

    return {f"c{i}" for i in range(1, 401) if number(i) * 100 < round(percent * 2**32)}


def test_nothing_leaves_before_a_person_says_yes(seen, receiver, planted):
    planted()
    with pytest.raises(ApprovalRequired):
        run(SEND, {"receiver": receiver.url, "segments": "at_risk"}, seen)
    waiting = approvals(seen, "waiting")[0]
    with pytest.raises(InputError):
        execute(SEND, seen, waiting.id)
    decide(seen, waiting.id, "rejected", by="person", surface="test")
    with pytest.raises(InputError):
        execute(SEND, seen, waiting.id)
    assert (receiver.received, SEND.effect) == ([], Effect.SEND)


def test_what_arrives_is_who_may_be_contacted_in_signed_batches(send, receiver):
    plan, reply = send()
    out = held_out(10)
    arrived = [row["customer_id"] for row in receiver.customers]
    assert sorted(arrived) == sorted(expected(out))
    assert len(arrived) == len(set(arrived))
    assert [len(one.json["customers"]) for one in receiver.received[:-1]] == [50] * 3
    assert receiver.received[0].json["customers"][0] == {
        "customer_id": "c1",
        "E-Mail": "c1@example.com",
        "segment": "at_risk",
        "last_on": "2024-11-05",
        "newsletter_consent": "yes",
    }
    for number, one in enumerate(receiver.received, 1):
        at = one.headers["X-Customer-Segmentation-Timestamp"]
        signed = hmac.new(SECRET, f"{at}.".encode() + one.body, hashlib.sha256).hexdigest()
        assert one.headers["X-Customer-Segmentation-Signature"] == f"v1={signed}"
        assert one.key.startswith(f"{send.identity}-{number}-")
        assert (one.json["batch"], one.json["batches"], one.json["sending"]) == (number, 4, send.identity)
        assert one.json["segments"] == [{"id": "at_risk", "name": "At risk"}]
    told = figures(reply)
    assert told["to_send"] == told["accepted"] == len(arrived) == figures(plan)["to_send"]
    assert told["selected"] == told["to_send"] + told["opted_out"] + told["held_out"]
    assert (told["refused"], told["batches"], told["found_sent"]) == (0, 4, 0)


def test_the_plan_says_who_what_where_and_that_it_is_for_good(send, receiver):
    plan, reply = send()
    english, chinese = (said("send_audience_plan", plan, language) for language in ("en", "zh"))
    for text in (english, chinese):
        assert receiver.url.split("/")[2] in text
        assert "/hook" not in text
        assert "newsletter\\_consent" in text or "newsletter_consent" in text
    assert "cannot be taken back" in english
    assert "held out, who never leave" in english
    assert "无法撤回" in chinese
    assert "第二十三条" in chinese
    assert "took" in said("send_audience", reply, "en")
    assert "已发送" in said("send_audience", reply, "zh")


def test_without_consent_in_the_data_the_approval_asks_for_it(seen, receiver, planted):
    planted(traits=False)
    with pytest.raises(ApprovalRequired):
        run(SEND, {"receiver": receiver.url, "segments": "at_risk"}, seen)
    plan = approvals(seen, "waiting")[0].plan
    assert "CONSENT IS NOT IN YOUR DATA" in said("send_audience_plan", plan, "en")
    assert "没有同意记录" in said("send_audience_plan", plan, "zh")


def test_consent_for_one_channel_is_none_for_another(send):
    plan, _ = send(channel="sms")
    assert plan.detail["consent"] == []
    assert "CONSENT IS NOT IN YOUR DATA" in said("send_audience_plan", plan, "en")


def test_only_the_columns_asked_for_leave(send, receiver):
    plan, _ = send(columns="E-Mail", holdout=0)
    assert plan.detail["columns"] == ["E-Mail"]
    assert {tuple(row) for row in receiver.customers} == {("E-Mail",)}


def test_hashed_addresses_leave_as_hashes_only(send, receiver):
    send(columns="E-Mail", hashed="E-Mail", holdout=0)
    digests = {hashlib.sha256(f"c{i}@example.com".encode()).hexdigest() for i in range(1, 201) if i % 10}
    assert {row["E-Mail_sha256"] for row in receiver.customers} == digests
    assert all(b"@" not in one.body for one in receiver.received)


def test_who_is_on_the_suppression_list_stays_and_a_changed_list_stops_it(send, receiver, approved, here):
    listed = here / "stop.csv"
    listed.write_text("customer_id\nc1\nc2\n")
    plan, _ = send(suppression="stop.csv", holdout=0)
    assert figures(plan)["on_list"] == 2
    assert not {"c1", "c2"} & {row["customer_id"] for row in receiver.customers}
    identity = approved(SEND, receiver=receiver.url, segments="at_risk", suppression="stop.csv")
    listed.write_text("customer_id\nc1\nc2\nc3\n")
    before = len(receiver.received)
    _, error = send(identity=identity)
    assert (error.code, len(receiver.received)) == ("send_changed", before)


def test_it_is_sent_once_however_often_it_is_approved(send, receiver, seen):
    send()
    arrived = len(receiver.received)
    execute(SEND, seen, send.identity)
    assert len(receiver.received) == arrived
    assert [path.name for path in sorted((seen.root / "sends" / send.identity).iterdir())] == [
        "cursor.jsonl",
        "refused.jsonl",
    ]


def test_it_cannot_be_undone_and_says_how_to_remove(send, seen):
    send()
    with pytest.raises(InputError) as raised:
        undo(SEND, seen, send.identity)
    assert "Ask its owner" in raised.value.said("en")
    assert "无法从这里撤回" in raised.value.said("zh")
    assert approvals(seen, "done")[0].id == send.identity


def test_an_address_must_be_typed_by_the_person(workspace, receiver, planted):
    planted()
    with pytest.raises(InputError) as raised:
        run(SEND, {"receiver": receiver.url, "segments": "at_risk"}, workspace)
    assert raised.value.code == "send_address_not_typed"
    assert "/hook" not in raised.value.said("en")


def test_an_address_in_the_environment_is_never_kept(seen, receiver, planted, approved, monkeypatch):
    planted()
    url = receiver.url + "/t0ken-in-the-path"
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_URL", url)
    identity = approved(SEND, receiver="webhook", segments="at_risk")
    execute(SEND, seen, identity)
    assert receiver.received[0].path == "/hook/t0ken-in-the-path"
    kept = b"".join(path.read_bytes() for path in seen.root.rglob("*") if path.is_file())
    assert b"t0ken-in-the-path" not in kept
    again = approved(SEND, receiver="webhook", segments="at_risk")
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_URL", url + "2")
    with pytest.raises(InputError) as raised:
        execute(SEND, seen, again)
    assert raised.value.code == "send_changed"


def test_without_a_secret_nothing_is_proposed(seen, receiver, planted, monkeypatch):
    planted()
    monkeypatch.delenv("CUSTOMER_SEGMENTATION_WEBHOOK_SECRET")
    with pytest.raises(InputError) as raised:
        run(SEND, {"receiver": receiver.url, "segments": "at_risk"}, seen)
    assert raised.value.code == "send_no_secret"
    assert approvals(seen) == []


@pytest.mark.parametrize("receiver_name", ["", "mailchimp", "ftp://x.example/", "file:///etc/passwd"])
def test_unknown_receivers(seen, planted, receiver_name):
    planted()
    with pytest.raises(InputError) as raised:
        run(SEND, {"receiver": receiver_name, "segments": "at_risk"}, seen)
    assert raised.value.code == "send_receiver_unknown"


def test_the_body_does_not_depend_on_when_or_how_often(send, receiver, seen):
    """The same audience gives the same rows in the same order, byte by byte."""
    send()
    first = [json.dumps(one.json["customers"]) for one in receiver.received]
    count = len(receiver.received)
    send()
    second = [json.dumps(one.json["customers"]) for one in receiver.received[count:]]
    assert first == second


def test_only_klaviyo_has_lists_and_subscribes(seen, receiver, planted):
    planted()
    for more in ({"list_name": "Win back"}, {"subscribe": True}):
        with pytest.raises(InputError) as raised:
            run(SEND, {"receiver": receiver.url, "segments": "at_risk", **more}, seen)
        assert raised.value.code == "send_only_klaviyo"
