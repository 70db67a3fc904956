"""The levels of a text trait: its values, told apart without regard to case and spaces around them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.traits.bands import merged_edges
from customer_segmentation.segment.traits.formed import Formed
from customer_segmentation.segment.traits.level import Level, Levels
from customer_segmentation.segment.traits.trait import Trait
from customer_segmentation.segment.traits.trait_lexicon import is_unknown, scale_order

MOST_LEVELS: Final = 12
"""More groups than this are no overview."""
_LEADS: Final = re.compile(r"\D{0,12}?(\d[\d,]*(?:\.\d+)?)")
_BELOW: Final = re.compile(
    r"\s*(?:<|under|below|less|up to|bis|unter|moins|不满|低于|小于)|.*(?:以下|以内)\s*$", re.IGNORECASE
)


def text_levels(trait: Trait, counts: Mapping[tuple[str, str], int], unknown: int, least: int) -> Formed:
    """Return the levels of a text trait.

    Values with an order (a known scale, or each with a number, such as "25-34") stand in it, and rare ones at
    an end join their neighbour; other values stand by size, and rare ones are taken together.

    Args:
        trait: The trait.
        counts: Customers by (value in lower case without spaces around it, value as it is written).
        unknown: Customers without a value.
        least: How many customers a level should have.
    """
    spellings: dict[str, dict[str, int]] = {}
    for (key, value), customers in counts.items():
        spellings.setdefault(key, {})[value] = customers
    strange = sorted(key for key in spellings if is_unknown(key) or not key)
    sizes = {key: sum(found.values()) for key, found in spellings.items() if key not in strange}
    shown = {key: min(found, key=lambda v: (-found[v], v)).strip() for key, found in spellings.items()}
    order = ordered(list(sizes)) if len(sizes) <= 4 * MOST_LEVELS else None
    # "5+" alone says little; "household_size 5+" does.
    header = trait.header if any(key.isdecimal() for key in sizes) else ""
    if order:
        spans = merged_edges([sizes[key] for key in order], least)
        bands = [[order[n] for n in span] for span in spans]
        kept = _at_most([band for band in bands if sum(sizes[key] for key in band) >= least], bands)
        levels = [_band(code, band, order, shown, header) for code, band in enumerate(kept, start=1)]
    else:
        common = sorted((k for k, n in sizes.items() if n >= least), key=lambda k: (-sizes[k], k))
        kept = [[key] for key in common[:MOST_LEVELS]]
        levels = [_single(code, key, shown[key], header) for code, [key] in enumerate(kept, start=1)]
    rare = len(sizes) - sum(len(band) for band in kept)
    if rare:
        rest = NamePart(code="trait_other_values", values={"header": trait.header})
        levels.append(Level(code=len(levels) + 1, parts=[rest], rest=True))
    known = sum(sizes.values())
    return Formed(
        levels=Levels(
            column=trait.column,
            meaning=trait.meaning,
            kind=trait.kind,
            source=trait.source,
            reading="text",
            unknown_keys=strange,
            levels=levels,
        ),
        known=known,
        unknown=unknown + sum(sum(spellings[key].values()) for key in strange),
        respelt=sum(len(found) - 1 for key, found in spellings.items() if key in sizes),
        rare=rare,
    )


def _at_most(kept: list[list[str]], bands: Sequence[list[str]]) -> list[list[str]]:
    """Return bands in their order, of which the upper ones are taken together where there are too many."""
    if len(kept) <= MOST_LEVELS:
        return kept
    last = kept[MOST_LEVELS - 1]
    upper = [key for band in bands[bands.index(last) :] for key in band]
    return [*kept[: MOST_LEVELS - 1], upper]


def ordered(values: Sequence[str]) -> list[str] | None:
    """Return values in an order of their own: a known scale, or the number that each of them starts from."""
    scale = scale_order(values)
    if scale:
        return scale
    found = {value: _LEADS.match(value) for value in values}
    if len(values) < 2 or not all(found.values()):  # noqa: PLR2004 - two make an order
        return None

    def place(value: str) -> tuple[float, bool, str]:
        match = found[value]
        number = float(match[1].replace(",", "")) if match else 0.0
        return (number, not _BELOW.match(value), value)

    return sorted(values, key=place)


def _single(code: int, key: str, shown: str, header: str) -> Level:
    return Level(code=code, parts=[_named("", shown, header)], keys=[key])


def _band(
    code: int, band: Sequence[str], order: Sequence[str], shown: Mapping[str, str], header: str
) -> Level:
    """Return the level of neighbouring values; the lowest and the highest are called by where they end."""
    if len(band) == 1:
        return _single(code, band[0], shown[band[0]], header)
    lowest = band[0] == order[0]
    part = _named("_down", shown[band[-1]], header) if lowest else _named("_up", shown[band[0]], header)
    return Level(code=code, parts=[part], keys=list(band))


def _named(end: str, value: str, header: str) -> NamePart:
    """Return the name of a value or an end of the scale, with the header where one is given."""
    if header:
        return NamePart(code=f"trait_point{end}", values={"header": header, "value": value})
    return NamePart(code=f"trait_value{end}", values={"value": value})
