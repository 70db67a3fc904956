"""Whether a source may be read without asking: it lies in an allowed folder, or a person typed it."""

import glob
from collections.abc import Iterable
from pathlib import Path

from customer_segmentation.data.database.address import database_of, is_typed
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.sheets.address import sheet_of
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import Effect
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.workspace import Workspace


def reading_gate(request: LoadRequest, workspace: Workspace) -> Effect:
    """Return READ where every source of a request may be read freely, else WRITE: a person must approve.

    Raises:
        InputError: It has a query that no person typed.
    """
    if request.query and request.query not in workspace.typed:
        raise InputError("database_query_not_typed")
    return sources_gate([request.source, request.customers], workspace)


def sources_gate(sources: Iterable[str], workspace: Workspace) -> Effect:
    """Return READ where every source that is not empty may be read freely, else WRITE: a person must approve."""
    free = all(_is_free(source, workspace) for source in sources if source)
    return Effect.READ if free else Effect.WRITE


def _is_free(source: str, workspace: Workspace) -> bool:
    sheet = sheet_of(source)
    if sheet is not None:
        return sheet.document in {found.document for typed in workspace.typed if (found := sheet_of(typed))}
    address = database_of(source)
    if address is not None:
        if address.path is None:
            return is_typed(address, workspace)
        return _was_typed(source, workspace) or is_allowed(address.path, workspace)
    if "://" in source:
        return False
    return _was_typed(source, workspace) or is_allowed(_fixed_part(source), workspace)


def _was_typed(source: str, workspace: Workspace) -> bool:
    if source in workspace.typed:
        return True
    return "://" not in source and _real(source) in {
        _real(typed) for typed in workspace.typed if "://" not in typed
    }


def _fixed_part(source: str) -> Path:
    """Return the path of a source, of a glob the folders before its first wildcard."""
    path = Path(source).expanduser()
    for folder in [path, *path.parents]:
        if not glob.has_magic(str(folder)):
            return folder
    return path


def _real(source: str) -> str:
    return str(Path(source).expanduser().resolve())
