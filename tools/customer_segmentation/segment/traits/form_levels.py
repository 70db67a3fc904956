"""Finding the levels of a trait in the customers of a scope."""

from datetime import date
from typing import Final

from customer_segmentation.data.clean.people import NO_CALENDAR
from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.traits.formed import Formed
from customer_segmentation.segment.traits.level import Level, Levels
from customer_segmentation.segment.traits.number_levels import number_levels
from customer_segmentation.segment.traits.text_levels import text_levels
from customer_segmentation.segment.traits.trait import Trait
from customer_segmentation.segment.traits.trait_sql import everybody_sql, with_steps

_PART: Final = 100
_FEW: Final = 10
_LEAST: Final = 5


def least_group(customers: int) -> int:
    """Return how many customers a group should have: a hundredth of all, and 30; of few customers a tenth, and 5."""
    return max(-(-customers // _PART), min(SMALL, max(_LEAST, customers // _FEW)))


def form_levels(trait: Trait, scope: Scope, as_of: date) -> Formed:
    """Return the levels of a trait.

    Raises:
        InputError: Ages need a day to be counted to, and neither the data nor the person gave one.
        MethodError: Nobody's value is known, all have the same, or nearly everybody has one of their own.
    """
    if trait.meaning == "birth" and trait.column.type in {"number", "date"} and as_of == NO_CALENDAR:
        raise InputError("trait_no_day", header=trait.header)
    steps, people, (told,) = everybody_sql([trait], scope)
    text = trait.column.type == "text"
    key = f"LOWER(TRIM({told}))" if text else "NULL"
    counted = f"SELECT {told} AS value, {key} AS folded, COUNT(*) AS customers FROM {people} GROUP BY {told}"
    rows = scope.engine.rows_of(with_steps(steps, counted))
    unknown = sum(int(n) for value, _, n in rows if value is None)
    known = [(value, folded, int(n)) for value, folded, n in rows if value is not None]
    least = least_group(unknown + sum(n for *_, n in known))
    if text:
        formed = text_levels(trait, {(folded, value): n for value, folded, n in known}, unknown, least)
    elif trait.column.type == "boolean":
        formed = _flag(trait, {bool(value): n for value, _, n in known}, unknown)
    else:
        formed = number_levels(trait, {value: n for value, _, n in known}, unknown, least, as_of)
    return _checked(formed, trait)


def _flag(trait: Trait, counts: dict[bool, int], unknown: int) -> Formed:
    levels = [
        Level(
            code=code,
            parts=[NamePart(code="trait_yes" if value else "trait_no", values={"header": trait.header})],
            keys=["true" if value else "false"],
        )
        for code, value in enumerate((v for v in (True, False) if v in counts), start=1)
    ]
    found = Levels(
        column=trait.column,
        meaning=trait.meaning,
        kind=trait.kind,
        source=trait.source,
        reading="flag",
        levels=levels,
    )
    return Formed(found, sum(counts.values()), unknown)


def _checked(formed: Formed, trait: Trait) -> Formed:
    if not formed.known:
        raise MethodError("trait_never_known", header=trait.header)
    levels = formed.levels.levels
    if all(level.rest for level in levels):
        raise MethodError("trait_too_fine", header=trait.header)
    if len(levels) == 1:
        raise MethodError("trait_one_value", header=trait.header)
    return formed
