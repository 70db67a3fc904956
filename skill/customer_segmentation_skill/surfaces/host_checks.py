"""The checks of ``doctor --host``: is the host here, does it know the server, and does the server answer it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from customer_segmentation.kit.words import message
from customer_segmentation_skill.surfaces.checks import Check
from customer_segmentation_skill.surfaces.hosts import Host, config_of, knows_server, server_command

_SECONDS = 30


def host_checks(host: Host, language: str) -> Iterator[Check]:
    """Yield one line per check."""
    found = shutil.which(host.program)
    yield Check(
        message(
            "doctor_host_found" if found else "doctor_host_missing", language, name=host.program, path=found
        ),
        fine=bool(found),
    )
    path = config_of(host)
    if path is not None:
        knows = knows_server(host)
        yield Check(
            message("doctor_host_knows" if knows else "doctor_host_lacks", language, path=path), fine=knows
        )
    yield _answering(language)


def _answering(language: str) -> Check:
    import anyio

    try:
        from mcp import Client, StdioServerParameters, stdio_client
    except ImportError as error:
        return Check(message("mcp_not_installed", language, problem=error.name), fine=False)
    program, *arguments = server_command()

    async def asked(nowhere: str, unheard: TextIO) -> int:
        server = StdioServerParameters(command=program, args=arguments, cwd=nowhere)
        with anyio.fail_after(_SECONDS):
            async with Client(stdio_client(server, errlog=unheard)) as client:
                return len((await client.list_tools()).tools)

    try:
        with TemporaryDirectory() as nowhere, Path(os.devnull).open("w", encoding="utf-8") as unheard:
            count = anyio.run(asked, nowhere, unheard)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is what a person needs to know
        return Check(message("doctor_server_silent", language, problem=type(error).__name__), fine=False)
    return Check(message("doctor_server_answers", language, count=count))
