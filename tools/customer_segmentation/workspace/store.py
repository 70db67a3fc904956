"""Results under the hash of what they were computed from, so that repeats are free and runs replay."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from customer_segmentation.kit.reply import Reply

_RECORD = "result.json"
_DRAFT = ".draft-"


class Stored(BaseModel):
    """A finished result as it lies in its folder."""

    id: str
    tool: str
    version: int
    request: dict[str, Any]
    inputs: dict[str, str]
    reply: Reply


def result_id(tool: str, version: int, request: dict[str, Any], inputs: dict[str, str]) -> str:
    """Return the address of a result: a hash of tool, version, request and inputs, 24 hex digits."""
    text = json.dumps([tool, version, request, inputs], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]


class Store:
    """The folder ``results/`` of a workspace: one folder per result, written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root / "results"

    def folder(self, identity: str) -> Path:
        """Return the folder of a result."""
        return self._root / identity

    def read(self, identity: str) -> Stored | None:
        """Return a finished result, or None."""
        record = self.folder(identity) / _RECORD
        if not record.exists():
            return None
        return Stored.model_validate_json(record.read_text(encoding="utf-8"))

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """Give a scratch folder for a result under construction; it vanishes unless it was kept.

        What killed processes left behind is swept up on the way.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        self.sweep()
        scratch = Path(tempfile.mkdtemp(prefix=f"{_DRAFT}{os.getpid()}-", dir=self._root))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what killed processes left half done."""
        for left in self._root.glob(f"{_DRAFT}*"):
            if not _is_running(left.name.split("-")[1]):
                shutil.rmtree(left, ignore_errors=True)

    def keep(self, scratch: Path, stored: Stored) -> None:
        """Move a finished draft to its address; another process may have finished the same one first."""
        (scratch / _RECORD).write_text(stored.model_dump_json(), encoding="utf-8")
        for path in sorted(scratch.rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        target = self.folder(stored.id)
        try:
            scratch.rename(target)
        except OSError:
            if not (target / _RECORD).exists():
                raise


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
