"""The manifests for other assistants say what the product says of itself, and what they start exists."""

import json
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
import yaml
from source_tree import ROOT

NAME = "customer-segmentation"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
AUTHOR = PROJECT["authors"][0]["name"]
HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "host", "version": "1"},
}


def manifest(name):
    return json.loads((ROOT / ".claude-plugin" / name).read_text(encoding="utf-8"))


def test_the_plugin_says_what_the_package_says():
    plugin = manifest("plugin.json")
    (server,) = plugin.pop("mcpServers").items()
    assert plugin == {
        "name": PROJECT["name"],
        "version": PROJECT["version"],
        "description": PROJECT["description"],
        "author": {"name": AUTHOR},
        "license": PROJECT["license"],
        "keywords": PROJECT["keywords"],
    }
    root = "${CLAUDE_PLUGIN_ROOT}/"
    (script,) = server[1]["args"]
    assert (server[0], script.startswith(root)) == (NAME, True)
    assert (ROOT / script.removeprefix(root)).is_file()


def test_the_marketplace_offers_the_plugin():
    plugin, market = manifest("plugin.json"), manifest("marketplace.json")
    offered = {"source": "./", **{name: plugin[name] for name in ("name", "version", "description")}}
    assert market["plugins"] == [offered]
    assert (market["name"], market["owner"]) == (NAME, plugin["author"])


def test_the_skill_has_the_name_and_the_version_of_the_plugin():
    head = yaml.safe_load((ROOT / "SKILL.md").read_text(encoding="utf-8").split("---")[1])
    said = (head["name"], head["metadata"]["version"], head["license"])
    assert said == (NAME, PROJECT["version"], PROJECT["license"])


@pytest.fixture
def bundle(tmp_path):
    subprocess.run([sys.executable, ROOT / ".ci" / "bundle.py", tmp_path], check=True, capture_output=True)
    return tmp_path / NAME


def test_the_bundle_is_an_agent_plugin_with_the_skill_and_nothing_heavy(bundle):
    """The schemas of Agent Plugins 1.0.0 are closed: these fields and no other."""
    files = sorted(str(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file())
    assert files == ["LICENSE", "mcp.json", "plugin.json", f"skills/{NAME}/SKILL.md"]
    portable = json.loads((bundle / "plugin.json").read_text(encoding="utf-8"))
    own = {name: value for name, value in manifest("plugin.json").items() if name != "mcpServers"}
    schemas = "https://agent-plugins.org/schemas/1.0.0"
    assert portable == {"$schema": f"{schemas}/plugin.schema.json", **own}
    assert json.loads((bundle / "mcp.json").read_text(encoding="utf-8")) == {
        "$schema": f"{schemas}/mcp.schema.json",
        "mcpServers": {NAME: {"type": "stdio", "command": NAME, "args": ["mcp"], "cwd": "${PLUGIN_DATA}"}},
    }
    assert NAME in PROJECT["scripts"]
    skill = bundle / "skills" / NAME
    validator = Path(sys.executable).with_name("agentskills")
    done = subprocess.run([validator, "validate", skill], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def asked(script, python, folder, environment):
    """Start the server as a host does, and return its answers to hello and to a list of tools."""
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    process = subprocess.Popen(
        [python, script],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
    process.stdin.flush()
    answers = [json.loads(process.stdout.readline())["result"] for _ in range(2)]
    process.communicate(timeout=30)
    return answers


def test_a_host_starts_the_server_from_a_clone(tmp_path):
    hello, listed = asked(ROOT / "skill" / "start_mcp.py", sys.executable, tmp_path, None)
    assert hello["serverInfo"]["version"] == PROJECT["version"]
    assert "analyse_customers" in {tool["name"] for tool in listed["tools"]}


def test_a_host_is_told_what_to_install_where_nothing_is(tmp_path):
    clone = tmp_path / "clone"
    for name in ("skill/start_mcp.py", "prompts/mcp/not_installed.md"):
        (clone / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, clone / name)
    venv.create(tmp_path / "bare")
    python = tmp_path / "bare" / "bin" / "python"
    hello, listed = asked(clone / "skill" / "start_mcp.py", python, tmp_path, {"PATH": ""})
    assert f'cd "{clone}" && python3 -m venv .venv' in hello["instructions"]
    assert [tool["name"] for tool in listed["tools"]] == ["how_to_install"]
