"""A reading: which column of a table plays which role, how surely, and what one row is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.role_candidates import NUMBERS, Candidate


@dataclass(frozen=True)
class Reading:
    """What a table is read as.

    Attributes:
        columns: The column of each role.
        confidence: How surely, from 0 to 1, by role.
        alternatives: Other headers that were considered, by role.
        export: The system the export comes from, where it is known.
    """

    grain: Grain = Grain.ORDERS
    columns: dict[str, ColumnProfile] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=dict)
    export: str = ""

    def has(self, *roles: str) -> bool:
        """Tell whether every one of the roles has a column."""
        return all(role in self.columns for role in roles)

    @property
    def taken(self) -> frozenset[str]:
        """Names of the columns that play a role."""
        return frozenset(profile.column.name for profile in self.columns.values())

    def with_role(self, role: str, chosen: Candidate, others: Sequence[Candidate] = ()) -> "Reading":
        """Return this reading with one more role."""
        return replace(
            self,
            columns={**self.columns, role: chosen.profile},
            confidence={**self.confidence, role: chosen.strength},
            alternatives={**self.alternatives, role: [other.header for other in others]}
            if others
            else self.alternatives,
        )

    @property
    def numeric(self) -> list[str]:
        """The roles whose cells are numbers."""
        return [role for role in self.columns if role in NUMBERS]
