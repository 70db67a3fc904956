"""SKILL.md is valid by the reference validator, and what it tells a host to type exists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import ROOT

from customer_segmentation.catalogue import find_tool
from customer_segmentation.recipes.invoke import shortcut_fields

PAGE = (ROOT / "SKILL.md").read_text(encoding="utf-8")


def test_the_reference_validator_accepts_it(tmp_path):
    folder = tmp_path / "customer-segmentation"
    folder.mkdir()
    shutil.copy(ROOT / "SKILL.md", folder)
    validator = Path(sys.executable).with_name("agentskills")
    done = subprocess.run([validator, "validate", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_short_enough_to_be_read_whole():
    body = PAGE.split("---", 2)[2]
    assert len(body.splitlines()) < 500
    assert len(body) / 3.6 < 5_000


def test_every_command_it_teaches_exists():
    commands = re.findall(
        r"customer-segmentation tool ([a-z_]+)((?: --[\w-]+(?: (?:\"[^\"]*\"|[^\s`|-][^\s`|]*))?)*)", PAGE
    )
    assert len(commands) >= 7
    for name, options in commands:
        tool = find_tool(name)
        known = (
            set(tool.request.model_fields)
            | shortcut_fields(tool)
            | {"from", "to", "json", "yes", "language", "help"}
        )
        asked = {option.replace("-", "_") for option in re.findall(r"--([\w-]+)", options)}
        assert asked <= known, (name, asked - known)


def test_its_version_is_the_packages():
    version = re.search(r'(?m)^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    assert f'version: "{version}"' in PAGE
