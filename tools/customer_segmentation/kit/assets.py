"""Finding the words: the ``prompts/`` folder of a checkout, or its copy bundled in the wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def assets_path() -> Path:
    """Return the folder that holds ``prompts/`` and ``SKILL.md``.

    The wheel bundles them beside the package; a checkout (and an editable install) has them at its root.
    """
    bundled = _PACKAGE / "_bundle"
    return bundled if bundled.is_dir() else _PACKAGE.parents[1]


def prompts_path() -> Path:
    """Return the folder of every word that a person or a model reads."""
    return assets_path() / "prompts"


@cache
def prompt_text(name: str) -> str:
    """Return the text of ``prompts/<name>``."""
    return (prompts_path() / name).read_text(encoding="utf-8")
