"""Folders a person allowed: the current one, the workspace, and those of the profile."""

from pathlib import Path

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace


def allowed_folders(workspace: Workspace) -> list[Path]:
    """Return the folders below which files may be read and written, with links followed."""
    told = [Path(folder).expanduser() for folder in workspace.profile.folders]
    return [folder.resolve() for folder in (Path.cwd(), workspace.root, *told)]


def is_allowed(path: Path, workspace: Workspace) -> bool:
    """Tell whether a path, its links followed, lies below an allowed folder."""
    real = path.expanduser().resolve()
    return any(real.is_relative_to(folder) for folder in allowed_folders(workspace))


def path_to_write(name: str, workspace: Workspace) -> Path:
    """Return where a file may be written; raises InputError outside the allowed folders.

    An existing file is never overwritten: ``list.csv`` becomes ``list-2.csv``.
    """
    path = Path(name).expanduser()
    path = path if path.is_absolute() else Path.cwd() / path
    if not is_allowed(path, workspace):
        raise InputError("path_not_allowed", path=name)
    if path.is_dir():
        raise InputError("path_is_folder", path=name)
    free, number = path, 1
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
