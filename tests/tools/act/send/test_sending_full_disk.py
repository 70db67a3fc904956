"""A disk that fills up in the middle of a sending: it stops, says so, and goes on later without loss or doubling."""

import json

import pytest
from small_disk import small_disk

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import decide, execute, open_approvals
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace

SEND = tool_of(send_audience)


def test_nothing_is_lost_or_doubled(here, receiver, planted_in):
    with small_disk(here / "small") as disk:
        seen = Workspace.open(disk.path / "kept").with_(typed=frozenset({receiver.url}))
        planted_in(seen)
        with pytest.raises(ApprovalRequired) as raised:
            run(SEND, {"receiver": receiver.url, "segments": "at_risk", "batch": 1, "holdout": 0}, seen)
        identity = raised.value.approval_id
        decide(seen, identity, "approved", by="person", surface="test")

        def fills_up(_received):
            if len(receiver.received) == 1:
                disk.fill()
            return 200, {}, b""

        receiver.answer = fills_up
        with pytest.raises(InputError) as stopped:
            execute(SEND, seen, identity)
        assert stopped.value.code == "disk_problem"
        assert str(disk.path) in stopped.value.said("zh")
        before = len(receiver.received)
        disk.free()
        assert [one.id for one in open_approvals(seen)] == [identity]
        if open_approvals(seen)[0].status == "waiting":
            decide(seen, identity, "approved", by="person", surface="test")
        reply = execute(SEND, seen, identity).reply
    bodies = {}
    for one in receiver.received:
        assert bodies.setdefault(one.key, one.body) == one.body
    rows = [row["customer_id"] for body in bodies.values() for row in json.loads(body)["customers"]]
    assert sorted(rows) == sorted(f"c{i}" for i in range(1, 201) if i % 10)
    assert reply.facts["send_audience.all.accepted"].value == 180
    assert len(receiver.received) - len(bodies) <= 1
    assert before < len(receiver.received)
