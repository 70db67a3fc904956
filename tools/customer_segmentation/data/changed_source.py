"""Noticing that a source was changed after it was loaded."""

from datetime import UTC, datetime
from pathlib import Path

from customer_segmentation.data.database.address import database_of
from customer_segmentation.data.database.database_source import mark_now
from customer_segmentation.data.read.source import find_files, fingerprint
from customer_segmentation.data.sheets import source as sheets
from customer_segmentation.data.sheets.address import sheet_of
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace


def changed_source(workspace: Workspace) -> str:
    """Return the name of the thread's loaded source if its content is no longer what was loaded, else nothing.

    Files not touched since loading are not read again; a database server or Google Sheet that does not tell soon is
    not waited for. A source that has vanished is not a change: what was
    loaded still stands.
    """
    try:
        identity = workspace.resolve("latest", "dataset")
        stored = workspace.store.read(identity)
        if stored is None:
            return ""
        source = str(stored.request["source"])
        sheet = sheet_of(source)
        if sheet:
            named = str(stored.request["table"] or stored.request["sheet"])
            return stored.inputs["called"] if sheets.mark_now(sheet, named) != stored.inputs["source"] else ""
        address = database_of(source)
        if address and address.path is None:
            return address.place if mark_now(address, stored.inputs) != stored.inputs["source"] else ""
        sql = "SELECT MAX(at) AS at FROM results WHERE thread = ? AND result_id = ?"
        loaded = datetime.fromisoformat(workspace.journal.rows(sql, workspace.thread, identity)[0]["at"])
        files = _files_of(address.path) if address and address.path else find_files(source).files
        touched = max(path.stat().st_mtime for path in files)
        if datetime.fromtimestamp(touched, UTC) < loaded:
            return ""
        mark = mark_now(address, stored.inputs) if address else fingerprint(source)
        return source if mark != stored.inputs["source"] else ""
    except (InputError, OSError):
        return ""


def _files_of(database: Path) -> list[Path]:
    """Return the file of a database, and those beside it that hold its latest changes."""
    beside = (database.with_name(database.name + ending) for ending in ("-wal", ".wal"))
    return [database, *(path for path in beside if path.exists())]
