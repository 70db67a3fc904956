"""New files for the person, several as one: prepared beside their places, then put there, never over another file."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.atomic import flush


class NewFiles:
    """Files under construction; ``digests`` holds the SHA-256 of each by its path."""

    def __init__(self, token: str, replaced: Mapping[str, str]) -> None:
        self.digests: dict[Path, str] = {}
        self._token = token
        self._replaced = replaced
        self._drafts: dict[Path, Path] = {}

    def add(self, path: Path, write: Callable[[Path], None]) -> None:
        """Call ``write`` with the path of an empty private file beside ``path``.

        Raises:
            OSError: It could not be written; the error names its folder.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        # One name per action: what a killed process left is taken up by the next attempt.
        draft = path.with_name(f".{path.name}.{self._token}.part")
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._drafts[path] = draft
        try:
            write(draft)
            flush(draft)
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(path.parent)) from error
        self.digests[path] = digest(draft)

    def put(self) -> None:
        """Put every file in its place; nothing where one place is taken."""
        for path in self._drafts:
            self._check(path)
        placed: list[Path] = []
        try:
            for path, draft in self._drafts.items():
                if self._is_there(path):
                    continue
                if str(path) in self._replaced:
                    draft.replace(path)
                else:
                    _link(draft, path)
                    placed.append(path)
                flush(path.parent)
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            raise

    def drop(self) -> None:
        """Remove what was not put in its place."""
        for draft in self._drafts.values():
            draft.unlink(missing_ok=True)

    def _is_there(self, path: Path) -> bool:
        """Tell whether an interrupted attempt put the very same file there already."""
        return path.is_file() and not path.is_symlink() and digest(path) == self.digests[path]

    def _check(self, path: Path) -> None:
        if not (path.exists() or path.is_symlink()) or self._is_there(path):
            return
        known = self._replaced.get(str(path))
        if known is None or path.is_symlink() or not path.is_file() or digest(path) != known:
            raise InputError("path_taken", path=path)


@contextmanager
def new_files(token: str, replaced: Mapping[str, str]) -> Iterator[NewFiles]:
    """Give files to add to, put in their places at the end if nothing went wrong.

    Args:
        token: What tells this action from every other, the same when it is tried again.
        replaced: SHA-256 of the files that may be replaced, by path.

    Raises:
        InputError: A place was taken since, or what stands there is no longer what may be replaced.
    """
    files = NewFiles(token, replaced)
    try:
        yield files
        files.put()
    finally:
        files.drop()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link(draft: Path, path: Path) -> None:
    """Give a finished draft its name; a file that came there in the meantime stays."""
    try:
        path.hardlink_to(draft)
    except FileExistsError as error:
        raise InputError("path_taken", path=path) from error
    except OSError:  # A file system without hard links, such as FAT.
        draft.replace(path)
