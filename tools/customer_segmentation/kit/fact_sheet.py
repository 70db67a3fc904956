"""The facts of one tool while it gathers them: keys are spelt in one place, parts named before wholes."""

from datetime import date
from decimal import Decimal

from customer_segmentation.kit.fact import Fact, Kind

ALL = "all"
"""The subject of facts on the whole."""


class FactSheet:
    """Facts of ``tool`` by key; ``currency`` is the unit of its sums of money."""

    def __init__(self, tool: str, currency: str = "XXX") -> None:
        self.tool = tool
        self.currency = currency
        self.facts: dict[str, Fact] = {}

    def key(self, subject: str, measure: str) -> str:
        """Return the key of a fact."""
        return f"{self.tool}.{subject}.{measure}"

    def say(
        self,
        subject: str,
        measure: str,
        value: float | Decimal | date | str,
        unit: str,
        *basis: str,
        kind: Kind = Kind.MEASURED,
    ) -> None:
        """Add a fact; ``basis`` is given as ``<subject>.<measure>``, part before whole."""
        keys = tuple(f"{self.tool}.{part}" for part in basis)
        self.facts[self.key(subject, measure)] = Fact(value=value, unit=unit, kind=kind, basis=keys)

    def say_interval(
        self, subject: str, measure: str, interval: tuple[float, float], unit: str, kind: Kind = Kind.MEASURED
    ) -> None:
        """Add the ends of the 95% interval of a fact as ``<measure>_low`` and ``<measure>_high``."""
        for end, value in zip(("low", "high"), interval, strict=True):
            self.say(subject, f"{measure}_{end}", value, unit, f"{subject}.{measure}", kind=kind)

    def has(self, subject: str, measure: str) -> bool:
        """Tell whether a fact was said."""
        return self.key(subject, measure) in self.facts
