"""Addresses of webhooks: which may be sent to, whatever tricks they are spelt with."""

import socket

import pytest

from customer_segmentation.act.send.hook_address import hook_address
from customer_segmentation.kit.errors import InputError


def refused(url, *, private=False):
    try:
        address = hook_address(url, private=private)
    except InputError as error:
        return error.code
    with pytest.raises(InputError) as raised:
        address.numbers()
    return raised.value.code


@pytest.fixture
def resolves(monkeypatch):
    """Let every name resolve to these numbers."""

    def to(*numbers):
        def answer(host, port, **_):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    return to


@pytest.mark.parametrize(
    ("url", "shown", "path"),
    [
        ("https://hooks.example.com/a/b", "hooks.example.com", "/a/b"),
        ("https://hooks.example.com", "hooks.example.com", "/"),
        ("HTTPS://Hooks.Example.com:8443/x", "hooks.example.com:8443", "/x"),
        ("https://xn--bcher-kva.example/x", "xn--bcher-kva.example", "/x"),
        ("https://[2606:4700::1111]/x", "[2606:4700::1111]", "/x"),
        ("http://localhost:8080/x", "localhost:8080", "/x"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080", "/x"),
        ("http://[::1]:8080/x", "[::1]:8080", "/x"),
    ],
)
def test_plain_addresses(url, shown, path):
    address = hook_address(url, private=False)
    assert (address.shown, address.path) == (shown, path)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.com/x", "send_not_secure"),
        ("http://10.0.0.1/x", "send_not_secure"),
        ("ftp://hooks.example.com/x", "send_address_wrong"),
        ("https:/hooks.example.com/x", "send_address_wrong"),
        ("https://", "send_address_wrong"),
        ("https:///x", "send_address_wrong"),
        ("https://user@hooks.example.com/x", "send_address_secret"),
        ("https://user:word@hooks.example.com/x", "send_address_secret"),
        ("https://hooks.example.com@evil.example/x", "send_address_secret"),
        ("https://hooks.example.com/x?token=1", "send_address_secret"),
        ("https://hooks.example.com/x#@evil.example", "send_address_secret"),
        ("https://hooks.example.com\\@evil.example/x", "send_address_wrong"),
        ("https://hooks.example.com/x\r\nX-Evil: 1", "send_address_wrong"),
        ("https://hooks.example.com/x\nHost: evil.example", "send_address_wrong"),
        ("https://hooks.example.com/\tx", "send_address_wrong"),
        ("https://hooks.example.com/ x", "send_address_wrong"),
        ("https://hooks.example.com/\x00", "send_address_wrong"),
        ("https://hooks.examp\u043be.com/x", "send_address_unicode"),
        ("https://hooks\u3002example.com/x", "send_address_unicode"),
        ("https://\u24d4xample.com/x", "send_address_unicode"),
        ("https://hooks.example.com:0/x", "send_address_wrong"),
        ("https://hooks.example.com:99999/x", "send_address_wrong"),
        ("https://hooks.example.com:80a/x", "send_address_wrong"),
        ("https://2130706433/x", "send_address_wrong"),
        ("https://0x7f000001/x", "send_address_wrong"),
        ("https://0177.0.0.1/x", "send_address_wrong"),
        ("https://127.1/x", "send_address_wrong"),
        ("https://10.0.0.08/x", "send_address_wrong"),
        ("https://[::1/x", "send_address_wrong"),
        ("https://[fe80::1%25eth0]/x", "send_host_forbidden"),
        ("https://-x.example/x", "send_address_wrong"),
        ("https://a..example/x", "send_address_wrong"),
        ("https://" + "a" * 300 + ".example/x", "send_address_wrong"),
        ("https://hooks.example.com/" + "a" * 2000, "send_address_wrong"),
    ],
)
def test_odd_addresses_are_refused_before_anything_is_looked_up(url, code):
    assert refused(url) == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10.0.0.1", "send_host_private"),
        ("172.16.3.4", "send_host_private"),
        ("192.168.1.1", "send_host_private"),
        ("100.64.0.1", "send_host_private"),
        ("fd00::1", "send_host_private"),
        ("::ffff:10.0.0.1", "send_host_private"),
        ("64:ff9b::a00:1", "send_host_private"),
        ("2002:a00:1::1", "send_host_private"),
        ("169.254.169.254", "send_host_forbidden"),
        ("fe80::1", "send_host_forbidden"),
        ("::ffff:169.254.169.254", "send_host_forbidden"),
        ("0.0.0.0", "send_host_forbidden"),  # noqa: S104
        ("::", "send_host_forbidden"),
        ("224.0.0.1", "send_host_forbidden"),
        ("240.0.0.1", "send_host_forbidden"),
    ],
)
def test_what_a_name_leads_to_is_looked_at(resolves, number, code):
    literal = f"[{number}]" if ":" in number else number
    assert refused(f"https://{literal}/x") == code
    resolves("93.184.216.34", number)
    assert refused("https://hooks.example.com/x") == code
    if code == "send_host_private":
        allowed = hook_address("https://hooks.example.com/x", private=True)
        assert allowed.numbers() == ["93.184.216.34", number]
    else:
        assert refused("https://hooks.example.com/x", private=True) == code


def test_localhost_without_tls_must_be_this_machine(resolves):
    resolves("93.184.216.34")
    assert refused("http://localhost/x") == "send_not_secure"


def test_a_name_that_leads_nowhere(monkeypatch):
    def fails(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert refused("https://hooks.example.com/x") == "send_host_unknown"


def test_no_message_repeats_more_than_the_host():
    for url in (
        "https://u:s3cret@h.example/x",
        "https://h.example/x?token=s3cret",
        "http://h.example/s3cret",
    ):
        with pytest.raises(InputError) as raised:
            hook_address(url, private=False)
        assert "s3cret" not in raised.value.said("en") + raised.value.said("zh")
