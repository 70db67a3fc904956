"""A small disk of its own, to fill or to make read-only; only root may mount one."""

import os
import subprocess
from contextlib import contextmanager

import pytest


class Disk:
    """A small file system of its own."""

    def __init__(self, path):
        self.path = path
        self._filler = path / "filler"

    def fill(self):
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"0" * 1024):
                    pass
            except OSError:
                pass

    def free(self):
        self._filler.unlink()

    def read_only(self, mode):
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.path)], check=True)


@contextmanager
def small_disk(path):
    """Give a disk at ``path``; skip where none can be mounted."""
    path.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)
