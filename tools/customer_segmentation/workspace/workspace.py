"""A workspace: the folder in which one shop's work is kept, seen from one thread of conversation."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Artifact, Reply
from customer_segmentation.kit.request import LATEST
from customer_segmentation.workspace.journal import Journal
from customer_segmentation.workspace.outputs import put_out
from customer_segmentation.workspace.profile import Profile
from customer_segmentation.workspace.store import Store

VARIABLE = "CUSTOMER_SEGMENTATION_WORKSPACE"
_DEFAULT = ".customer-segmentation"


@dataclass(frozen=True)
class Result:
    """A finished result as a thread knows it: ``number`` is its short id there, such as ``r3``."""

    id: str
    number: str
    tool: str
    request: dict[str, Any]
    reply: Reply
    folder: Path

    def file(self, artifact: Artifact) -> Path:
        """Return where a person finds a file that it made."""
        return put_out(artifact, self.folder)


@dataclass(frozen=True)
class Workspace:
    """One shop's folder, seen from one thread.

    Attributes:
        root: The folder; created private to its owner.
        thread: The conversation whose results "latest" means.
        progress: Called with a message code and values while long work runs.
        output: While a tool runs, the folder for the tables and files of its result.
        inputs: While a tool runs, what its ``inputs`` function returned; for what was approved, the ``approval``.
        typed: Sources that a person typed in this thread: reading them needs no approval.
        language: The language spoken with the person: what is made for them is in it unless they ask otherwise.
    """

    root: Path
    journal: Journal
    store: Store
    thread: str = "default"
    progress: Callable[[str], None] = field(default=lambda _step: None)
    output: Path = Path()
    inputs: dict[str, str] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    language: str = "en"

    @classmethod
    def open(cls, root: Path | str | None = None, *, thread: str = "default") -> "Workspace":
        """Open a workspace, creating its folder; raises InputError if it cannot be written."""
        path = Path(root or os.environ.get(VARIABLE) or _DEFAULT).expanduser().absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            ignore = path / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            return cls(root=path, journal=Journal(path), store=Store(path), thread=thread)
        except (OSError, sqlite3.Error) as error:
            raise InputError("workspace_not_writable", path=path, problem=error) from error

    def with_(self, **changes: Any) -> "Workspace":
        """Return the same workspace seen otherwise: another thread, progress or output folder."""
        return replace(self, **changes)

    @property
    def profile(self) -> Profile:
        """The shop's profile as it stands."""
        return Profile.read(self.root)

    def resolve(self, reference: str, produces: str) -> str:
        """Return the full result id of a reference; raises InputError if there is no such result."""
        if reference == LATEST:
            return self._latest(produces)
        numbered = reference[1:] if reference[:1] == "r" else ""
        sql = "SELECT result_id FROM results WHERE thread = ? AND (number = ? OR result_id = ?)"
        found = self.journal.rows(sql, self.thread, int(numbered) if numbered.isdigit() else -1, reference)
        if not found:
            raise InputError("result_unknown", reference=reference)
        return str(found[0]["result_id"])

    def _latest(self, produces: str) -> str:
        sql = (
            "SELECT result_id, dataset_id FROM results WHERE thread = ? AND produces = ? "
            "ORDER BY number DESC LIMIT 1"
        )
        found = self.journal.rows(sql, self.thread, produces)
        if produces == "segmentation" and found:
            data = self._latest("dataset")
            found = [row for row in found if row["dataset_id"] == data]
        if not found:
            raise InputError(f"no_{produces}_yet")
        return str(found[0]["result_id"])

    def result(self, reference: str, produces: str = "") -> Result:
        """Return a finished result of this thread by reference."""
        identity = self.resolve(reference, produces)
        stored = self.store.read(identity)
        if stored is None:
            raise InputError("result_gone", reference=reference)
        sql = "SELECT MAX(number) AS number FROM results WHERE thread = ? AND result_id = ?"
        number = self.journal.rows(sql, self.thread, identity)[0]["number"]
        return Result(
            id=identity,
            number=f"r{number}",
            tool=stored.tool,
            request=stored.request,
            reply=stored.reply,
            folder=self.store.folder(identity),
        )

    def recall(self, reference: str, produces: str) -> Result:
        """Return an earlier result and make it the thread's latest of its kind again."""
        found = self.result(reference, produces)
        dataset = found.id if produces == "dataset" else str(found.request.get("data", ""))
        if self._latest(produces) != found.id:
            self.journal.record(self.thread, found.id, found.tool, produces, dataset)
        return self.result(found.id, produces)

    def results_of(self, *tools: str) -> Iterator[Result]:
        """Yield the results of some tools in this thread, the latest first."""
        sql = "SELECT number, tool FROM results WHERE thread = ? ORDER BY number DESC"
        for row in self.journal.rows(sql, self.thread):
            if row["tool"] in tools:
                yield self.result(f"r{row['number']}")

    def results(self) -> list[Result]:
        """Return every result of this thread, oldest first."""
        sql = "SELECT number FROM results WHERE thread = ? ORDER BY number"
        return [self.result(f"r{row['number']}") for row in self.journal.rows(sql, self.thread)]
