"""The journal: what was computed in each thread, what was proposed, decided and done."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from customer_segmentation.kit.errors import InputError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    thread TEXT NOT NULL, number INTEGER NOT NULL, result_id TEXT NOT NULL, tool TEXT NOT NULL,
    produces TEXT NOT NULL, dataset_id TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (thread, number));
CREATE TABLE IF NOT EXISTS approvals (
    id TEXT PRIMARY KEY, thread TEXT NOT NULL, call_id TEXT NOT NULL, tool TEXT NOT NULL,
    proposed TEXT NOT NULL, request TEXT NOT NULL, plan TEXT NOT NULL, status TEXT NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '', surface TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, decided_at TEXT NOT NULL DEFAULT '',
    done_at TEXT NOT NULL DEFAULT '', UNIQUE (thread, call_id));
CREATE TABLE IF NOT EXISTS asked (
    thread TEXT NOT NULL, surface TEXT NOT NULL, words TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (
    thread TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (thread, name));
CREATE TABLE IF NOT EXISTS runs (
    schedule TEXT NOT NULL, due TEXT NOT NULL, status TEXT NOT NULL, at TEXT NOT NULL,
    done_at TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (schedule, due));
"""


_OF_THE_DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")


def now() -> str:
    """Return the time of an entry, in UTC. The journal is the one place that looks at a clock."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Journal:
    """``journal.sqlite`` of a workspace; safe for two processes at once.

    Every method raises InputError where the disk takes nothing.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / "journal.sqlite"
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA synchronous=FULL")
            yield connection
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(_OF_THE_DISK):
                raise
            raise InputError("disk_problem", path=self._path, problem=error) from error
        finally:
            connection.close()

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        with self._connection() as connection:
            return [dict(row) for row in connection.execute(sql, values)]

    def write(self, sql: str, *values: object) -> int:
        """Execute one statement and return the number of rows it changed."""
        with self._connection() as connection:
            return connection.execute(sql, values).rowcount

    def record(self, thread: str, identity: str, tool: str, produces: str, dataset_id: str) -> int:
        """Enter a result into a thread and return its short number; the same again keeps its number."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute(
                "SELECT number, result_id FROM results WHERE thread = ? ORDER BY number DESC LIMIT 1",
                (thread,),
            ).fetchone()
            if last is not None and last["result_id"] == identity:
                connection.execute("COMMIT")
                return int(last["number"])
            number = 1 if last is None else int(last["number"]) + 1
            connection.execute(
                "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?)",
                (thread, number, identity, tool, produces, dataset_id, now()),
            )
            connection.execute("COMMIT")
            return number

    def ask(self, thread: str, surface: str, words: str) -> None:
        """Enter what a person asked."""
        self.write("INSERT INTO asked VALUES (?, ?, ?, ?)", thread, surface, words, now())

    def setting(self, thread: str, name: str, default: str = "") -> str:
        """Return a setting of a thread, such as its language."""
        found = self.rows("SELECT value FROM settings WHERE thread = ? AND name = ?", thread, name)
        return str(found[0]["value"]) if found else default

    def set_setting(self, thread: str, name: str, value: str) -> None:
        """Store a setting of a thread."""
        self.write("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)", thread, name, value)
