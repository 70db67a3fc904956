"""Forgetting a person: what the workspace holds of them is removed, files of one's own are only named.

A person is given by customer id, or by anything that is theirs alone in a loaded table, such as an e-mail address.
Results can be computed again, so every result that holds the person goes as a whole.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.journal_texts import clean_conversations, clean_journal, clean_lines
from customer_segmentation.workspace.outputs import take_back
from customer_segmentation.workspace.person import Person, held_in, the_person
from customer_segmentation.workspace.sendings import clean_sendings, receivers
from customer_segmentation.workspace.store import Stored
from customer_segmentation.workspace.workspace import Workspace

_RECORD: Final = "result.json"
_TEXT_FILES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl"})


@dataclass
class Forgotten:
    """What was removed.

    Attributes:
        results: Number of results removed.
        texts: Number of texts of the journal, the typed lines and the log in which the person was blotted out.
        conversations: Number of conversations whose memory mentioned the person and was removed.
        sendings: Number of sendings in which they stood: to be sent yet, or refused.
        receivers: Hosts that customers were sent to; only their owners can remove the person there.
        sources: The person's own files that were loaded and still hold them.
        files: Exported files that still hold them.
    """

    results: int = 0
    texts: int = 0
    conversations: int = 0
    sendings: int = 0
    receivers: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def forget(workspace: Workspace, customer: str) -> Forgotten:
    """Remove a person from a workspace, in every conversation, and return what was removed.

    Raises:
        InputError: Nobody is named, the words fit several customers, or a sending is going on.
    """
    if not customer.strip():
        raise InputError("forget_empty")
    folders = [path.parent for path in sorted((workspace.root / "results").glob(f"*/{_RECORD}"))]
    person = the_person(customer.strip(), folders)
    records = {folder: _record(folder) for folder in folders}
    holding = [folder for folder in folders if _holds(folder, records[folder], person)]
    gone = Forgotten(
        results=len(holding),
        sources=sorted({str(records[folder].request.get("source") or "") for folder in holding} - {""}),
        files=sorted(_exports(list(records.values()), person)),
    )
    gone.sendings = clean_sendings(workspace, person)
    gone.receivers = receivers(workspace)
    _sweep(workspace)
    gone.texts = clean_journal(workspace, person) + clean_lines(workspace.root, person)
    gone.conversations = clean_conversations(workspace.root, person)
    for folder in holding:
        workspace.journal.write("DELETE FROM results WHERE result_id = ?", folder.name)
        take_back(folder)
        shutil.rmtree(folder)
    return gone


def _record(folder: Path) -> Stored:
    return Stored.model_validate_json((folder / _RECORD).read_text(encoding="utf-8"))


def _holds(folder: Path, record: Stored, person: Person) -> bool:
    """Tell whether a result holds a person: in a table, in a row of its reply, or in what was asked."""
    reply = record.reply
    told = [record.request, reply.names, reply.detail, [part.detail for part in reply.parts.values()]]
    rows = [
        row for one in (reply, *reply.parts.values()) for table in one.rows.values() for row in table.rows
    ]
    return (
        any(str(cell) in person.identities for row in rows for cell in row)
        or any(person.is_in(text) for text in _strings(told))
        or any(_is_in_file(path, person) for path in sorted(folder.iterdir()) if path.name != _RECORD)
    )


def _sweep(workspace: Workspace) -> None:
    """Remove what killed processes left: results under way, and files that were not put in their places."""
    workspace.store.sweep()
    for path in (workspace.root / "outputs").glob(".*.part"):
        path.unlink()
    for row in workspace.journal.rows("SELECT id, request FROM approvals WHERE status != 'approved'"):
        place = json.loads(row["request"]).get("path")
        for draft in Path(place).parent.glob(f".*.{row['id']}.part*") if place else ():
            draft.unlink(missing_ok=True)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _exports(records: list[Stored], person: Person) -> Iterator[str]:
    """Yield the files that approved actions made and that hold the person."""
    for record in records:
        for made in record.reply.detail.get("made", {}):
            path = Path(made)
            if path.is_file() and _is_in_file(path, person):
                yield made


def _is_in_file(path: Path, person: Person) -> bool:
    """Tell whether an exported file holds the person; hashed addresses are not recognised."""
    kind = path.suffix.lower()
    if kind == ".parquet":
        return held_in(path, person.identities)
    if kind == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            sheets = [name for name in parts.namelist() if name.startswith("xl/") and name.endswith(".xml")]
            return any(person.is_in(parts.read(name).decode("utf-8", "replace")) for name in sheets)
    if kind not in _TEXT_FILES:
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        return any(person.is_in(line) for line in lines)
