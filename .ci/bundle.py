"""Makes the bundle for other assistants: an Agent Plugin (agent-plugins.org, 1.0.0) whose skill folder can be copied.

    python .ci/bundle.py dist

writes ``dist/customer-segmentation/`` with ``plugin.json``, ``mcp.json``, ``LICENSE`` and
``skills/customer-segmentation/SKILL.md``: nothing heavy, and nothing that is written twice by hand. The program itself
is installed apart; the bundle starts it by its name.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAME = "customer-segmentation"
SCHEMAS = "https://agent-plugins.org/schemas/1.0.0"
SHARED = ("name", "version", "description", "author", "license", "keywords")


def manifest() -> dict[str, Any]:
    """Return ``plugin.json``: what the manifest for Claude Code says, in the portable format."""
    text = (ROOT / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return {"$schema": f"{SCHEMAS}/plugin.schema.json", **{name: told[name] for name in SHARED}}


def servers() -> dict[str, Any]:
    """Return ``mcp.json``: the installed program, with its work kept where the client keeps a plugin's data."""
    server = {"type": "stdio", "command": NAME, "args": ["mcp"], "cwd": "${PLUGIN_DATA}"}
    return {"$schema": f"{SCHEMAS}/mcp.schema.json", "mcpServers": {NAME: server}}


def write_bundle(folder: Path) -> Path:
    """Write the bundle into a folder, in place of an earlier one, and return where it lies."""
    bundle = folder / NAME
    shutil.rmtree(bundle, ignore_errors=True)
    skill = bundle / "skills" / NAME
    skill.mkdir(parents=True)
    shutil.copyfile(ROOT / "SKILL.md", skill / "SKILL.md")
    shutil.copyfile(ROOT / "LICENSE", bundle / "LICENSE")
    for name, content in (("plugin.json", manifest()), ("mcp.json", servers())):
        text = json.dumps(content, indent=2, ensure_ascii=False)
        (bundle / name).write_text(f"{text}\n", encoding="utf-8")
    return bundle


if __name__ == "__main__":
    sys.stdout.write(f"{write_bundle(Path(sys.argv[1] if sys.argv[1:] else 'dist'))}\n")
