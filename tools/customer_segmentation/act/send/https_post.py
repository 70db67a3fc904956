"""Sending one body over HTTP: to the number that was looked at, with TLS checked, no proxy, no redirect, no waiting for ever."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from customer_segmentation.act.send.hook_address import HookAddress
from customer_segmentation.act.send.retrying import Again, retry_after
from customer_segmentation.kit.errors import InputError

_CONNECT: Final = 10.0
_SILENCE: Final = 30.0
_WHOLE: Final = 60.0
"""Seconds to connect, without a byte, and for an answer as a whole."""
_READ: Final = 65_536
"""Bytes of an answer that are read and thrown away, so that the receiver sees its answer taken."""


@dataclass(frozen=True)
class Answer:
    """The status of an answer, and the pause it asks for. What else it says is not looked at."""

    status: int
    after: float | None


def https_post(address: HookAddress, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post ``body`` and return the answer.

    Raises:
        InputError: The address may not be sent to, or its certificate is not valid.
        Again: The receiver cannot be reached, or broke off.
    """
    unreachable = Again(InputError("send_unreachable", host=address.shown))
    sock = _connected(address, unreachable)
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.sock = sock
    watch = threading.Timer(_WHOLE, _cut, (sock,))
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", address.path, body, {**headers, "Host": address.shown})
        response = connection.getresponse()
        response.read(_READ)
    except (OSError, http.client.HTTPException) as error:
        raise unreachable from error
    finally:
        watch.cancel()
        connection.close()
        sock.close()
    return Answer(response.status, retry_after(response.getheader("Retry-After")))


def _connected(address: HookAddress, unreachable: Again) -> socket.socket:
    for number in address.numbers():
        try:
            plain = socket.create_connection((number, address.port), timeout=_CONNECT)
        except OSError:
            continue
        try:
            plain.settimeout(_SILENCE)
            if not address.secure:
                return plain
            return ssl.create_default_context().wrap_socket(plain, server_hostname=address.host)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise InputError("send_certificate", host=address.shown) from error
        except OSError:
            plain.close()
    raise unreachable


def _cut(sock: socket.socket) -> None:
    """End a connection that another thread waits on."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
