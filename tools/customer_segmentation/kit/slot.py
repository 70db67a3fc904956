"""A slot: the place of a sentence where the figure of a fact will stand."""

import re
from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.fact import Fact, split_key

_COMPARATIVE_UNITS: Final = frozenset({"rank", "change", "ratio", "points"})
_COMPARATIVE_MEASURES: Final = re.compile(r"(?:.*_)?(?:rank|change|ratio)")


@dataclass(frozen=True)
class Slot:
    """A placeholder of a known fact.

    Attributes:
        place: Where it stands in the plain text.
        key: The fact's key.
        result: The result it was asked of, such as ``r3``; empty for the latest.
        fact: The fact.
    """

    place: int
    key: str
    result: str
    fact: Fact

    @property
    def subject(self) -> str:
        """The subject id of the key."""
        return split_key(self.key)[1]

    @property
    def measure(self) -> str:
        """The measure of the key."""
        return split_key(self.key)[2]

    @property
    def compares(self) -> bool:
        """Whether the fact is a rank, a change or a ratio, which may back a comparison."""
        return self.fact.unit in _COMPARATIVE_UNITS or bool(_COMPARATIVE_MEASURES.fullmatch(self.measure))
