"""A feature: one measure of a customer, as an expression over the tables of a scope."""

from dataclasses import dataclass
from typing import Final, Literal

from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.traits.trait_name import trait_name

Kind = Literal["number", "category"]

CURRENCY: Final = "currency"
"""Stands for the currency of the data set in ``Feature.unit``."""


@dataclass(frozen=True)
class Feature:
    """One measure of a customer.

    Attributes:
        name: Its fixed name: ``orders``, ``aov``, ``category=Shoes``, or the name of a trait.
        sql: Its value over the relations of ``features_sql``: a DOUBLE, or a VARCHAR for a category; NULL
            where it is not known.
        unit: The unit of facts about its mean: ``days``, ``year``, ``share``, ``average`` or ``CURRENCY``.
        header: What the source calls it; empty for measures of our own.
        meaning: What the header names in plain words, such as ``birth``, if no other trait means the same.
        value: For the share that one value of a column has in a customer's spend: that value.
        summed: For such a share: the SUM over ``transactions AS t`` that ``sql`` divides.
    """

    name: str
    sql: str
    kind: Kind = "number"
    unit: str = "average"
    header: str = ""
    meaning: str = ""
    value: str = ""
    summed: str = ""

    @property
    def named(self) -> NamePart:
        """What it is called, as part of a name."""
        if self.value:
            return NamePart(code="share_of", values={"value": self.value})
        if self.header:
            return trait_name(self.header, self.meaning)
        return NamePart(code=f"features/{self.name}")

    def words(self, language: str) -> str:
        """Return what it is called within a sentence, such as "days since the last order"."""
        return self.named.words(language)
