"""A person who is forgotten is in nothing that a sending left, finished or not: every byte is looked at."""

import csv

import pytest
from sent import again, figures

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, decide, execute
from customer_segmentation.workspace.forget import forget
from customer_segmentation.workspace.held import held
from customer_segmentation.workspace.outputs import put_out

SEND, EXPORT = tool_of(send_audience), tool_of(export_audience)


def holding(root, person):
    """Return the files under a folder that hold a person, by id as a word of its own or by address."""
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file() and any(word in path.read_bytes() for word in person)
    ]


def person(number):
    return [f'"c{number}"'.encode(), f"c{number}@example.com".encode(), f"\nc{number},".encode()]


def test_who_was_refused_is_in_no_file_any_more(klaviyo_send, account, seen, here):
    account.malformed = {"c3@example.com": "invalid", "c5@example.com": "invalid"}
    account.failing = {"c7@example.com": "duplicate"}
    _, reply = klaviyo_send()
    result = next(one for one in seen.results() if one.tool == "send_audience")
    out = put_out(reply.artifacts[0], result.folder)
    with out.open(encoding="utf-8") as rows:
        assert [row[0] for row in csv.reader(rows)] == ["customer_id", "c3", "c5", "c7"]
    assert holding(seen.root, person(3)) != []
    gone = forget(seen, "C3@Example.com")
    assert (gone.sendings, gone.receivers) == (1, [account.url.removeprefix("http://")])
    assert holding(here, person(3)) == []
    assert not out.exists()
    assert holding(seen.root, person(5)) == [f"sends/{_only(seen)}/refused.jsonl"]


def _only(seen):
    (folder,) = (seen.root / "sends").iterdir()
    return folder.name


def test_who_was_still_to_be_sent_is_not_sent(send, seen, receiver, pauses):
    receiver.answers(200, *[500] * 6)
    _, error = send(holdout=0)
    assert error.code == "send_stopped"
    first = {row["customer_id"] for row in receiver.received[0].json["customers"]}
    waiting = next(f"c{i}" for i in range(1, 201) if i % 10 and f"c{i}" not in first)
    (seen.root / "sends" / send.identity / ".xyz.jsonl.part").write_text(f'[2, "{waiting}", {{}}]')
    gone = forget(seen, waiting)
    assert gone.sendings == 1
    assert holding(seen.root, person(waiting[1:])) == []
    before = len(receiver.received)
    reply = again(seen, send.identity)
    arrived = [row["customer_id"] for one in receiver.received[before:] for row in one.json["customers"]]
    everyone = {f"c{i}" for i in range(1, 201) if i % 10}
    assert sorted(arrived) == sorted(everyone - first - {waiting})
    assert figures(reply)["accepted"] == 179


def test_a_customer_called_like_a_batch_takes_no_acknowledgement_along(send, seen, receiver, pauses):
    receiver.answers(200, *[500] * 6)
    send(holdout=0)
    cursor = (seen.root / "sends" / send.identity / "cursor.jsonl").read_text()
    forget(seen, "1")
    assert (seen.root / "sends" / send.identity / "cursor.jsonl").read_text() == cursor


def test_a_proposal_whose_basis_went_says_so(send, seen, receiver, approved):
    identity = approved(SEND, receiver=receiver.url, segments="at_risk")
    exporting = approved(EXPORT, segments="at_risk", path="list.csv")
    forget(seen, "c1")
    for tool, one in ((SEND, identity), (EXPORT, exporting)):
        with pytest.raises(InputError) as raised:
            execute(tool, seen, one)
        assert raised.value.code == "approval_basis_gone"
        assert approval(seen, one).status == "waiting"
    assert receiver.received == []


def test_the_reference_of_an_import_goes_with_a_person_it_names(send, klaviyo_send, account, seen, pauses):
    account.malformed = {"c1@example.com": "invalid"}
    account.looks = 1000
    klaviyo_send()
    assert holding(seen.root / "sends", [b'\\"c1\\"']) != []
    forget(seen, "c1")
    assert holding(seen.root / "sends", [b'\\"c1\\"', *person(1)]) == []
    account.looks = 1
    assert figures(again(seen, send.identity))["accepted"] == 179


def test_nobody_is_forgotten_in_the_middle_of_a_sending(send, seen, receiver, pauses):
    receiver.answers(*[500] * 6)
    send(holdout=0)
    with held(seen, send.identity), pytest.raises(InputError) as raised:
        forget(seen, "c1")
    assert raised.value.code == "held_elsewhere"
    assert holding(seen.root / "sends", person(1)) != []


def test_what_a_killed_export_left_beside_its_place_goes_too(seen, planted, approved, here):
    planted()
    identity = approved(EXPORT, segments="at_risk", path="list.csv")
    draft = here / f".list.csv.{identity}.part"
    draft.write_text("customer_id\nc1\n")
    (here / ".list.csv.other.part").write_text("not ours")
    forget(seen, "c2")
    assert draft.exists()
    decide(seen, identity, "rejected", by="person", surface="test")
    forget(seen, "c1")
    assert not draft.exists()
    assert (here / ".list.csv.other.part").exists()


def test_a_sending_that_was_done_stays_done(send, seen, receiver):
    receiver.answers(200)
    send(holdout=0)
    before = len(receiver.received)
    forget(seen, "c1")
    assert approval(seen, send.identity).status == "done"
    execute(SEND, seen, send.identity)
    assert len(receiver.received) == before
