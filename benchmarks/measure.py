"""Measuring a child process: processor seconds, wall seconds, peak memory, and what it printed."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cost:
    """What a child process used, and what it told in JSON."""

    cpu: float
    wall: float
    megabytes: float
    told: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} CPU-s {self.wall:7.2f} s {self.megabytes:7.0f} MB"


def cost(task: str, *arguments: object, tasks: str = "benchmarks.tasks") -> Cost:
    """Run a task of a module in a process of its own and return what it used; raises RuntimeError if it fails."""
    command = [sys.executable, "-m", tasks, task, *map(str, arguments)]
    with tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=printed)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        if status:
            message = f"{task} failed"
            raise RuntimeError(message)
        printed.seek(0)
        text = printed.read().decode()
    told = json.loads(text) if text.startswith("{") else {}
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, told)


def line(name: str, used: Cost, note: str = "") -> None:
    """Print one measured line."""
    print(f"  {name:<34}{used}  {note}")
