"""The server on a port of this machine, for hosts that do not start programs: streamable HTTP with a token.

It listens on 127.0.0.1 alone, takes no Host or Origin but this machine's own, and answers nobody without the token.
"""

import hmac
import os
import secrets
import socket
from threading import Thread
from typing import Final

import click
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import message
from customer_segmentation_skill.surfaces.mcp.server import declarations, mcp_server
from customer_segmentation_skill.surfaces.mcp.serving import Serving

VARIABLE: Final = "CUSTOMER_SEGMENTATION_MCP_TOKEN"
"""A token of the person's own, so that a host need not be told another after each start."""

_HOST: Final = "127.0.0.1"
_PATH: Final = "/mcp"
_SHORTEST: Final = 16
_LARGEST_REQUEST: Final = 4_000_000


def serve(serving: Serving, port: int) -> None:
    """Serve until the process is told to end; where and with what token is printed to stderr."""
    token, listening = _token(), _listening(port)
    url = f"http://{_HOST}:{listening.getsockname()[1]}{_PATH}"
    click.echo(f"{message('mcp_at', serving.language, url=url)}\n{token}", err=True)
    Thread(target=declarations, daemon=True).start()
    config = uvicorn.Config(application(serving, token), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listening])


def application(serving: Serving, token: str) -> ASGIApp:
    """Return the server as an ASGI application that lets nobody in without the token."""
    app = mcp_server(serving).streamable_http_app(
        streamable_http_path=_PATH, host=_HOST, max_request_body_size=_LARGEST_REQUEST
    )
    return _Guarded(app, token)


class _Guarded:
    """Turns away every request without the token, before anything reads its body."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._knows(scope):
            refused = PlainTextResponse(
                "The token is missing or wrong.", 401, headers={"WWW-Authenticate": "Bearer"}
            )
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        given = dict(scope["headers"]).get(b"authorization", b"")
        return hmac.compare_digest(given, self._expected)


def _token() -> str:
    own = os.environ.get(VARIABLE, "")
    if own and len(own) < _SHORTEST:
        raise InputError("mcp_token_weak", length=_SHORTEST)
    return own or secrets.token_urlsafe(32)


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Without it a port stays taken for a minute after a server has ended.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise InputError("mcp_port_taken", port=port, problem=error.strerror or error) from error
    return listening
