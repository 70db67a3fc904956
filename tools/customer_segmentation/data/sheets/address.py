"""The address of a Google Sheet, and the tab and range of it that are meant."""

import re
from dataclasses import dataclass
from typing import Final

_LINK: Final = re.compile(
    r"https://docs\.google\.com/(?:a/[\w.-]+/)?spreadsheets/(?:u/\d+/)?d/(?P<published>e/)?(?P<id>[\w-]{20,200})(?P<rest>[/?#]\S*)?",
    re.ASCII,
)
_TAB: Final = re.compile(r"[?&#]gid=(\d{1,12})\b")
_BLOCK: Final = re.compile(r"[A-Z]{1,3}\d{0,8}:[A-Z]{1,3}\d{0,8}", re.IGNORECASE)


@dataclass(frozen=True)
class SheetAddress:
    """A Google Sheet as its link names it.

    Attributes:
        id: Of the document.
        gid: Number of the tab that the link opens; empty if it names none.
        published: Whether it is the link of a document published to the web, which has an id of its own.
    """

    id: str
    gid: str = ""
    published: bool = False

    @property
    def document(self) -> tuple[str, bool]:
        """What a person allows by typing the link of any of its tabs."""
        return self.id, self.published


@dataclass(frozen=True)
class Part:
    """What is read of a document: a tab by its name, a range such as ``A1:F``; both empty for what the link opens."""

    tab: str = ""
    cells: str = ""


def sheet_of(source: str) -> SheetAddress | None:
    """Return the Google Sheet that a source means, None for any other source."""
    found = _LINK.fullmatch(source.strip())
    if not found:
        return None
    # The browser writes the tab twice, ?gid=0#gid=0: what stands last is what it shows.
    tabs = _TAB.findall(found["rest"] or "")
    return SheetAddress(found["id"], tabs[-1] if tabs else "", bool(found["published"]))


def part_of(text: str) -> Part:
    """Return the part that a text such as ``Orders!A1:F``, ``'My orders'!B:D``, ``Orders`` or ``A1:F`` names."""
    tab, mark, cells = text.strip().rpartition("!")
    if mark and _BLOCK.fullmatch(cells.replace("$", "")):
        return Part(_bare(tab), cells.replace("$", "").upper())
    plain = text.strip().replace("$", "")
    return Part(cells=plain.upper()) if _BLOCK.fullmatch(plain) else Part(_bare(text.strip()))


def _bare(tab: str) -> str:
    """Return the name of a tab without the quotes that formulas set around it."""
    quoted = len(tab) > 1 and tab[0] == tab[-1] == "'"
    return tab[1:-1].replace("''", "'") if quoted else tab
