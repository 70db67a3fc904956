"""The key of a Google service account: a file named in the environment, or a secret of the keyring.

The key is held for as long as a sheet is read. It is never written, shown or told to a model; of what it says only
the account's own address is ever named, since a sheet must be shared with it.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from customer_segmentation.data.sheets.hosts import check_token_address
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.keyring_secret import in_keyring

NAME: Final = "GOOGLE_APPLICATION_CREDENTIALS"
"""Environment variable with the path of the key's file; in the keyring, the name of the key itself."""
_NEEDED: Final = ("client_email", "private_key", "token_uri")
_LONGEST: Final = 100_000


@dataclass(frozen=True)
class ServiceAccount:
    """A service account: the address that a sheet is shared with, and its key as Google gave it."""

    email: str
    key: dict[str, Any] = field(repr=False)


def service_account() -> ServiceAccount | None:
    """Return the service account of this machine, None where there is none.

    Raises:
        InputError: What should be its key is none, or would be shown to others than Google.
    """
    path = os.environ.get(NAME, "").strip()
    text = _in_file(path) if path else (in_keyring(NAME) or "").strip()
    if not text:
        return None
    try:
        key = json.loads(text)
    except ValueError:
        raise _wrong() from None  # the error of the parser would quote the key
    if not isinstance(key, dict) or key.get("type") != "service_account":
        raise _wrong()
    if not all(isinstance(key.get(name), str) and key[name] for name in _NEEDED):
        raise _wrong()
    check_token_address(key["token_uri"])
    return ServiceAccount(key["client_email"], key)


def _in_file(path: str) -> str:
    try:
        with Path(path).expanduser().open(encoding="utf-8") as file:
            return file.read(_LONGEST)
    except (OSError, UnicodeDecodeError, RuntimeError):
        raise InputError("sheet_key_missing", name=NAME) from None


def _wrong() -> InputError:
    return InputError("sheet_key_wrong", name=NAME)
