"""Folders a person allowed: the current one, the workspace, and those of the profile."""

from collections.abc import Callable
from pathlib import Path

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace


def allowed_folders(workspace: Workspace) -> list[Path]:
    """Return the folders below which files may be read and written, with links followed.

    The root of the file system, where some programs start others, is nobody's choice of a folder.
    """
    here = Path.cwd()
    chosen = [] if here == Path(here.anchor) else [here]
    told = [Path(folder).expanduser() for folder in workspace.profile.folders]
    return [folder.resolve() for folder in (*chosen, workspace.root, *told)]


def is_allowed(path: Path, workspace: Workspace) -> bool:
    """Tell whether a path, its links followed, lies below an allowed folder."""
    real = path.expanduser().resolve()
    return any(real.is_relative_to(folder) for folder in allowed_folders(workspace))


def path_to_write(
    name: str,
    workspace: Workspace,
    *,
    beside: Callable[[Path], list[Path]] = lambda _path: [],
    replace: bool = False,
) -> Path:
    """Return where a file may be written; raises InputError outside the allowed folders.

    An existing file is not overwritten unless it is a plain file and ``replace`` says so: ``list.csv`` becomes
    ``list-2.csv``. ``beside`` tells which files will stand beside one: they take no other's place either.
    """
    path = Path(name).expanduser()
    path = path if path.is_absolute() else Path.cwd() / path
    if not is_allowed(path, workspace):
        raise InputError("path_not_allowed", path=name)
    if path.is_dir():
        raise InputError("path_is_folder", path=name)
    if replace and path.is_file() and not path.is_symlink():
        return path
    free, number = path, 1
    while any(one.exists() or one.is_symlink() for one in (free, *beside(free))):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
