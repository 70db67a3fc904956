"""``mcp``: the server for other assistants, on standard input and output or on a port of this machine."""

import os
from pathlib import Path

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_mcp"))
@click.option("--thread", default="default", metavar="NAME", help=said("help_thread"))
@click.option("--http", is_flag=True, help=said("help_mcp_http"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=said("help_mcp_port"))
@click.pass_context
def mcp(ctx: click.Context, *, thread: str, http: bool, port: int) -> None:
    """Serve a host until it goes."""
    from customer_segmentation.kit.errors import InputError

    try:
        from customer_segmentation_skill.surfaces.mcp.serving import Serving
    except ImportError as error:
        raise InputError("mcp_not_installed", problem=error.name or error) from error
    asked = ctx.ensure_object(Options)
    asked.workspace = asked.workspace or _where()
    workspace = asked.open(thread)
    serving = Serving(workspace, asked.spoken())
    if http:
        from customer_segmentation_skill.surfaces.mcp.http import serve as serve_http

        serve_http(serving, port)
    else:
        from customer_segmentation_skill.surfaces.mcp.stdio import serve

        serve(serving)


def _where() -> str:
    """Return the workspace for a host that starts programs at the root of the file system; else the usual one."""
    from customer_segmentation.workspace.workspace import VARIABLE

    is_nowhere = Path.cwd() == Path(Path.cwd().anchor)
    return str(Path.home() / ".customer-segmentation") if is_nowhere and VARIABLE not in os.environ else ""
