"""A sending to Klaviyo that is really killed, at any moment: everybody arrives, nobody is subscribed who opted out."""

import random

import pytest
from killing import Doer
from sent import figures, marketing

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval

SEND = tool_of(send_audience)
AGREED = {f"c{i}@example.com" for i in range(1, 201) if i % 10}
FEW, MANY = 4, 60


@pytest.fixture
def doer(account, seen, here):
    found = Doer(seen.root, here, send_audience)
    yield found
    found.close()


def run_kills(kills, account, seen, doer, approved):
    draw = random.Random(kills)  # noqa: S311 - seeded moments
    count = number = 0
    answer = account.receiver.answer
    while count < kills:
        number += 1
        account.profiles = {f"c{i}@example.com": marketing("UNSUBSCRIBED") for i in (1, 2, 3)}
        account.jobs.clear()
        identity = approved(
            SEND, receiver="klaviyo", segments="at_risk", batch=60, holdout=0, list_name="VIP", subscribe=True
        )
        mine = 0
        for _ in range(draw.randrange(1, 4)):
            mine += killed(draw, answer, account, doer, identity)
        account.receiver.answer = answer
        doer.took(identity)
        told = figures(seen.result(approval(seen, identity).outcome).reply)
        assert (told["accepted"], told["subscribed"], told["opted_out_there"]) == (180, 177, 3)
        assert set(account.profiles) == AGREED
        assert AGREED - account.subscribed() == {f"c{i}@example.com" for i in (1, 2, 3)}
        assert 3 <= len(account.jobs) <= 3 + mine
        count += mine
    assert account.lists == {"L1": "VIP"}
    # Shown with -s, for the record.
    print(f"{count} kills over {number} sendings to Klaviyo")  # noqa: T201


def killed(draw, answer, account, doer, identity):
    """Kill the sender when some request arrives, or just after its answer; return whether it was alive."""
    at, after = draw.randrange(1, 16), draw.choice([True, False])
    seen = 0

    def deadly(received):
        nonlocal seen
        seen += 1
        if seen == at and not after:
            doer.kill()
        told = answer(received)
        if seen == at and after:
            doer.kill()
        return told

    account.receiver.answer = deadly
    doer.start(identity)
    return doer.ended() != 0


def test_killed_a_few_times(account, seen, doer, planted, approved):
    planted()
    run_kills(FEW, account, seen, doer, approved)


@pytest.mark.slow
def test_killed_many_times(account, seen, doer, planted, approved):
    planted()
    run_kills(MANY, account, seen, doer, approved)
