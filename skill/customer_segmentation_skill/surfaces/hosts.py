"""Other assistants that can use this product over MCP: what to type there, and where they keep it.

Sources, each read in November 2026: the MCP pages of Claude Code, Codex, Cursor, VS Code and Gemini CLI.
"""

import json
import shlex
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from customer_segmentation.kit.assets import assets_path

SERVER: Final = "customer-segmentation"


@dataclass(frozen=True)
class Host:
    """One assistant.

    Attributes:
        program: Its command.
        adding: The line that adds the server there; ``{command}`` is what starts it, ``{json}`` the same as an entry.
            Empty where an entry is written by hand.
        config: Where it keeps its servers, below the home folder; empty where that differs by system.
        table: The part of that file.
        skills: Where it looks for skills, below the home folder; empty where none is documented.
    """

    program: str
    adding: str
    config: str
    table: str
    skills: str = ""


HOSTS: Final = {
    "claude-code": Host(
        "claude",
        "claude mcp add --scope user {name} -- {command}",
        ".claude.json",
        "mcpServers",
        ".claude/skills",
    ),
    "codex": Host("codex", "codex mcp add {name} -- {command}", ".codex/config.toml", "mcp_servers"),
    "copilot": Host("code", "code --add-mcp {json}", "", ""),
    "cursor": Host("cursor", "", ".cursor/mcp.json", "mcpServers"),
    "gemini": Host(
        "gemini", "gemini mcp add -s user {name} {command}", ".gemini/settings.json", "mcpServers"
    ),
}


def server_command() -> list[str]:
    """Return what starts the server from anywhere: the command beside this Python, else this Python itself."""
    beside = Path(sys.executable).with_name("customer-segmentation")
    return (
        [str(beside), "mcp"]
        if beside.exists()
        else [sys.executable, "-m", "customer_segmentation_skill", "mcp"]
    )


def lines_for(host: Host) -> list[str]:
    """Return what to type, or to write into the host's file, one step after the other."""
    program, *arguments = server_command()
    entry = {"command": program, "args": arguments}
    named = json.dumps({"name": SERVER, **entry})
    lines = [
        host.adding.format(name=SERVER, command=shlex.join([program, *arguments]), json=shlex.quote(named))
        if host.adding
        else json.dumps({host.table: {SERVER: entry}}, indent=2)
    ]
    if host.skills:
        folder = f"~/{host.skills}/{SERVER}"
        page = shlex.quote(str(assets_path() / "SKILL.md"))
        lines.append(f"mkdir -p {folder} && cp {page} {folder}/")
    return lines


def config_of(host: Host) -> Path | None:
    """Return the file in which a host keeps its servers; None where that differs by system."""
    return Path.home() / host.config if host.config else None


def knows_server(host: Host) -> bool:
    """Tell whether the host's file names the server; a file that cannot be read names nothing."""
    path = config_of(host)
    if path is None:
        return False
    try:
        text = path.read_text(encoding="utf-8")
        content: Any = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError):
        return False
    servers = content.get(host.table) if isinstance(content, dict) else None
    return isinstance(servers, dict) and SERVER in servers
