"""The levels of numbers and births: standard bands of age, single values where there are few, else round bands."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.traits.bands import AGES, merged_edges, round_cuts
from customer_segmentation.segment.traits.formed import Formed
from customer_segmentation.segment.traits.level import Level, Levels, Reading, birthday
from customer_segmentation.segment.traits.trait import Trait

_OLDEST: Final = Decimal(110)
_FEW_VALUES: Final = 7
"""A scale of up to seven points is shown point by point."""
_FAR_ABOVE: Final = 3
_MOST_FAR: Final = 3
_FEWEST_VALUES: Final = 100
_PERCENTS: Final = 100
_YEARS: Final = range(1850, 2200)
Counts = dict[Decimal, int]


def number_levels(
    trait: Trait, counts: Mapping[object, int], unknown: int, least: int, as_of: date
) -> Formed:
    """Return the levels of a number, a year or a day of birth.

    Impossible values (an age below 0 or above 110, a single figure far above all others) count as unknown.

    Args:
        trait: The trait.
        counts: Customers by value, as numbers or days.
        unknown: Customers without a value.
        least: How many customers a level should have.
        as_of: The day that ages are counted to.
    """
    reading = _reading(trait, counts)
    values = _numbers(counts, reading, as_of)
    aged = reading != "number" or trait.meaning == "age"
    lowest, highest = (Decimal(0), _OLDEST) if aged else (None, _far_from_all(values))
    possible = {v: n for v, n in values.items() if _between(v, lowest, highest)}
    known = sum(possible.values())
    levels = _levels(trait, possible, least, aged=aged) if possible else []
    return Formed(
        levels=Levels(
            column=trait.column,
            meaning=trait.meaning,
            kind=trait.kind,
            source=trait.source,
            reading=reading,
            least=lowest,
            most=highest,
            levels=levels,
        ),
        known=known,
        unknown=unknown + sum(values.values()) - known,
        impossible=sum(values.values()) - known,
    )


def _reading(trait: Trait, counts: Mapping[object, int]) -> Reading:
    if trait.column.type == "date":
        return "birth_date"
    years = trait.meaning == "birth" and max((int(str(v).split(".")[0]) for v in counts), default=0) in _YEARS
    return "birth_year" if years else "number"


def _numbers(counts: Mapping[object, int], reading: Reading, as_of: date) -> Counts:
    """Return customers by number, or by age in whole years on a day."""
    found: Counts = {}
    for value, customers in counts.items():
        if isinstance(value, date):
            number = Decimal(_age(value, as_of))
        else:
            number = Decimal(str(value)).normalize() + 0
            number = Decimal(as_of.year) - number if reading == "birth_year" else number
        found[number] = found.get(number, 0) + customers
    return dict(sorted(found.items()))


def _age(born: date, day: date) -> int:
    years = day.year - born.year
    return years if birthday(day, -years) >= born else years - 1


def _between(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _far_from_all(values: Counts) -> Decimal | None:
    """Return the greatest believable value where a few single ones stand far above all others, else None."""
    ordered = list(values)
    if sum(values.values()) < _FEWEST_VALUES or len(ordered) < 2 or ordered[-1] <= _PERCENTS:  # noqa: PLR2004
        return None
    top, below = ordered[-1], ordered[-2]
    alone = values[top] <= _MOST_FAR and top > _FAR_ABOVE * below and below > 0
    return below if alone else None


def _levels(trait: Trait, values: Counts, least: int, *, aged: bool) -> list[Level]:
    ordered = list(values)
    whole = all(value == value.to_integral() for value in ordered)
    if aged:
        edges = [None, *AGES, None]
    elif whole and len(ordered) <= _FEW_VALUES:
        edges = [None, *ordered[1:], None]
        counts = [values[value] for value in ordered]
        return _points(trait, ordered, edges, merged_edges(counts, least))
    else:
        quartiles = [_quantile(values, part) for part in (1, 2, 3)]
        cuts = round_cuts(quartiles, ordered[0]) or ordered[1:2]
        edges = [None, *cuts, None]
    edges = _filled(edges, values)
    counts = [_inside(values, low, high) for low, high in pairwise(edges)]
    spans = merged_edges(counts, least)
    bands = [(edges[span.start], edges[span.stop]) for span in spans]
    return [
        Level(code=code, parts=[_band_name(trait, low, high, aged=aged)], low=low, high=high)
        for code, (low, high) in enumerate(bands, start=1)
    ]


def _filled(edges: Sequence[Decimal | None], values: Counts) -> list[Decimal | None]:
    """Return the edges without those that would leave a band of nobody."""
    kept: list[Decimal | None] = [None]
    for edge in edges[1:-1]:
        if _inside(values, kept[-1], edge) and _inside(values, edge, None):
            kept.append(edge)
    return [*kept, None]


def _inside(values: Counts, low: Decimal | None, high: Decimal | None) -> int:
    return sum(n for v, n in values.items() if (low is None or v >= low) and (high is None or v < high))


def _quantile(values: Counts, quarter: int) -> Decimal:
    """Return the least value that at least so many quarters of the customers do not exceed."""
    whole, upto = sum(values.values()), 0
    for value, customers in values.items():
        upto += customers
        if 4 * upto >= quarter * whole:
            return value
    raise ValueError(quarter)


def _points(
    trait: Trait, ordered: Sequence[Decimal], edges: Sequence[Decimal | None], spans: Sequence[range]
) -> list[Level]:
    """Return the levels of single values; those taken together at an end are called by where they end."""
    levels = []
    point = "trait_orders" if trait.source == "buyers" else "trait_point"
    for code, span in enumerate(spans, start=1):
        first, last = ordered[span.start], ordered[span.stop - 1]
        end = "" if first == last else "_down" if span.start == 0 else "_up"
        told = {"header": trait.header, "value": written(first if end == "_up" else last)}
        part = NamePart(code=f"{point}{end}", values=told)
        levels.append(Level(code=code, parts=[part], low=edges[span.start], high=edges[span.stop]))
    return levels


def _band_name(trait: Trait, low: Decimal | None, high: Decimal | None, *, aged: bool) -> NamePart:
    code = "trait_age" if aged else "trait_orders" if trait.source == "buyers" else "trait_band"
    named = {"header": trait.header}
    if low is None and high is not None:
        return NamePart(code=f"{code}_under", values={**named, "high": written(high)})
    if high is None and low is not None:
        return NamePart(code=f"{code}_from", values={**named, "low": written(low)})
    if low is None or high is None:
        return NamePart(code="trait_any", values=named)
    top = high - 1 if aged else high
    return NamePart(code=f"{code}_between", values={**named, "low": written(low), "high": written(top)})


def written(number: Decimal) -> str:
    """Return a number as it stands in a name: with thousands apart, without needless zeros."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
