import json
import shlex
import subprocess

import pytest

from customer_segmentation_skill.surfaces.hosts import HOSTS, knows_server, lines_for, server_command


@pytest.fixture
def home(here, monkeypatch):
    """A home folder of its own, and no host on the PATH."""
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.setenv("PATH", str(here / "bin"))
    (here / "home").mkdir()
    return here / "home"


def test_what_is_typed_starts_the_server_by_its_full_path():
    adding, copying = lines_for(HOSTS["claude-code"])
    assert adding == f"claude mcp add --scope user customer-segmentation -- {shlex.join(server_command())}"
    page = shlex.split(copying.split("&& cp ")[1])[0]
    assert "name: customer-segmentation" in subprocess.check_output(["/bin/cat", page], text=True)
    (line,) = lines_for(HOSTS["copilot"])
    entry = json.loads(shlex.split(line)[-1])
    assert [entry["name"], entry["command"], *entry["args"]] == ["customer-segmentation", *server_command()]


@pytest.mark.parametrize(
    ("host", "path", "content"),
    [
        ("claude-code", ".claude.json", '{"mcpServers": {"customer-segmentation": {}}}'),
        ("codex", ".codex/config.toml", "[mcp_servers.customer-segmentation]\ncommand = 'x'\n"),
        ("cursor", ".cursor/mcp.json", "".join(lines_for(HOSTS["cursor"]))),
        ("gemini", ".gemini/settings.json", '{"mcpServers": {"customer-segmentation": {}}}'),
    ],
)
def test_a_host_knows_the_server_once_its_file_names_it(home, host, path, content):
    assert not knows_server(HOSTS[host])
    (home / path).parent.mkdir(exist_ok=True)
    for damaged in ("", "{", "[]", '{"mcpServers": []}', "mcp_servers = 1"):
        (home / path).write_text(damaged, encoding="utf-8")
        assert not knows_server(HOSTS[host])
    (home / path).write_text(content, encoding="utf-8")
    assert knows_server(HOSTS[host])


def test_the_doctor_checks_a_host_and_shows_what_to_write(run, home):
    (home / ".cursor").mkdir()
    (home / ".cursor" / "mcp.json").write_text("".join(lines_for(HOSTS["cursor"])), encoding="utf-8")
    (home.parent / "bin").mkdir()
    program = home.parent / "bin" / "cursor"
    program.write_text("", encoding="utf-8")
    program.chmod(0o700)
    result = run("doctor", "--host", "cursor")
    checks, entry = result.output.split("\n\n", maxsplit=1)
    assert [line[:2] for line in checks.splitlines()] == ["ok", "ok", "ok"]
    assert "offers 26 tools" in checks
    assert (result.exit_code, "".join(lines_for(HOSTS["cursor"])) in entry) == (0, True)


def test_the_doctor_says_what_a_host_lacks(run, home):
    result = run("doctor", "--host", "codex", "--language", "zh")
    assert result.exit_code == 1
    assert "找不到 codex" in result.output
    assert f"codex mcp add customer-segmentation -- {shlex.join(server_command())}" in result.output
