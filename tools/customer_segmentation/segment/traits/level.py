"""The levels of a trait: its values or bands, each with a test in SQL and a name in words."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from customer_segmentation.data.dataset import Column
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.traits.trait import Source, Trait, TraitKind

Reading = Literal["text", "number", "flag", "birth_year", "birth_date"]
UNKNOWN: Final = 0
"""The code of customers of whom the trait is not known, or holds a value that nobody can have."""


class Level(BaseModel):
    """One level.

    Attributes:
        code: From 1, in the order of the levels.
        parts: What it is called.
        keys: Of text: the values in lower case without spaces around them.
        low: Of numbers and ages: the least value in it; None for no end.
        high: The least value above it.
        rest: It holds every value that no other level holds.
    """

    model_config = ConfigDict(frozen=True)

    code: int
    parts: list[NamePart]
    keys: list[str] = Field(default_factory=list)
    low: Decimal | None = None
    high: Decimal | None = None
    rest: bool = False


class Levels(BaseModel):
    """A trait with its levels.

    Attributes:
        reading: How values are compared; births count as whole years of age on the day looked from.
        least: Smaller values are impossible and count as unknown.
        most: So do greater ones.
        unknown_keys: Of text: the values that say that nobody knows.
    """

    model_config = ConfigDict(frozen=True)

    column: Column
    meaning: str = ""
    kind: TraitKind | None = None
    source: Source = "customers"
    reading: Reading
    least: Decimal | None = None
    most: Decimal | None = None
    unknown_keys: list[str] = Field(default_factory=list)
    levels: list[Level]

    @property
    def trait(self) -> Trait:
        """The trait itself."""
        return Trait(self.column, self.meaning, self.kind, self.source)

    def sql(self, told: str, as_of: date) -> str:
        """Return the code of a value as SQL; ``told`` is the value, ``as_of`` the day that ages count to."""
        cases = [f"WHEN {told} IS NULL THEN {UNKNOWN}"]
        if self.unknown_keys:
            cases.append(f"WHEN {_one_of(told, self.unknown_keys)} THEN {UNKNOWN}")
        beyond = self.most + 1 if self.most is not None and self._is_birth else None
        if self.least is not None:
            cases.append(f"WHEN NOT ({self._span(told, self.least, beyond, as_of)}) THEN {UNKNOWN}")
        if self.most is not None and not self._is_birth:
            cases.append(f"WHEN {told} > {literal(self.most)} THEN {UNKNOWN}")
        cases += [
            f"WHEN {self._test(level, told, as_of)} THEN {level.code}"
            for level in self.levels
            if not level.rest
        ]
        rest = next((level.code for level in self.levels if level.rest), UNKNOWN)
        return f"CASE {' '.join(cases)} ELSE {rest} END"

    @property
    def _is_birth(self) -> bool:
        return self.reading in {"birth_year", "birth_date"}

    def _test(self, level: Level, told: str, as_of: date) -> str:
        if self.reading == "text":
            return _one_of(told, level.keys)
        if self.reading == "flag":
            return told if level.keys == ["true"] else f"NOT {told}"
        return self._span(told, level.low, level.high, as_of)

    def _span(self, told: str, low: Decimal | None, high: Decimal | None, as_of: date) -> str:
        """Return the test that a value, or the age that it tells, lies from ``low`` to below ``high``."""
        if not self._is_birth:
            parts = [f"{told} >= {literal(low)}"] if low is not None else []
            parts += [f"{told} < {literal(high)}"] if high is not None else []
        else:
            parts = [f"{told} <= {self._born(int(low), as_of)}"] if low is not None else []
            parts += [f"{told} > {self._born(int(high), as_of)}"] if high is not None else []
        return " AND ".join(parts) or "TRUE"

    def _born(self, age: int, as_of: date) -> str:
        """Return the last year or day of birth of those who are ``age`` years old on a day."""
        if self.reading == "birth_year":
            return literal(as_of.year - age)
        return literal(birthday(as_of, -age))


def birthday(day: date, years: int) -> date:
    """Return the same day some years away; 29 February becomes the 28th in other years."""
    year = max(day.year + years, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _one_of(told: str, keys: list[str]) -> str:
    return f"LOWER(TRIM({told})) IN ({', '.join(literal(key) for key in keys)})"
