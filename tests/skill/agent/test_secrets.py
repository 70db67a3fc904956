"""Secrets of receivers are in nothing that is written, said, logged or told to a model: every byte is looked at."""

import base64
import logging

import pytest
from scripted_endpoint import calls, says, scripted_endpoint

from customer_segmentation.act.send.klaviyo_api import KlaviyoApi
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from klaviyo_server import klaviyo
from people_files import write_people
from receiving_server import receiving

KEY, SECRET = "pk_plnt3d0k3y0w0rd", "plnt3d-s3cr3t-w0rd"
TOKEN = "t0ken-in-the-path"  # noqa: S105


def shapes(secret):
    """Return a secret as it is and as it might be wrapped."""
    plain = secret.encode()
    return [plain, plain[:12], base64.b64encode(plain)[:-4], plain.hex().encode()]


def segment(workspace):
    run(tool_of(load_data), {"source": "orders.csv", "customers": "customers.csv"}, workspace)
    run(tool_of(rfm_segments), {}, workspace)


@pytest.fixture
def secrets(monkeypatch, here):
    write_people(here)
    monkeypatch.setattr(KlaviyoApi, "per_second", 10_000.0)
    with klaviyo(KEY) as account, receiving() as receiver:
        monkeypatch.setenv("KLAVIYO_API_KEY", KEY)
        monkeypatch.setenv("CUSTOMER_SEGMENTATION_KLAVIYO_URL", account.url)
        monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_URL", f"{receiver.url}/{TOKEN}")
        yield account, receiver


def test_no_byte_that_is_kept_or_said_holds_a_secret(talk, here, secrets, caplog, capfd):
    account, receiver = secrets
    caplog.set_level(logging.DEBUG)
    account.malformed = {"k1@shop.example": "invalid"}
    script = [
        calls(("rfm_segments", {"source": "orders.csv", "customers": "customers.csv"})),
        calls(
            ("send_audience", {"receiver": "klaviyo", "list_name": "VIP", "subscribe": True}),
            ("send_audience", {"receiver": "webhook"}),
        ),
        says("Both wait for your yes."),
        says("Nothing to add."),
    ]
    with scripted_endpoint(*script) as endpoint:
        turns = [talk("analyse orders.csv and send everyone to klaviyo and the webhook", endpoint=endpoint)]
        assert len(turns[0].pending) == 2
        account.key = "another"
        turns.append(talk("approve", endpoint=endpoint))
        assert "Check KLAVIYO_API_KEY" in turns[1].reply
        account.key = KEY
        turns.append(talk("approve", endpoint=endpoint))
        turns.append(talk("what have you done so far?", endpoint=endpoint))
        told = endpoint.raw
    assert len(account.jobs) == 1
    assert [one.path for one in receiver.received] == [f"/hook/{TOKEN}"]
    said = "".join(turn.model_dump_json() for turn in turns).encode()
    printed = "".join(capfd.readouterr()).encode()
    logged = caplog.text.encode()
    kept = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert len(kept) > 10
    for secret in (KEY, SECRET, TOKEN):
        for shape in shapes(secret):
            assert not any(shape in text for text in (told, said, printed, logged)), shape
            assert [str(path) for path, content in kept.items() if shape in content] == []


def test_a_secret_from_the_keyring_is_enough(talk, workspace, here, secrets, monkeypatch):
    import keyring
    from keyring.backend import KeyringBackend

    class Ring(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return {("customer-segmentation", "KLAVIYO_API_KEY"): KEY}.get((service, username))

        def set_password(self, *_):
            raise NotImplementedError

        def delete_password(self, *_):
            raise NotImplementedError

    account, _ = secrets
    before = keyring.get_keyring()
    monkeypatch.delenv("KLAVIYO_API_KEY")
    keyring.set_keyring(Ring())
    try:
        segment(workspace)
        talk("send everyone to klaviyo")
        talk("approve")
    finally:
        keyring.set_keyring(before)
    assert [job["total"] for job in account.jobs.values()] == [len(account.profiles)]
    assert len(account.profiles) > 40
    assert not any(KEY.encode() in path.read_bytes() for path in here.rglob("*") if path.is_file())
