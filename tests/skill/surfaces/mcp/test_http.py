import socket
import subprocess
import sys

import anyio
import httpx2
import pytest
from mcp import Client, types
from mcp.client.streamable_http import streamable_http_client

from customer_segmentation.kit.errors import InputError
from customer_segmentation_skill.surfaces.mcp.http import VARIABLE, serve
from customer_segmentation_skill.surfaces.mcp.serving import Serving

TOKEN = "a token of sixteen characters or more"  # noqa: S105 - of this test alone


@pytest.fixture
def served(workspace, monkeypatch):
    """The address of a server in a process of its own."""
    monkeypatch.setenv(VARIABLE, TOKEN)
    command = [sys.executable, "-m", "customer_segmentation_skill", "mcp", "--http", "--language", "en"]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace.root)], stderr=subprocess.PIPE, text=True
    )
    said = process.stderr.readline()
    assert process.stderr.readline().strip() == TOKEN
    yield said.split(" at ")[1].split(". ")[0]
    process.terminate()
    process.communicate(timeout=30)


def test_it_serves_both_eras_and_nobody_without_the_token(served, here):
    async def approve(_context, _params):
        return types.ElicitResult(action="accept", content={"choice": "Approve"})

    async def talk(mode):
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=bearer, timeout=60) as web,
            Client(
                streamable_http_client(served, http_client=web), mode=mode, elicitation_callback=approve
            ) as client,
        ):
            asked = {"source": "shop/orders.csv", "segments": "champions", "path": f"{mode}.csv"}
            done = await client.call_tool("export_audience", asked)
            return client.protocol_version, done.structured_content["tool"]

    async def refused():
        async with httpx2.AsyncClient() as web:
            right = {"Authorization": f"Bearer {TOKEN}"}
            wrong = [
                {},
                {"Authorization": "Bearer wrong"},
                {"Authorization": TOKEN},
                {**right, "Host": "evil.example"},
                {**right, "Origin": "https://evil.example"},
            ]
            return [(await web.post(served, json={}, headers=headers)).status_code for headers in wrong]

    assert anyio.run(refused) == [401, 401, 401, 421, 403]
    assert anyio.run(talk, "legacy") == ("2025-11-25", "export_audience")
    assert anyio.run(talk, "auto") == ("2026-07-28", "export_audience")
    assert {path.name for path in here.glob("*.csv")} >= {"legacy.csv", "auto.csv"}


def test_a_port_that_is_taken_and_a_weak_token_are_said(workspace, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(InputError, match="cannot be used"):
        serve(Serving(workspace), taken.getsockname()[1])
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(InputError, match="16 characters"):
        serve(Serving(workspace), 0)
