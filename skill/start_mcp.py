"""Starts the MCP server from a folder of the product, with whatever of this machine can run it.

Runs on any Python 3 and needs no package. Where the product's packages are missing it does not install anything by
itself: it answers the host as a small server whose one tool says what to run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("mcp", "duckdb", "pydantic", "click", "yaml", "jinja2", "pandas", "sklearn")
HAS_ALL = "import sys; from importlib.util import find_spec; sys.exit(not all(map(find_spec, sys.argv[1:])))"
VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
UNKNOWN_METHOD = -32601


def command() -> list[str] | None:
    """Return the command that starts the real server, or None if nothing here can."""
    own = [ROOT / ".venv" / "bin" / "python", ROOT / ".venv" / "Scripts" / "python.exe"]
    here = [Path(sys.executable)] if sys.version_info >= (3, 11) else []
    for python in [*own, *here]:
        if python.exists() and subprocess.call([str(python), "-c", HAS_ALL, *NEEDED]) == 0:
            return [str(python), "-m", "customer_segmentation_skill", "mcp"]
    installed = shutil.which("customer-segmentation")
    return [installed, "mcp"] if installed else None


def help_words() -> str:
    """Return what to run so that the next start succeeds."""
    words = (ROOT / "prompts" / "mcp" / "not_installed.md").read_text(encoding="utf-8")
    return words.replace("{root}", str(ROOT)).strip()


def answer(request: dict[str, Any]) -> dict[str, Any] | None:
    """Return the result of a request to the small server, or None for a method it does not know."""
    method, params = request.get("method"), request.get("params") or {}
    if method == "initialize":
        asked = params.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "customer-segmentation", "version": "not installed"},
            "instructions": help_words(),
        }
    if method == "tools/list":
        schema = {"type": "object", "properties": {}}
        about = "Says what the person must run once before customer segmentation works here."
        return {"tools": [{"name": "how_to_install", "description": about, "inputSchema": schema}]}
    if method == "tools/call":
        return {"content": [{"type": "text", "text": help_words()}], "isError": True}
    return {} if method == "ping" else None


def serve_help() -> None:
    """Serve the one tool until the host goes."""
    sys.stderr.write(help_words() + "\n")
    for line in sys.stdin:
        try:
            request = json.loads(line)
        except ValueError:
            continue
        if not isinstance(request, dict) or "id" not in request or "method" not in request:
            continue
        result = answer(request)
        unknown = {"code": UNKNOWN_METHOD, "message": "The product is not installed yet."}
        body = {"error": unknown} if result is None else {"result": result}
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": request["id"], **body}) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Become the real server, or help with installing it."""
    found = command()
    if found is None:
        serve_help()
        return
    paths = [str(ROOT / "tools"), str(ROOT / "skill"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if os.name == "nt":
        # Windows starts another process instead of becoming it: this one stays, so that the host keeps its pipes.
        sys.exit(subprocess.call(found, env=environment))
    os.execve(found[0], found, environment)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
