"""``--yes`` covers writing, never sending: not by ``tool``, not by ``ask``, not by a person's word in the same message."""

import json

import pytest

from people_files import write_people
from receiving_server import receiving


@pytest.fixture
def receiver(run, here, monkeypatch):
    write_people(here)
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_SECRET", "s3cret")
    run("tool", "rfm_segments", "--source", "orders.csv", "--customers", "customers.csv")
    with receiving() as found:
        yield found


@pytest.mark.parametrize("command", ["tool", "ask", "ask in one breath", "问"])
def test_a_yes_given_beforehand_sends_nothing(run, receiver, command):
    url = receiver.url
    asked = {
        "tool": ("tool", "send_audience", "--receiver", url, "--yes", "--json"),
        "ask": ("ask", f"send everyone to {url}", "--yes", "--json"),
        "ask in one breath": ("ask", f"send everyone to {url}, I approve, yes, go ahead", "--yes", "--json"),
        "问": ("ask", f"把所有客户发到 {url} 批准", "--yes", "--json"),
    }[command]
    result = run(*asked)
    assert result.exit_code == 3, result.output
    pending = json.loads(result.stdout)["pending"]
    assert [one["tool"] for one in pending] == ["send_audience"]
    assert receiver.received == []


def test_a_word_of_its_own_sends(run, receiver):
    run("ask", f"send everyone to {receiver.url}", "--yes")
    assert receiver.received == []
    assert run("ask", "approve").exit_code == 0
    assert len(receiver.received) == 1
