"""The files and addresses a person typed: reading those needs no further approval."""

import re
from typing import Final

_QUOTED: Final = re.compile(r"[\"'“”‘’「」]([^\"'“”‘’「」]+)[\"'“”‘’「」]")
_TYPED: Final = re.compile(
    r"[^\s,，;；。\"'“”‘’「」]+\.[A-Za-z0-9]{2,8}|[~./][^\s,，;；\"'“”‘’「」]*/[^\s,，;；\"'“”‘’「」]*"
)
_ADDRESS: Final = re.compile(
    r"(?:(?:postgres(?:ql)?|sqlite|duckdb)://[\w./:@?&=%+~-]*|https?://[\w./:@?&=%+~#\[\]-]*)[\w/]",
    re.IGNORECASE | re.ASCII,
)


def sources_in(text: str) -> list[str]:
    """Return everything in a message that may be meant as a file, a folder or an address."""
    return list(dict.fromkeys([*_QUOTED.findall(text), *_TYPED.findall(text), *_ADDRESS.findall(text)]))
