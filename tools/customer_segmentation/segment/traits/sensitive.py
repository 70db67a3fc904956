"""Traits of a special category: health, religion, ethnicity and origin, politics, sexuality, union, body, crime.

They form segments only when the person asks for them by name (GDPR Art. 9 and 10; PIPL Art. 28 and 29). Gender
and age are ordinary traits: they are not refused, but a group by them may still stand for something sensitive.
"""

from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.segment.traits.trait_lexicon import meaning_of, names_any, trait_words

PROTECTED: Final = frozenset({"gender", "age", "birth", "marital"})
"""Meanings by which nobody may be treated worse in many places; a year or day of birth tells an age."""


def sensitive_kind(column: Column) -> str:
    """Return what a column's header says of a sensitive kind: ``health``, ``religion``, …; nothing for others."""
    lexicon = trait_words()
    if names_any(column.header, lexicon["innocent"]):
        return ""
    return next(
        (kind for kind, entries in lexicon["sensitive"].items() if names_any(column.header, entries)), ""
    )


def is_sensitive(column: Column) -> bool:
    """Tell whether a trait is of a special category, so that it is used only when asked for by name."""
    return bool(sensitive_kind(column))


def is_protected(header: str) -> bool:
    """Tell whether a header names a protected trait: age, a birth, gender or marital status."""
    return meaning_of(header)[1] in PROTECTED
