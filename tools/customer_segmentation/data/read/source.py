"""What a source string means: a file, a glob, or a folder of files of one shape."""

import difflib
import glob
import hashlib
import itertools
import os
import re
import stat
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding

MOST_FILES: Final = 1000

FAMILIES: Final = {
    "text": frozenset({".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"}),
    "JSON": frozenset({".json", ".jsonl", ".ndjson"}),
    "Parquet": frozenset({".parquet", ".pq"}),
    "Excel": frozenset({".xlsx", ".xlsm", ".xls", ".ods"}),
}
"""File extensions by what is in such files: a folder must hold one family."""

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True)
class Found:
    """The files of a source in the order in which they are read."""

    source: str
    files: list[Path]
    notes: list[Finding] = field(default_factory=list)


def find_files(source: str, base: Path | None = None) -> Found:
    """Return the files that a source names; relative paths start at ``base``, else at the current folder.

    Raises InputError when there is nothing of that name, or nothing that could be a table.
    """
    text = _unquoted(source)
    scheme = _SCHEME.match(text)
    if scheme:
        raise InputError("read_scheme_unsupported", scheme=scheme[1].lower(), source=text)
    if not text or "\0" in text:
        raise InputError("read_source_missing")
    path = (base or Path.cwd()) / _at_home(text)
    mode = _mode(path)
    if mode is None:
        return _matches(text, path) if glob.has_magic(text) else _nothing_there(path)
    if stat.S_ISDIR(mode):
        return _folder(text, path)
    if not stat.S_ISREG(mode):
        raise InputError("read_not_a_file", path=path)
    return Found(path.name, [path])


def fingerprint(source: str, base: Path | None = None) -> str:
    """Return a SHA-256, in hex, of the names and contents of a source's files in order.

    Raises InputError as ``find_files`` does, and when a file may not be read.
    """
    whole = hashlib.sha256()
    for path in find_files(source, base).files:
        with opened(path) as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        whole.update(os.fsencode(path.name) + b"\0" + digest)
    return whole.hexdigest()


def opened(path: Path) -> BufferedReader:
    """Open a file for reading bytes; raises InputError when it may not be read."""
    try:
        return path.open("rb")
    except PermissionError as error:
        raise InputError("read_not_allowed", path=path) from error
    except OSError as error:
        raise InputError("read_unreadable", path=path, problem=error.strerror or error) from error


def _unquoted(source: str) -> str:
    """Drop blanks and the quotes that a terminal sets around a dragged file."""
    text = source.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _at_home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~name" of nobody
        return Path(text)


def _mode(path: Path) -> int | None:
    """Return the mode of what stands at a path, None when there is nothing."""
    try:
        return path.stat().st_mode
    except PermissionError as error:
        raise InputError("read_not_allowed", path=path) from error
    except OSError as error:
        if path.is_symlink():
            raise InputError("read_link_broken", path=path) from error
        return None


def _nothing_there(path: Path) -> Found:
    """Say that a path is missing, and the nearest name in its folder."""
    folder = path.parent
    if not folder.is_dir():
        raise InputError("read_folder_missing", path=path, folder=folder)
    try:
        names = {entry.name.casefold(): entry.name for entry in sorted(folder.iterdir())}
    except PermissionError:
        names = {}
    near = difflib.get_close_matches(path.name.casefold(), sorted(names), n=1)
    if near:
        raise InputError("read_missing_similar", path=path, similar=names[near[0]])
    raise InputError("read_missing", path=path)


def _matches(text: str, pattern: Path) -> Found:
    every = glob.iglob(str(pattern), recursive=True)  # noqa: PTH207 - the pattern may be absolute
    found = itertools.islice(every, MOST_FILES + 1)
    paths = sorted(Path(name) for name in found)
    _check_count(text, paths)
    first = next(index for index, part in enumerate(pattern.parts) if glob.has_magic(part))
    files, notes = _inside(Path(*pattern.parts[:first]), paths)
    if not files:
        raise InputError("read_glob_empty", pattern=text)
    return Found(text, files, notes)


def _folder(text: str, folder: Path) -> Found:
    """Take a folder's own files of the one family that it holds."""
    try:
        entries = sorted(itertools.islice(folder.iterdir(), 10 * MOST_FILES))
    except PermissionError as error:
        raise InputError("read_not_allowed", path=folder) from error
    tabular = [path for path in entries if _family(path) and not path.name.startswith(".")]
    files, notes = _inside(folder, tabular)
    _check_count(text, files)
    if not files:
        raise InputError("read_folder_empty", path=folder)
    families = sorted({_family(path) for path in files})
    if len(families) > 1:
        raise InputError("read_folder_mixed", path=folder, families=", ".join(families))
    return Found(text, files, notes)


def _family(path: Path) -> str:
    suffix = path.suffix.casefold()
    return next((family for family, suffixes in FAMILIES.items() if suffix in suffixes), "")


def _inside(folder: Path, paths: list[Path]) -> tuple[list[Path], list[Finding]]:
    """Keep regular files; links that lead out of what was asked for are left alone, and that is said."""
    root = folder.resolve()
    files: list[Path] = []
    notes: list[Finding] = []
    for path in paths:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            notes.append(Finding(code="read_link_outside", values={"file": path.name}))
        elif path.is_file():
            files.append(path)
    return files, notes


def _check_count(text: str, paths: list[Path]) -> None:
    if len(paths) > MOST_FILES:
        raise InputError("read_files_too_many", source=text, limit=MOST_FILES)
