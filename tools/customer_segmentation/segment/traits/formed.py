"""The levels of a trait and what was noticed in forming them."""

from dataclasses import dataclass

from customer_segmentation.segment.traits.level import Levels


@dataclass(frozen=True)
class Formed:
    """The levels of a trait.

    Attributes:
        known: Of how many customers the trait is known.
        unknown: Of how many it is not, those with an impossible value included.
        impossible: How many customers have a value that nobody can have.
        respelt: How many spellings differ from another in case or spaces only.
        rare: How many values are too rare for a level of their own.
    """

    levels: Levels
    known: int
    unknown: int
    impossible: int = 0
    respelt: int = 0
    rare: int = 0

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return self.known + self.unknown
