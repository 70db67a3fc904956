"""The real programs of others, where this machine has them: the reference inspector and Claude Code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[4]
SERVER = [sys.executable, "-m", "customer_segmentation_skill", "mcp"]


def program(name):
    found = shutil.which(name)
    return found or pytest.skip(f"{name} is not on the PATH")


@pytest.fixture
def inspected(here, workspace):
    """Let the inspector do one thing with the server and return what it prints."""
    inspector = program("mcp-inspector")
    entry = {"command": SERVER[0], "args": [*SERVER[1:], "--workspace", str(workspace.root)]}
    (here / "servers.json").write_text(json.dumps({"mcpServers": {"ours": entry}}), encoding="utf-8")

    def inspect(*arguments):
        command = [inspector, "--cli", "--config", "servers.json", "--server", "ours", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return json.loads(done.stdout)

    return inspect


def test_the_inspector_lists_and_calls(inspected):
    assert len(inspected("--method", "tools/list")["tools"]) == 26
    call = ("--method", "tools/call", "--tool-name", "rfm_segments")
    called = inspected(*call, "--tool-arg", "source=shop/orders.csv", "language=zh")
    assert "冠军客户" in called["structuredContent"]["reply"]
    assert len(inspected("--method", "prompts/list")["prompts"]) == 3
    assert inspected("--method", "resources/list")["resources"]


@pytest.fixture
def claude(here, monkeypatch):
    """Claude Code with a home of its own."""
    found = program("claude")
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.setenv("DISABLE_AUTOUPDATER", "1")

    def run(*arguments):
        done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("manifest", [".", ".claude-plugin/plugin.json"])
def test_claude_code_finds_the_plugin_valid(claude, manifest):
    code, said = claude("plugin", "validate", str(ROOT / manifest), "--strict")
    assert (code, "Validation passed" in said) == (0, True), said


def test_claude_code_connects_to_the_server(claude):
    claude("mcp", "add", "--scope", "user", "customer-segmentation", "--", *SERVER)
    _, said = claude("mcp", "list")
    assert "Connected" in said
