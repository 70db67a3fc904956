"""The address of a webhook: which ones may be sent to, decided from the text and again from what it resolves to.

A name that a person trusts may lead to a machine of their own network (server-side request forgery), so that the
numbers behind a name are looked at before anything is sent, and the connection goes to the number looked at.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from customer_segmentation.kit.errors import InputError

_LONGEST: Final = 2000
_VISIBLE: Final = re.compile(r"[!-~]+")
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\.?")
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)\.?")
_PORTS: Final = {"https": 443, "http": 80}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

_Number = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class HookAddress:
    """Where a webhook is; ``is_private`` if a machine of the own network was allowed."""

    secure: bool
    host: str
    port: int
    path: str
    is_private: bool = False

    @property
    def shown(self) -> str:
        """The host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"

    @property
    def whole(self) -> str:
        """The address as text."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}{self.path}"

    def numbers(self) -> list[str]:
        """Return the numbers of the host, each one that may be sent to.

        Raises:
            InputError: There is none, or one of them may not be sent to.
        """
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise InputError("send_host_unknown", host=self.shown) from error
        numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for number in numbers:
            self._check(ipaddress.ip_address(number.partition("%")[0]))
        return numbers

    def _check(self, number: _Number) -> None:
        plain = _within(number)
        if plain.is_loopback:
            return
        if plain.is_link_local or plain.is_multicast or plain.is_unspecified or plain.is_reserved:
            raise InputError("send_host_forbidden", host=self.shown)
        if not self.secure:
            raise InputError("send_not_secure", host=self.shown)
        if not plain.is_global and not self.is_private:
            raise InputError("send_host_private", host=self.shown)


def hook_address(url: str, *, private: bool) -> HookAddress:
    """Return the address that a text is; nothing is looked up yet.

    Raises:
        InputError: It is no plain https address (http on this machine), or hides something: a user or password, a
            query, odd characters, a number spelt as no number is.
    """
    scheme, separator, rest = url.partition("://")
    secure = scheme.lower() == "https"
    if not separator or scheme.lower() not in _PORTS or len(url) > _LONGEST:
        raise InputError("send_address_wrong")
    if not rest.isascii():
        raise InputError("send_address_unicode")
    if not _VISIBLE.fullmatch(rest) or set(rest) & set('\\<>"`{}|^'):
        raise InputError("send_address_wrong")
    if "@" in rest.split("/")[0] or "?" in rest or "#" in rest:
        raise InputError("send_address_secret")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise InputError("send_address_wrong") from error
    made = HookAddress(
        secure, host, _PORTS[scheme.lower()] if port is None else port, parts.path or "/", private
    )
    _check_host(made)
    return made


def _check_host(address: HookAddress) -> None:
    host = address.host
    try:
        address._check(ipaddress.ip_address(host))  # noqa: SLF001 - the same rule for a number as for a name
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        if not address.port or not _NAME.fullmatch(host) or len(host) > 253 or _NUMBER.fullmatch(last):  # noqa: PLR2004
            raise InputError("send_address_wrong") from None
        if not address.secure and host != "localhost":
            raise InputError("send_not_secure", host=address.shown) from None


def _within(number: _Number) -> _Number:
    """Return the IPv4 number that an IPv6 number stands for, where it does."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else number)
