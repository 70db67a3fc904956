"""Passwords in addresses of databases: kept in the memory of this process, never written or shown.

An address without its password is what everything else sees. After a restart the password comes from the keyring of
the machine, or from where the database's own tools look for it: ``PGPASSWORD`` or a pgpass file.
"""

import re
from typing import Final
from urllib.parse import unquote

from customer_segmentation.workspace.keyring_secret import in_keyring

_IN_ADDRESS: Final = re.compile(
    r"(?P<lead>[a-z][a-z0-9+.-]*://[^\s:/?#@]+):(?P<password>[^\s/?#]*)@", re.IGNORECASE
)
_IN_QUERY: Final = re.compile(
    r"(?P<lead>[?&])(?:password|passwd)=(?P<password>[^&\s]*)(?P<more>&?)", re.IGNORECASE
)
_MISWRITTEN: Final = re.compile(
    r"(?P<lead>(?:postgres(?:ql)?|mysql)(?:\+\w+)?://[^\s:/?#@]+):(?!\d+[/?])(?P<password>\S*)@",
    re.IGNORECASE,
)
"""A password with characters that should have been written as %2F and the like: still nobody's to see."""
_END: Final = r"[^\s\"'<>，。；]*"
_ADDRESS: Final = re.compile(rf"[a-z][a-z0-9+.-]*://{_END}", re.IGNORECASE)

_PASSWORDS: Final[dict[str, str]] = {}


def without_passwords(text: str) -> str:
    """Return a text whose addresses have no passwords; ``password_of`` knows them from here on."""
    return _MISWRITTEN.sub(_whole, _ADDRESS.sub(lambda found: _remembered(found[0]), text))


def password_of(address: str) -> str | None:
    """Return the password that was given with an address in this process, or that the keyring has for it, if any."""
    return _PASSWORDS.get(_key(address)) or in_keyring(address)


def _whole(found: re.Match[str]) -> str:
    """Take the password out of an address in which it is miswritten."""
    rest = re.match(_END, found.string[found.end() :])
    _PASSWORDS[_key(f"{found['lead']}@{rest[0] if rest else ''}")] = unquote(found["password"])
    return f"{found['lead']}@"


def _remembered(address: str) -> str:
    given = [found["password"] for found in (_IN_ADDRESS.search(address), _IN_QUERY.search(address)) if found]
    plain = _IN_ADDRESS.sub(r"\g<lead>@", address)
    plain = _IN_QUERY.sub(lambda found: found["lead"] if found["more"] else "", plain)
    if given and given[0]:
        _PASSWORDS[_key(plain)] = unquote(given[0])
    return plain


def _key(address: str) -> str:
    """Return an address however its kind is spelt, and without the point that ends a sentence."""
    return address.partition("://")[2].rstrip(".,;:!?)")
