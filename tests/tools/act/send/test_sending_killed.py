"""A sender that is really killed, at any moment: everybody arrives, nothing acknowledged is sent again.

``make prove`` kills it hundreds of times; ``SENDING_KILLS`` sets another number.
"""

import json
import os
import random
import signal
import time
from collections import Counter

import pytest
from killing import Doer

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, execute

SEND = tool_of(send_audience)
FEW, MANY = 12, 220


@pytest.fixture
def sender(seen, here):
    found = Doer(seen.root, here)
    yield found
    found.close()


def planned_kill(draw, receiver, sender):
    """Lay down one moment at which the sender dies: by the clock, on a request's arrival, or after its answer."""
    kind, count = draw.choice(["clock", "arrival", "answer", "answer"]), draw.randrange(1, 9)
    delay = draw.choice([0, draw.uniform(0, 0.004)])
    arrived = Counter()

    def answer(_received):
        arrived["n"] += 1
        if kind == "arrival" and arrived["n"] == count:
            sender.kill()
        if kind == "answer" and arrived["n"] == count + 1:
            time.sleep(delay)
            sender.kill()
        return (200, {}, b"ok")

    receiver.answer = answer
    return draw.uniform(0, 0.12) if kind == "clock" else None


def killed_sendings(kills, seed, sender, receiver, approved):
    """Send again and again, each time killed at some moment, until there were enough kills; yield what there was."""
    draw = random.Random(seed)  # noqa: S311 - seeded moments
    done = 0
    while done < kills:
        identity = approved(SEND, receiver=receiver.url, segments="at_risk", batch=20)
        mine, code = 0, -9
        while code == -signal.SIGKILL:
            after = planned_kill(draw, receiver, sender)
            sender.start("send_audience", identity)
            if after is not None:
                time.sleep(after)
                sender.kill()
            code = sender.ended()
            assert code in (0, -signal.SIGKILL)
            mine += code == -signal.SIGKILL
            if mine > 30:
                receiver.answer = lambda _: (200, {}, b"ok")
        done += mine
        yield identity, mine


def check_sending(identity, mine, receiver, seen):
    arrived = [one for one in receiver.received if one.key.startswith(f"{identity}-")]
    bodies = {}
    for one in arrived:
        assert bodies.setdefault(one.key, one.body) == one.body
    rows = [row["customer_id"] for body in bodies.values() for row in json.loads(body)["customers"]]
    reply = seen.result(approval(seen, identity).outcome).reply
    assert len(rows) == len(set(rows)) == reply.facts["send_audience.all.accepted"].value > 100
    assert sorted({json.loads(body)["batch"] for body in bodies.values()}) == list(range(1, len(bodies) + 1))
    assert len(arrived) - len(bodies) <= mine
    assert approval(seen, identity).status == "done"
    folder = seen.root / "sends" / identity
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        "cursor.jsonl",
        "refused.jsonl",
    ]
    return len(arrived) - len(bodies)


def run_kills(kills, seed, sender, receiver, approved, seen):
    kills_seen = again = sendings = 0
    for identity, mine in killed_sendings(kills, seed, sender, receiver, approved):
        again += check_sending(identity, mine, receiver, seen)
        kills_seen += mine
        sendings += 1
    before = len(receiver.received)
    execute(SEND, seen, identity)
    assert len(receiver.received) == before
    # Shown with -s, for the record.
    print(f"{kills_seen} kills over {sendings} sendings; {again} batches in doubt went again under their key")  # noqa: T201
    assert kills_seen >= kills


def test_killed_a_few_times(sender, receiver, planted, approved, seen):
    planted()
    run_kills(int(os.environ.get("SENDING_KILLS", FEW)), 1, sender, receiver, approved, seen)


@pytest.mark.slow
def test_killed_hundreds_of_times(sender, receiver, planted, approved, seen):
    planted()
    run_kills(MANY, 2, sender, receiver, approved, seen)
