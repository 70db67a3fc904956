"""What was read of a sheet."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

_UNNAMED: Final = "Google Sheets"
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class SheetContent:
    """The cells of a sheet as CSV in UTF-8.

    Attributes:
        called: What it is called towards the person: document and tab.
        others: Visible tabs that were not read, as far as that can be told.
    """

    called: str
    data: bytes = field(repr=False)
    others: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """SHA-256 of the cells, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def document_name(text: str) -> str:
    """Return what a document is called, on one line and of a bounded length; others wrote it."""
    return " ".join(text.split())[:_LONGEST_NAME] or _UNNAMED
