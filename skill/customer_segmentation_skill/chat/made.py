"""Where a person finds the pictures and reports that were made for them."""

from collections.abc import Iterable
from pathlib import Path

from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Result


def made_words(results: Iterable[Result], language: str) -> str:
    """Return a line per picture or report with its path, other formats named behind it; nothing if there is none."""
    found: dict[Path, list[str]] = {}
    for result in results:
        for artifact in result.reply.artifacts:
            if artifact.for_people:
                path = result.file(artifact)
                found.setdefault(path.with_suffix(""), []).append(path.suffix)
    return "\n".join(_line(stem, endings, language) for stem, endings in found.items())


def _line(stem: Path, endings: list[str], language: str) -> str:
    first, *others = endings
    path = _from_here(stem.with_name(stem.name + first))
    if not others:
        return message("file_made", language, path=path)
    return message("file_made_also", language, path=path, others=", ".join(others))


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
