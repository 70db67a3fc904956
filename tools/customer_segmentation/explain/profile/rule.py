"""A rule that describes a segment: a few conditions that must all hold, in numbers a person would choose."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.explain.profile.aspects import Aspect
from customer_segmentation.stats.wilson import wilson_interval

if TYPE_CHECKING:
    import numpy as np

    Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


_FEWEST: Final = 0.5
"""A rule whose precision and coverage balance below this is not told."""


@dataclass(frozen=True)
class Cut:
    """One condition: a value ``at`` or above, or below it; for a level of a category, having it or not."""

    aspect: Aspect
    below: bool
    at: Decimal

    def holds(self, values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> "Mask":
        """Return for whom it holds; for nobody whose value is not known."""
        import numpy as np

        known = ~np.isnan(values)
        at = float(self.at)
        return known & ((values < at) if self.below else (values >= at))

    def sql(self) -> str:
        """Return it as SQL over the columns f1, f2, … of the features."""
        column = f"q.f{self.aspect.place}"
        if self.aspect.level:
            return f"{column} {'<>' if self.below else '='} {literal(self.aspect.level)}"
        return f"{column} {'<' if self.below else '>='} {literal(self.at)}"


class Fit(NamedTuple):
    """How well a rule finds a segment among customers it was not found on."""

    tested: int
    chosen: int
    members: int
    hits: int

    @property
    def precision(self) -> float:
        """Of the customers the rule chooses, the share who are in the segment."""
        return self.hits / self.chosen if self.chosen else 0.0

    @property
    def coverage(self) -> float:
        """Of the segment's customers, the share whom the rule chooses."""
        return self.hits / self.members if self.members else 0.0

    @property
    def balance(self) -> float:
        """Harmonic mean of precision and coverage (F1)."""
        return 2 * self.hits / (self.chosen + self.members) if self.chosen + self.members else 0.0

    @property
    def tells(self) -> bool:
        """Tell whether the rule is worth saying: balanced, and more precise than picking anybody."""
        if not self.chosen:
            return False
        least, _ = wilson_interval(self.hits, self.chosen)
        return self.balance >= _FEWEST and least > self.members / self.tested


@dataclass(frozen=True)
class Rule:
    """Conditions that describe a segment, and how well they do on customers held out."""

    segment: str
    cuts: tuple[Cut, ...]
    fit: Fit


def fit_of(chosen: "Mask", members: "Mask") -> Fit:
    """Return how a choice meets the members."""
    return Fit(chosen.size, int(chosen.sum()), int(members.sum()), int((chosen & members).sum()))


def rules_sql(rules: list[Rule], features: str) -> str:
    """Return the query that tells for every customer which rules hold, over the query for the features.

    One BOOLEAN column per rule, named after its segment.
    """
    columns = "".join(
        f",\n  CASE WHEN {' AND '.join(cut.sql() for cut in rule.cuts)} THEN TRUE ELSE FALSE END AS "
        f"{identifier(rule.segment)}"
        for rule in rules
    )
    return f"SELECT\n  q.customer_id{columns}\nFROM (\n{features}\n) AS q"
