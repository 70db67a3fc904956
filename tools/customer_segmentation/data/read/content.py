"""What a file is, by its first bytes: its name is only a hint."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.source import FAMILIES, opened
from customer_segmentation.kit.errors import InputError


class Content(StrEnum):
    """The kinds of content that can be read."""

    TEXT = "text"
    JSON = "json"
    PARQUET = "parquet"
    WORKBOOK = "workbook"


HEAD_BYTES: Final = 65_536

_OTHERS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF", "read_document", "PDF"),
    (b"{\\rtf", "read_document", "RTF"),
    (b"\x89PNG", "read_picture", "PNG"),
    (b"\xff\xd8\xff", "read_picture", "JPEG"),
    (b"GIF8", "read_picture", "GIF"),
    (b"RIFF", "read_picture", "WebP"),
    (b"BM", "read_picture", "BMP"),
    (b"II*\0", "read_picture", "TIFF"),
    (b"MM\0*", "read_picture", "TIFF"),
    (b"\x1f\x8b", "read_archive", "GZIP"),
    (b"BZh", "read_archive", "BZIP2"),
    (b"\xfd7zXZ\0", "read_archive", "XZ"),
    (b"\x28\xb5\x2f\xfd", "read_archive", "ZSTD"),
    (b"7z\xbc\xaf\x27\x1c", "read_archive", "7Z"),
    (b"Rar!", "read_archive", "RAR"),
    (b"SQLite format 3\0", "read_database", "SQLite"),
)
_COULD_BE_TEXT: Final = frozenset({"BMP", "WebP", "BZIP2", "GIF", "RAR"})
"""Kinds whose mark is plain letters, with which a table may begin as well."""

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET: Final = (b"PAR1", b"PARE")
_MARKUP = re.compile(rb"\s*(?:<!doctype\s+html|<html|<table|<head|<\?xml)", re.IGNORECASE)
_CONTROL: Final = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
_MOST_CONTROL: Final = 0.01
_MOST_ZEROS: Final = 0.05
_SUFFIX_CODES: Final = {
    ".parquet": "read_parquet_broken",
    ".pq": "read_parquet_broken",
    ".xlsx": "read_workbook_broken",
    ".xlsm": "read_workbook_broken",
    ".xls": "read_workbook_broken",
    ".ods": "read_workbook_broken",
}


def content_of(path: Path) -> Content:
    """Return what a file holds; raises InputError when it is empty or no table, saying what it is."""
    with opened(path) as file:
        head = file.read(HEAD_BYTES)
    if not head or not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise InputError("read_empty", path=path)
    if head.startswith(_PARQUET):
        return Content.PARQUET
    if head.startswith((_ZIP, _EMPTY_ZIP, _OLE)):
        return Content.WORKBOOK
    text = is_text(head)
    _refuse_others(path, head, text=text)
    if not text:
        raise InputError(_SUFFIX_CODES.get(path.suffix.casefold(), "read_binary"), path=path)
    return Content.JSON if _is_json(path, head) else Content.TEXT


def is_text(head: bytes) -> bool:
    """Tell whether bytes can be text in some encoding."""
    if utf16_of(head):
        return True
    control = len(head) - len(head.translate(None, _CONTROL))
    return control <= _MOST_CONTROL * len(head) and head.count(0) <= _MOST_ZEROS * len(head)


def utf16_of(head: bytes) -> str:
    """Return the UTF-16 or UTF-32 in which bytes are written, by their mark or their zeros; else nothing."""
    for mark, name in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")):
        if head.startswith(mark):
            return name
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    rare, frequent = pairs / 50, pairs / 5
    if pairs and odd >= frequent and even <= rare:
        return "utf-16-le"
    return "utf-16-be" if pairs and even >= frequent and odd <= rare else ""


def _refuse_others(path: Path, head: bytes, *, text: bool) -> None:
    for mark, code, kind in _OTHERS:
        if head.startswith(mark) and not (text and kind in _COULD_BE_TEXT):
            raise InputError(code, path=path, kind=kind)
    if _MARKUP.match(head):
        raise InputError("read_web_page", path=path)


def _is_json(path: Path, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.suffix.casefold() in FAMILIES["JSON"]:
        return start.startswith((b"{", b"[")) or bool(utf16_of(head))
    return bool(re.match(rb'(?:\[\s*)?\{\s*(?:"|\})', start))
