"""A source as a person would type it after the command of the chat."""

from typing import Final

COMMAND: Final = "/customer-segmentation"


def command_for(sources: list[str]) -> str:
    """Return the chat command for some sources; those that need it are quoted."""
    return " ".join([COMMAND, *map(quoted, sources)])


def quoted(source: str) -> str:
    """Return a path in quotes if it would be read as several words."""
    falls_apart = any(c.isspace() or c in ",;，；" for c in source)
    return f'"{source}"' if falls_apart else source
