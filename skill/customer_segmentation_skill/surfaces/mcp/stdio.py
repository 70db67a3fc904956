"""The server on standard input and output: the host starts it, and it ends when the host does."""

import signal
import sys
from threading import Thread

import anyio
import click
from mcp.server.stdio import stdio_server

from customer_segmentation.kit.words import message
from customer_segmentation_skill.surfaces.mcp.server import declarations, mcp_server
from customer_segmentation_skill.surfaces.mcp.serving import Serving


def serve(serving: Serving) -> None:
    """Serve until the input ends. Only the protocol goes to the output; whatever else is printed goes to stderr."""
    if sys.stdin.isatty():
        click.echo(message("mcp_waits_for_host", serving.language), err=True)
    # A reader that waits for input cannot be asked to leave: Ctrl-C ends the process as it stands.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A host lists the tools at once: what that needs is loaded while it still says hello.
    Thread(target=declarations, daemon=True).start()
    anyio.run(_serve, serving)


async def _serve(serving: Serving) -> None:
    server = mcp_server(serving)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
