"""In which encoding a text file is written, decided from the whole file, and a UTF-8 copy where it needs one."""

import codecs
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.content import HEAD_BYTES, utf16_of
from customer_segmentation.data.read.legacy_encoding import legacy_encoding
from customer_segmentation.data.read.source import opened
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity

LONGEST_LINE: Final = 8_000_000
_CHUNK: Final = 1 << 20
_EVIDENCE: Final = 262_144
_REPLACEMENT: Final = "\ufffd"
_NAMES: Final = {"gb18030": "GB18030 (GBK)", "cp1252": "Windows-1252 (Latin-1)"}


@dataclass(frozen=True)
class TextFile:
    """A text file as UTF-8.

    Attributes:
        path: The file itself, or a copy in the scratch folder.
        line_feeds, returns, pairs: How often LF, CR and CR LF stand in it.
        ends_open: The last line has no line end.
        copied: ``path`` is a copy, to be deleted after use.
        counts: Measures of characters mended, by name.
    """

    path: Path
    line_feeds: int
    returns: int
    pairs: int
    ends_open: bool
    copied: bool = False
    notes: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    def lines(self, newline: str) -> int:
        """Return how many lines end in ``newline``, an open last line included."""
        ends = {"\n": self.line_feeds, "\r": self.returns, "\r\n": self.pairs}[newline]
        return ends + self.ends_open


@dataclass
class _Scan:
    """Running counts over the chunks of a file."""

    line_feeds: int = 0
    returns: int = 0
    pairs: int = 0
    zeros: int = 0
    last: bytes = b""
    since_line_end: int = 0
    utf8: bool = True

    def take(self, chunk: bytes) -> None:
        self.line_feeds += chunk.count(b"\n")
        if b"\r" in chunk:
            self.returns += chunk.count(b"\r")
            self.pairs += chunk.count(b"\r\n")
        self.pairs += self.last == b"\r" and chunk[:1] == b"\n"
        self.zeros += chunk.count(b"\0") if b"\0" in chunk else 0
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.since_line_end = len(chunk) - end - 1 if end >= 0 else self.since_line_end + len(chunk)
        self.last = chunk[-1:]


def text_file(path: Path, scratch: Path, *, json: bool = False) -> TextFile:
    """Return a text file as UTF-8 without zero bytes, copied into ``scratch`` if it is not.

    Raises InputError for a line longer than ``LONGEST_LINE`` bytes, so that a file without line ends never fills
    the memory. ``json`` may stand on one line, but may not begin with a byte order mark.
    """
    with opened(path) as file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        scan = _scanned(path, file, longest=None if json else LONGEST_LINE)
    encoding, certain = utf16_of(head), True
    if not encoding:
        encoding, certain = ("utf-8", True) if scan.utf8 else legacy_encoding(_evidence(path))
    marked = head.startswith(codecs.BOM_UTF8)
    if encoding == "utf-8" and scan.utf8 and not scan.zeros and not (json and marked):
        return _described(path, scan)
    copy = _free_path(scratch)
    counts = _copied(path, encoding, copy)
    with opened(copy) as file:
        scan = _scanned(copy, file, longest=None)
    found = _described(copy, scan)
    notes = _notes(encoding, counts, certain=certain)
    return replace(found, copied=True, counts=counts, notes=notes)


def _described(path: Path, scan: _Scan) -> TextFile:
    return TextFile(
        path=path,
        line_feeds=scan.line_feeds,
        returns=scan.returns,
        pairs=scan.pairs,
        ends_open=scan.last not in (b"\n", b"\r"),
    )


def _chunks(file: BufferedReader) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _scanned(path: Path, file: BufferedReader, *, longest: int | None) -> _Scan:
    scan = _Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False
    for chunk in _chunks(file):
        scan.take(chunk)
        if longest and scan.since_line_end > longest:
            raise InputError("read_line_too_long", path=path, megabytes=longest // 1_000_000)
        if scan.utf8 and (pending or not chunk.isascii()):
            try:
                decoder.decode(chunk)
                pending = bool(decoder.getstate()[0])
            except UnicodeDecodeError:
                scan.utf8 = False
    scan.utf8 = scan.utf8 and not pending
    return scan


def _evidence(path: Path) -> bytes:
    """Return the first lines that hold more than ASCII."""
    found = bytearray()
    with opened(path) as file:
        while len(found) < _EVIDENCE and (line := file.readline(LONGEST_LINE)):
            if not line.isascii():
                found += line
    return bytes(found)


def _free_path(scratch: Path) -> Path:
    number = 1
    while (path := scratch / f"utf8-copy-{number}.txt").exists():
        number += 1
    return path


def _copied(path: Path, encoding: str, copy: Path) -> dict[str, int]:
    """Write a UTF-8 copy; return how many characters were unreadable and how many zero bytes were dropped."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    lost = zeros = 0
    with opened(path) as file, copy.open("w", encoding="utf-8", newline="") as out:
        for number, chunk in enumerate(itertools.chain(_chunks(file), [b""])):
            text = decoder.decode(chunk, final=not chunk)
            lost += text.count(_REPLACEMENT)
            zeros += text.count("\0")
            text = text.replace("\0", "")
            out.write(text.removeprefix("\ufeff") if number == 0 else text)
    return {name: count for name, count in (("characters_lost", lost), ("zeros_dropped", zeros)) if count}


def _notes(encoding: str, counts: dict[str, int], *, certain: bool) -> tuple[Finding, ...]:
    notes = []
    if encoding != "utf-8":
        code = "read_encoding" if certain else "read_encoding_guessed"
        severity = Severity.INFO if certain else Severity.WARNING
        name = _NAMES.get(encoding, encoding.upper())
        notes.append(Finding(code=code, severity=severity, values={"encoding": name}))
    if "characters_lost" in counts:
        notes.append(Finding(code="read_characters_lost", severity=Severity.WARNING))
    if "zeros_dropped" in counts:
        notes.append(Finding(code="read_zeros_dropped"))
    return tuple(notes)
