"""Measuring a child process: processor seconds, wall seconds and peak memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What a child process used."""

    cpu: float
    wall: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} CPU-s {self.wall:7.2f} s {self.megabytes:7.0f} MB"


def cost(task: str, *arguments: object) -> Cost:
    """Run a task of ``benchmarks.tasks`` in a process of its own and return what it used."""
    command = [sys.executable, "-m", "benchmarks.tasks", task, *map(str, arguments)]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        message = f"{task} failed"
        raise RuntimeError(message)
    wall = time.perf_counter() - started
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
