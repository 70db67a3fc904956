"""A file on its way in: what is known of it while its tables are made."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.sources import Sources
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.column_styles import Table
from customer_segmentation.data.understand.column_use import UsedColumn, kind_of, personal_kind
from customer_segmentation.data.understand.parse_dates import DateStyle
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import DATES, NUMBERS, ROLES
from customer_segmentation.kit.reply import Reply


@dataclass(frozen=True)
class Loading:
    """One run of ``load_data``.

    Attributes:
        profile_currency: The currency of the shop's profile, empty if it has none.
        folder: For the tables.
        reply: The answer as it grows.
    """

    table: Table
    profiles: list[ColumnProfile]
    reading: Reading
    request: LoadRequest
    sources: Sources
    profile_currency: str
    folder: Path
    reply: Reply = field(default_factory=Reply)

    @property
    def source(self) -> str:
        """The file as the person knows it."""
        return self.table.raw.source

    def roles(self) -> dict[str, str]:
        """Return the header of each role."""
        return {role: profile.column.header for role, profile in self.reading.columns.items()}

    def describe(self, columns: list[Column], **more: Any) -> None:
        """Fill the reply's detail: what was understood, for replies and for ``describe_data``."""
        self.reply.detail |= {
            "source": self.source,
            "files": len(self.table.raw.files),
            "grain": self.reading.grain.value,
            "roles": self.roles(),
            "confidence": {role: round(sure, 2) for role, sure in self.reading.confidence.items()},
            "alternatives": self.reading.alternatives,
            "export": self.reading.export,
            "columns": self._columns(columns),
            "tables": self.sources.tables,
        } | more

    def _columns(self, columns: list[Column]) -> list[dict[str, Any]]:
        """Return what became of every column of the source, in its order."""
        role = {profile.column.name: role for role, profile in reversed(self.reading.columns.items())}
        kept = {column.header for column in columns}
        found = []
        for profile in self.profiles:
            personal = personal_kind(profile)
            used = role.get(profile.column.name) or ("kept" if profile.column.header in kept else "unused")
            found.append(
                {
                    "header": profile.column.header,
                    "use": used,
                    "type": _type(used, profile, personal),
                    "personal": personal,
                    "filled": profile.filled,
                    "rows": profile.rows,
                    "whole": self.table.covered,
                    "distinct": profile.distinct,
                }
            )
        return found


def _type(used: str, profile: ColumnProfile, personal: str) -> str:
    if used in DATES:
        return "date"
    if used in NUMBERS:
        return "number"
    return "text" if personal or used in ROLES else kind_of(profile)


def columns_of(used: list[UsedColumn], table: Any) -> list[Column]:
    """Return the columns of a table as the data set describes them."""
    return [
        Column(name=c.name, header=c.header, table=table, type=c.kind, personal=bool(c.personal))
        for c in used
    ]


def said_order(style: DateStyle | None) -> str:
    """Return which way round dates in digits were read, nothing for dates that cannot be mistaken."""
    if style is None or style.native or style.format in {"cast", "%Y%m%d"}:
        return ""
    return style.order if style.format else ""
