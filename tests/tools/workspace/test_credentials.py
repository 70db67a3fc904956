"""Passwords in addresses: taken out of every text, known again in this process, or looked up in the keyring."""

import sys

import pytest

from customer_segmentation.workspace import credentials
from customer_segmentation.workspace.credentials import password_of, without_passwords


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(credentials, "_PASSWORDS", {})
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.mark.parametrize(
    ("said", "plain", "password"),
    [
        ("load postgresql://me:p%2Fw@h/db.", "load postgresql://me@h/db.", "p/w"),
        ("postgresql://me:p/w;x@h:5432/db", "postgresql://me@h:5432/db", "p/w;x"),
        ('postgresql://me:p"w，x@h/db', "postgresql://me@h/db", 'p"w，x'),
        ("postgresql://me@h/db?password=pw&sslmode=require", "postgresql://me@h/db?sslmode=require", "pw"),
    ],
)
def test_a_password_is_taken_out_and_known(said, plain, password):
    assert without_passwords(said) == plain
    assert password_of(plain.removeprefix("load ")) == password


@pytest.mark.parametrize(
    "said", ["postgresql://h:5432/db?x=1 and a@b", "see https://x.example:80/a@b", "postgresql://me@h/db"]
)
def test_what_has_no_password_stays_as_it_is(said):
    assert (without_passwords(said), password_of(said)) == (said, None)


def test_the_keyring_is_asked_for_the_address(monkeypatch):
    monkeypatch.delitem(sys.modules, "keyring")
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend

    class InMemory(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return {("customer-segmentation", "postgresql://me@h/db"): "kept"}.get((service, username))

        def set_password(self, service, username, password):
            raise NotImplementedError

        def delete_password(self, service, username):
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    try:
        assert password_of("postgresql://me@h/db") == "kept"
        assert password_of("postgresql://me@h/other") is None
    finally:
        keyring.set_keyring(before)
