"""Taking a person out of sendings: who was still to go, and who was refused.

What an interrupted sending has still to send lies under ``sends/<approval>/`` as JSON lines ``[batch, customer, …]``.
The batch that was on its way when it was interrupted is another one without the person: its receiver may get the
others of it twice, which is less than a person who asked to be forgotten.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from customer_segmentation.workspace.atomic import write_text
from customer_segmentation.workspace.held import held
from customer_segmentation.workspace.person import Person
from customer_segmentation.workspace.workspace import Workspace


def clean_sendings(workspace: Workspace, person: Person) -> int:
    """Take a person out of every sending and return in how many they stood.

    Raises:
        InputError: One of them is going on now.
    """
    folders = sorted(path for path in (workspace.root / "sends").glob("*") if path.is_dir())
    return sum(_cleaned(workspace, folder, person) for folder in folders)


def receivers(workspace: Workspace) -> list[str]:
    """Return the hosts that customers were sent to, or began to be sent to."""
    begun = {path.name for path in (workspace.root / "sends").glob("*")}
    plans = workspace.journal.rows("SELECT id, plan FROM approvals")
    hosts = {json.loads(row["plan"])["detail"].get("host", "") for row in plans if row["id"] in begun}
    return sorted(hosts - {""})


def _cleaned(workspace: Workspace, folder: Path, person: Person) -> bool:
    known = {one.casefold() for one in person.identities}
    found = False
    with held(workspace, folder.name):
        for left in folder.glob(".*.part"):  # Half a file of a process that was killed.
            left.unlink()
        for path in sorted(folder.glob("*.jsonl")):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if not _names(line, known)]
            if len(kept) < len(lines):
                write_text(path, "".join(kept))
                found = True
    return found


def _names(line: str, known: set[str]) -> bool:
    """Tell whether a line is about a person; one that was not written to its end is about nobody."""
    try:
        value = json.loads(line)
    except ValueError:
        return False
    return any(text.strip().casefold() in known for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a JSON value, and those of JSON within them."""
    if isinstance(value, str):
        yield value
        if value.startswith("{"):
            yield from _texts(json.loads(value))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
