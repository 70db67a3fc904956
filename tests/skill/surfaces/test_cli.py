import os
import subprocess

import pytest
from typing_person import PROGRAM

COMMANDS = [
    "chat",
    "ask",
    "demo",
    "tools",
    "tool",
    "approve",
    "reject",
    "history",
    "undo",
    "run",
    "jobs",
    "profile",
    "forget",
    "mcp",
    "doctor",
]


def test_help_lists_every_command_and_creates_nothing(run, here):
    result = run("--help")
    listed = [line.split()[0] for line in result.output.split("Commands:\n")[1].splitlines() if line.strip()]
    assert (result.exit_code, listed) == (0, COMMANDS)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: customer-segmentation {command} ")


def test_the_version(run):
    from importlib.metadata import version

    assert run("--version").output == f"customer-segmentation {version('customer-segmentation')}\n"


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("ask",), ("profile", "--colour", "blue"), ("--language", "fr", "tools")]
)
def test_wrong_usage_leaves_with_2_and_nothing_on_stdout(run, arguments):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


@pytest.mark.parametrize("before", [True, False])
def test_options_of_all_commands_stand_before_or_after_the_command(run, here, before):
    option = ("--workspace", "shop")
    result = run(*option, "profile", "margin") if before else run("profile", "margin", *option)
    assert (result.exit_code, result.output) == (0, "margin       –\n")
    assert (here / "shop" / "journal.sqlite").exists()
    assert not (here / ".customer-segmentation").exists()


def test_the_workspace_of_the_environment(run, here, monkeypatch):
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WORKSPACE", str(here / "elsewhere"))
    run("profile")
    assert (here / "elsewhere").is_dir()


def test_an_error_speaks_the_language_asked_for(run):
    english = run("profile", "colour")
    chinese = run("profile", "colour", "--language", "zh")
    assert (english.exit_code, english.stdout, chinese.exit_code) == (1, "", 1)
    assert english.stderr.startswith("The shop's profile has no field colour.")
    assert "colour" in chinese.stderr
    assert "字段" in chinese.stderr


def test_an_error_speaks_the_language_of_the_profile_then_of_the_locale(run, monkeypatch):
    run("profile", "language", "zh")
    assert "字段" in run("profile", "colour").stderr
    run("profile", "language", "auto")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "字段" in run("profile", "colour").stderr


def test_a_workspace_that_cannot_be_made_is_a_calm_error(run, here):
    (here / "file").touch()
    result = run("profile", "--workspace", "file")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--workspace" in result.stderr
    assert "Traceback" not in result.stderr


def started(*arguments, **environment):
    """Run the command line in a process of its own; returns what bytes it wrote."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def test_help_speaks_the_language_of_the_locale(here):
    done = started("--help", LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")
    assert "在终端里对话" in done.stdout.decode("utf-8")


def test_a_terminal_that_cannot_show_a_sign_shows_a_question_mark(here):
    done = started("--help", LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"chat     ????" in done.stdout


def test_bytes_that_are_no_text_are_a_calm_error(here):
    done = started("profile", b"margin\xff")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"The shop's profile has no field margin?.")
