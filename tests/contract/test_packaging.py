"""The product works from a clone, an editable install, an install and a bare wheel in an empty folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from source_tree import ROOT

NEUTRAL = {
    k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OPENAI", "CUSTOMER_SEGMENTATION"))
}
HARMLESS = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
FINDS_ITS_WORDS = """
from customer_segmentation.kit.assets import assets_path, prompt_text
import customer_segmentation

print(len(prompt_text("system.md")) > 500, (assets_path() / "SKILL.md").exists(), customer_segmentation.__file__)
"""


@pytest.fixture
def fresh(tmp_path):
    """A new environment that sees the libraries of this one, but not the product installed in it."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    libraries = sysconfig.get_path("purelib")
    where = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    # A path file inside a folder that a path file names is not read: an editable product stays unseen.
    (Path(where.strip()) / "libraries.pth").write_text(libraries + "\n", encoding="utf-8")
    return python


def works(python, folder, **environment):
    """Run the product away from the checkout and return the names of its tools."""
    empty = folder / "empty"
    empty.mkdir()
    command = [python, "-m", "customer_segmentation_skill.surfaces.cli", "tools"]
    done = subprocess.run(
        command, cwd=empty, env=NEUTRAL | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "analyse_customers" in done.stdout
    command = [
        python,
        "-c",
        FINDS_ITS_WORDS,
    ]
    return subprocess.check_output(command, cwd=empty, env=NEUTRAL | environment, text=True).split()


def installed(python, *what):
    subprocess.run([python, "-m", "pip", "install", *HARMLESS, *what], check=True, cwd=ROOT, env=NEUTRAL)


def test_from_a_clone(tmp_path):
    paths = os.pathsep.join(str(ROOT / name) for name in ("tools", "skill"))
    assert works(sys.executable, tmp_path, PYTHONPATH=paths)[:2] == ["True", "True"]


def test_from_an_editable_install(fresh, tmp_path):
    installed(fresh, "--editable", ".")
    prompts, skill, home = works(fresh, tmp_path)
    assert (prompts, skill) == ("True", "True")
    assert home.startswith(str(ROOT / "tools"))


def test_from_an_install(fresh, tmp_path):
    installed(fresh, ".")
    prompts, skill, home = works(fresh, tmp_path)
    assert (prompts, skill) == ("True", "True")
    assert home.startswith(str(tmp_path / "env"))


def test_from_a_wheel_in_an_empty_folder(fresh, tmp_path):
    wheels = tmp_path / "wheels"
    command = [fresh, "-m", "pip", "wheel", *HARMLESS, "--wheel-dir", wheels, "."]
    subprocess.run(command, check=True, cwd=ROOT, env=NEUTRAL)
    (wheel,) = wheels.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "customer_segmentation",
        "customer_segmentation_skill",
    }
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    prompts, skill, home = works(fresh, tmp_path, PYTHONPATH=str(unpacked))
    assert (prompts, skill) == ("True", "True")
    assert home.startswith(str(unpacked))
