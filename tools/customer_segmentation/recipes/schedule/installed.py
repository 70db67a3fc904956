"""How a machine is told to look for due runs: a line for cron, and the two units of a systemd timer."""

import shlex
import sys
from pathlib import Path
from typing import Final

_MINUTES: Final = 5
"""Between two looks; a look at which nothing is due takes about a second."""
_LOG: Final = "jobs.log"


def cron_line(folder: Path, workspace: Path) -> str:
    """Return the line of a crontab that makes due runs of a workspace, from the folder where the person works."""
    command = (
        f"cd {shlex.quote(str(folder))} && {_command(workspace)} >> {shlex.quote(str(workspace / _LOG))} 2>&1"
    )
    # In a crontab a percent sign ends the command unless it is escaped.
    return f"*/{_MINUTES} * * * * {command}".replace("%", r"\%")


def systemd_units(folder: Path, workspace: Path) -> tuple[str, str]:
    """Return the texts of a systemd user service and of its timer."""
    words = " ".join(_quoted(word) for word in _words(workspace))
    service = (
        "[Unit]\nDescription=Due runs of customer-segmentation\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={str(folder).replace('%', '%%')}\nExecStart={words}\n"
        "SuccessExitStatus=3\n"
    )
    timer = (
        "[Unit]\nDescription=Looks for due runs of customer-segmentation\n\n"
        f"[Timer]\nOnCalendar=*:0/{_MINUTES}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return service, timer


def _words(workspace: Path) -> list[str]:
    installed = Path(sys.executable).with_name("customer-segmentation")
    program = (
        [str(installed)] if installed.exists() else [sys.executable, "-m", "customer_segmentation_skill"]
    )
    return [*program, "jobs", "run", "--workspace", str(workspace)]


def _command(workspace: Path) -> str:
    return shlex.join(_words(workspace))


def _quoted(word: str) -> str:
    """Quote a word for a unit's command line, where percent and dollar signs stand for other things."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if any(sign in plain for sign in " \"'\\;") else plain
