"""The words of sendings, in both languages: nothing without a fact, nobody's figures, no placeholder left open."""

import pytest
from sent import said

from customer_segmentation.act.send import retrying
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import decide, execute
from customer_segmentation.workspace.ledger import ThreadLedger

SEND = tool_of(send_audience)
CASES = {
    "plain": {},
    "klaviyo": {"receiver": "klaviyo"},
    "onto a list": {"receiver": "klaviyo", "list_name": "Win back 2024"},
    "subscribed": {"receiver": "klaviyo", "list_name": "Win back 2024", "subscribe": True},
    "several segments": {"segments": "at_risk,champions"},
    "hashed": {"columns": "E-Mail", "hashed": "E-Mail"},
    "other channel": {"channel": "sms"},
    "everyone": {"holdout": 0},
    "listed": {"suppression": "stop.csv"},
    "listed in vain": {"suppression": "nobody.csv"},
}


class WithReply(ThreadLedger):
    """The ledger of a thread, and the facts of a reply."""

    def __init__(self, workspace, reply):
        super().__init__(workspace)
        self._own = reply

    def fact(self, key, result=""):
        return self._own.facts.get(key) or super().fact(key, result)


def problems(template, reply, language, seen):
    draft = prose(template, reply, language)
    typed = frozenset({reply.detail["host"], reply.detail["list_name"]} - {""})
    found = check(draft, WithReply(seen, reply), allowed=typed)
    return [(one.kind.value, one.excerpt, one.hint[:90]) for one in found]


def grounded(template, reply, seen):
    for language in ("en", "zh"):
        assert problems(template, reply, language, seen) == []
        words = said(template, reply, language)
        assert "[[" not in words
        assert "not available" not in words
        assert "无此数据" not in words


@pytest.mark.parametrize("case", CASES)
def test_every_word_is_grounded(send, account, seen, here, case):
    (here / "stop.csv").write_text("customer_id\nc1\nc2\n")
    (here / "nobody.csv").write_text("customer_id\nz9\n")
    account.malformed, account.failing = {"c3@example.com": "invalid"}, {"c4@example.com": "duplicate"}
    account.profiles = {
        "c5@example.com": {"subscriptions": {"email": {"marketing": {"consent": "UNSUBSCRIBED"}}}}
    }
    plan, reply = send(**CASES[case])
    grounded("send_audience_plan", plan, seen)
    grounded("send_audience", reply, seen)


def test_what_went_on_after_an_interruption_is_grounded(send, receiver, seen, monkeypatch):
    monkeypatch.setattr(retrying.time, "sleep", lambda _: None)
    receiver.answers(200, *[500] * 6)
    _, error = send()
    decide(seen, send.identity, "approved", by="person", surface="test")
    grounded("send_audience", execute(SEND, seen, send.identity).reply, seen)
    assert "[[" not in error.said("en") + error.said("zh")
