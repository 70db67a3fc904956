"""The machines that sheets are read from: Google's, or a stand-in on this machine for trying things out."""

import os
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from customer_segmentation.kit.errors import InputError

STAND_IN: Final = "CUSTOMER_SEGMENTATION_SHEETS_URL"
"""Environment variable: where a stand-in for Google's machines is, on this machine only."""
_DOCUMENTS: Final = "https://docs.google.com"
_INTERFACE: Final = "https://sheets.googleapis.com"
_CONTENT: Final = ".googleusercontent.com"
"""Where an export is sent from: docs.google.com leads there."""
_LOGIN: Final = "accounts.google.com"
_TOKENS: Final = (".googleapis.com", "accounts.google.com")
_LOGIN_PATHS: Final = ("/ServiceLogin", "/v3/signin", "/signin", "/accounts/")


def documents() -> str:
    """Return where documents are exported from, without a slash at the end."""
    return _stand_in() or _DOCUMENTS


def on_interface(endpoint: str) -> str:
    """Return an address of the interface as it is to be called."""
    base = _stand_in()
    return f"{base}{endpoint.removeprefix(_INTERFACE)}" if base else endpoint


def check_redirect(url: str) -> None:
    """Raise InputError unless an export may lead there.

    A document that is not open to everybody leads to a page that asks who one is.
    """
    to = urlsplit(url)
    host = to.hostname or ""
    if host == _LOGIN or to.path.startswith(_LOGIN_PATHS):
        raise InputError("sheet_not_public")
    base = _stand_in()
    if base:
        free = to.scheme == "http" and to.netloc == urlsplit(base).netloc
    else:
        free = to.scheme == "https" and (host == urlsplit(_DOCUMENTS).hostname or host.endswith(_CONTENT))
    if not free:
        raise InputError("sheet_redirected", host=host)


def check_token_address(url: str) -> None:
    """Raise InputError unless a key may be exchanged for a token there: at Google, or at the stand-in."""
    to = urlsplit(url)
    base = _stand_in()
    google = to.scheme == "https" and (to.hostname or "").endswith(_TOKENS)
    if not google and not (base and to.netloc == urlsplit(base).netloc):
        raise InputError("sheet_redirected", host=to.hostname or "")


def _stand_in() -> str:
    base = os.environ.get(STAND_IN, "").strip().rstrip("/")
    if base and not _is_here(base):
        raise InputError("sheet_stand_in", variable=STAND_IN)
    return base


def _is_here(base: str) -> bool:
    try:
        parts = urlsplit(base)
        return parts.scheme == "http" and not parts.username and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
