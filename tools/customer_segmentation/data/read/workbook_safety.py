"""Whether a workbook can be opened without harm, looked at from outside before anything is unpacked.

A workbook is a ZIP archive of XML, or in the old format an OLE container. A small archive can unpack to
terabytes, and a single cell in the last row and column makes a reader lay out 17 thousand million cells.
"""

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.source import opened
from customer_segmentation.kit.errors import InputError

LARGEST_UNPACKED: Final = 2 << 30
_SMALL: Final = 100 << 20
_MOST_PACKED: Final = 150
_MOST_MEMBERS: Final = 10_000
MOST_CELLS: Final = 1_048_576 * 64
"""All rows of a sheet, 64 columns wide: two gigabytes of cells."""

_CHUNK: Final = 1 << 20
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WIDE_CELL = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW_NUMBER = re.compile(rb'r="[A-Z]{0,3}(\d{1,7})"')
_OVERLAP: Final = 64


def check_workbook(path: Path) -> None:
    """Raise InputError for what is no workbook, is locked or broken, or would unpack to too much."""
    with opened(path) as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        _check_archive(path)
    else:
        _check_container(path)


def _check_container(path: Path) -> None:
    """Look into an OLE container: an old workbook, or a new one under a password."""
    import msoffcrypto

    try:
        with opened(path) as file:
            office = msoffcrypto.OfficeFile(file)
            kind, locked = office.format, office.is_encrypted()
    except Exception as error:  # the container's own errors are of many unrelated kinds
        raise InputError("read_workbook_broken", path=path) from error
    if kind not in ("ooxml", "xls97"):
        raise InputError("read_document", path=path, kind="Microsoft Office")
    if locked:
        raise InputError("read_workbook_locked", path=path)


def _check_archive(path: Path) -> None:
    _check_directory_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_unpacked(path, members)
            _check_kind(path, archive, {member.filename for member in members})
            for member in members:
                _check_member(path, archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError) as error:
        raise InputError("read_workbook_broken", path=path) from error


def _check_directory_size(path: Path) -> None:
    """Refuse an archive of very many members before its directory is read."""
    with opened(path) as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at >= 0 and int.from_bytes(tail[at + 10 : at + 12], "little") > _MOST_MEMBERS:
        raise InputError("read_workbook_bomb", path=path)


def _check_kind(path: Path, archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise InputError("read_workbook_binary", path=path)
    if "content.xml" in names and "mimetype" in names:
        if not archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise InputError("read_document", path=path, kind="OpenDocument")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise InputError("read_workbook_locked", path=path)
        return
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise InputError("read_document", path=path, kind="Microsoft Office")
    raise InputError("read_archive", path=path, kind="ZIP")


def _check_unpacked(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise InputError("read_workbook_bomb", path=path)
    for member in members:
        if member.file_size > _SMALL and member.file_size > _MOST_PACKED * max(member.compress_size, 1):
            raise InputError("read_workbook_bomb", path=path)


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack a member piece by piece: its size and checksum must be true, and a sheet's cells not lie too far out."""
    is_sheet = bool(_SHEET.fullmatch(member.filename))
    columns: set[bytes] = {b"Z"}
    last_row = 0
    with archive.open(member) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            if is_sheet:
                piece = rest + chunk
                columns.update(_WIDE_CELL.findall(piece))
                last_row = max(last_row, max(map(int, set(_ROW_NUMBER.findall(piece))), default=0))
                rest = piece[-_OVERLAP:]
    if last_row * max(map(_column_number, columns)) > MOST_CELLS:
        raise InputError("read_workbook_far_cell", path=path)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
