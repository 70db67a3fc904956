"""Blotting a person out of what was written down: the journal, typed lines, logs, conversation memories."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from customer_segmentation.workspace.atomic import write_text
from customer_segmentation.workspace.person import Person
from customer_segmentation.workspace.workspace import Workspace

FORGOTTEN: Final = "(forgotten)"
"""Stands where the person stood."""

_JOURNAL: Final = "journal.sqlite"
_SETTINGS: Final = "settings"
_COLUMNS: Final = {
    "asked": ("words",),
    "approvals": ("proposed", "request", "plan", "reason"),
    _SETTINGS: ("value",),
    "runs": ("outcome",),
}
_CONVERSATIONS: Final = "conversations.sqlite"
_MEMORIES: Final = {"checkpoints": ("checkpoint", "metadata"), "writes": ("value",)}
_LINES: Final = ("*.log", "*_history")


def clean_journal(workspace: Workspace, person: Person) -> int:
    """Blot a person out of the journal and return in how many texts they stood."""
    cleaned = 0
    with _erasing(workspace.root / _JOURNAL) as connection:
        for table, columns in _COLUMNS.items():
            for column in columns:
                rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
                for row, text in rows:
                    numbers = table != _SETTINGS
                    if (blotted := _blotted(text, person, numbers=numbers)) != text:
                        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (blotted, row))
                        cleaned += 1
    return cleaned


def clean_lines(root: Path, person: Person) -> int:
    """Blot a person out of typed lines and logs and return in how many lines they stood."""
    cleaned = 0
    for path in sorted(path for pattern in _LINES for path in root.glob(pattern)):
        text = path.read_text(encoding="utf-8", errors="replace")
        found = sum(person.is_in(line) for line in text.splitlines())
        if found:
            write_text(path, person.pattern.sub(FORGOTTEN, text))
            cleaned += found
    return cleaned


def clean_conversations(root: Path, person: Person) -> int:
    """Remove the memory of every conversation that mentions a person and return how many there were."""
    path = root / _CONVERSATIONS
    if not path.exists():
        return 0
    with _erasing(path) as connection:
        there = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        memories = {table: columns for table, columns in _MEMORIES.items() if table in there}
        threads = {thread for table in memories for thread in _mentioning(connection, table, person)}
        for table in memories:
            connection.executemany(f"DELETE FROM {table} WHERE thread_id = ?", [(one,) for one in threads])
    return len(threads)


def _mentioning(connection: sqlite3.Connection, table: str, person: Person) -> Iterator[str]:
    listed = ", ".join(_MEMORIES[table])
    for thread, *blobs in connection.execute(f"SELECT thread_id, {listed} FROM {table}"):
        packed = [blob.encode() if isinstance(blob, str) else blob or b"" for blob in blobs]
        if any(person.is_packed_in(blob) for blob in packed):
            yield thread


def _blotted(text: str, person: Person, *, numbers: bool) -> str:
    """Return a text, or the texts within JSON, without the person; a text that is a number only if ``numbers``."""
    if not person.is_in(text):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return person.pattern.sub(FORGOTTEN, text)
    if not isinstance(value, (dict, list)):
        return person.pattern.sub(FORGOTTEN, text) if numbers else text
    blotted = _within(value, person)
    return text if blotted == value else json.dumps(blotted, ensure_ascii=False)


def _within(value: Any, person: Person) -> Any:
    if isinstance(value, str):
        return person.pattern.sub(FORGOTTEN, value)
    if isinstance(value, dict):
        return {key: _within(part, person) for key, part in value.items()}
    return [_within(part, person) for part in value] if isinstance(value, list) else value


@contextmanager
def _erasing(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a database whose deleted texts do not linger in free pages or the write-ahead log."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
