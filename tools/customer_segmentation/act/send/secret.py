"""Secrets of receivers: from the environment, or from the keyring of the machine. They are never written or shown."""

import os
from typing import Final

from customer_segmentation.kit.errors import InputError

_SERVICE: Final = "customer-segmentation"


def secret(name: str) -> str:
    """Return the secret called ``name``; raises InputError where there is none."""
    found = os.environ.get(name, "").strip() or _in_keyring(name)
    if not found:
        raise InputError("send_no_secret", name=name)
    if not found.isascii() or not found.isprintable():
        raise InputError("send_secret_odd", name=name)
    return found


def _in_keyring(name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(_SERVICE, name) or "").strip()
    except KeyringError:
        return ""
