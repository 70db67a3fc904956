"""Secrets of receivers: from the environment, or from the keyring of the machine. They are never written or shown."""

import os

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.keyring_secret import in_keyring


def secret(name: str) -> str:
    """Return the secret called ``name``; raises InputError where there is none."""
    found = os.environ.get(name, "").strip() or (in_keyring(name) or "").strip()
    if not found:
        raise InputError("send_no_secret", name=name)
    if not found.isascii() or not found.isprintable():
        raise InputError("send_secret_odd", name=name)
    return found
