"""A webhook over a real connection: answers, pauses, redirects, certificates, and receivers that misbehave."""

import datetime as dt
import ipaddress
import ssl

import pytest

from customer_segmentation.act.send import https_post, retrying
from customer_segmentation.act.send.connector import Batch
from customer_segmentation.act.send.hook_address import hook_address
from customer_segmentation.act.send.retrying import ATTEMPTS, Pace, pause, retry_after
from customer_segmentation.act.send.webhook import Webhook
from customer_segmentation.kit.errors import InputError
from receiving_server import receiving

BATCH = Batch(number=1, of=1, key="abc-1", customers=["c1"], rows=[{"customer_id": "c1", "名": "Łódź"}])


def deliver(url):
    return Webhook(hook_address(url, private=False), "word").deliver(BATCH, "", lambda _: None)


def failing(url):
    with pytest.raises(InputError) as raised:
        deliver(url)
    return raised.value.code


def test_what_may_pass_is_tried_again_under_the_same_key_and_body(receiver, pauses):
    receiver.answers(503, 429, (None, {}, b""), 500)
    assert deliver(receiver.url).accepted == 1
    assert len(receiver.received) == 5
    assert {one.key for one in receiver.received} == {"abc-1"}
    assert len({one.body for one in receiver.received}) == 1
    assert pauses == [pause("abc-1", attempt) for attempt in range(1, 5)]
    assert receiver.received[0].json["customers"] == BATCH.rows


def test_pauses_double_and_never_fall_together():
    for attempt in range(1, ATTEMPTS):
        found = [pause(f"key-{n}", attempt) / 2.0 ** (attempt - 1) for n in range(200)]
        assert min(found) >= 0.5
        assert max(found) <= 1.5
        assert len(set(found)) == 200
    assert pause("x", 20) <= 90


def test_it_gives_up_after_some_attempts(receiver, pauses):
    receiver.answer = lambda _: (500, {}, b"")
    assert failing(receiver.url) == "send_status"
    assert len(receiver.received) == ATTEMPTS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 422])
def test_what_will_not_pass_is_not_tried_again(receiver, pauses, status):
    receiver.answers((status, {}, b"<script>alert('c1')</script>" * 9))
    with pytest.raises(InputError) as raised:
        deliver(receiver.url)
    assert str(status) in raised.value.said("en")
    assert "script" not in raised.value.said("en")
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_refused(receiver, status):
    with receiving() as other:
        receiver.answers((status, {"Location": other.url}, b""))
        assert failing(receiver.url) == "send_redirected"
        assert other.received == []


def test_the_receiver_says_how_long_to_wait(receiver, pauses):
    receiver.answers((429, {"Retry-After": "7"}, b""), (503, {"Retry-After": "0"}, b""))
    deliver(receiver.url)
    assert pauses == [7.0, 0.0]


def test_nobody_waits_for_an_hour(receiver, pauses):
    receiver.answers((429, {"Retry-After": "3600"}, b""))
    with pytest.raises(InputError) as raised:
        deliver(receiver.url)
    assert (raised.value.code, raised.value.values) == ("send_wait", {"minutes": 60})
    assert pauses == []


def test_retry_after_as_a_date_or_as_nonsense():
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=100)
    assert 95 <= retry_after(soon.strftime("%a, %d %b %Y %H:%M:%S GMT")) <= 101
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    for nonsense in (None, "", "soon", "-5", "1e9", "٣", "99:99", "Wed, 99 Oct 2015 07:28:00 GMT"):
        assert retry_after(nonsense) is None
    assert retry_after("9" * 5000) == 999_999_999


def test_nobody_there(pauses):
    with receiving() as gone:
        url = gone.url
    assert failing(url) == "send_unreachable"
    assert len(pauses) == ATTEMPTS - 1


def test_a_receiver_that_never_answers_is_left(receiver, pauses, monkeypatch):
    monkeypatch.setattr(https_post, "_SILENCE", 0.05)
    receiver.answer = lambda _: _slow()
    assert failing(receiver.url) == "send_unreachable"


def _slow():
    import threading

    threading.Event().wait(0.15)
    return (200, {}, b"")


def test_proxies_of_the_environment_are_not_asked(receiver, monkeypatch):
    with receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        deliver(receiver.url)
        assert (len(receiver.received), proxy.received) == (1, [])


def certificate(folder):
    """Make a certificate for 127.0.0.1 that only its own maker vouches for."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_certificates_are_checked(tmp_path, monkeypatch, pauses):
    with receiving(certificate(tmp_path)) as secure:
        assert failing(secure.url) == "send_certificate"
        assert secure.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert deliver(secure.url).accepted == 1
        assert failing(secure.url.replace("127.0.0.1", "localhost")) == "send_certificate"
        assert len(secure.received) == 1


def test_nothing_of_the_receivers_header_is_believed(receiver, pauses):
    receiver.answers((200, {"Retry-After": "9999", "Location": "https://evil.example"}, b"{" * 100_000))
    assert deliver(receiver.url).accepted == 1


def test_no_more_calls_pass_in_a_second_than_agreed(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(retrying.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(retrying.time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    pace, at = Pace(5.0), []
    for _ in range(11):
        pace.wait()
        at.append(round(clock[0], 6))
    assert at == [round(n / 5, 6) for n in range(11)]
    clock[0] += 100
    pace.wait()
    assert clock[0] == 102.0
