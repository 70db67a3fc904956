"""Secrets that a person put into the keyring of the machine."""

from typing import Final

_SERVICE: Final = "customer-segmentation"


def in_keyring(name: str) -> str | None:
    """Return the secret kept under a name; None where the machine has no keyring or the keyring no such name."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None
