"""Which traits a scope holds: by the words of their headers, by their values, and those the person names."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from customer_segmentation.data.dataset import Column, Grain
from customer_segmentation.data.filterables import other_names
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.engine.where import nearest
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.segment.traits.trait import USAGE, Trait, TraitKind
from customer_segmentation.segment.traits.trait_lexicon import content_meaning, meaning_of, named_meaning

MOST_TRAITS: Final = 3
"""More traits crossed leave cells of a handful of people."""
_OF_PURCHASES: Final = frozenset({"country", "region", "city", "channel", "category"})
"""Columns of purchases that say something of the customer."""
_MOST_VALUES: Final = 12
_SCALES: Final = frozenset({(1, 5), (1, 7), (0, 10), (1, 10)})
_FEWEST_ITEMS: Final = 3


def found_traits(scope: Scope) -> list[Trait]:
    """Return every trait that the data hold, those with a known meaning first, in the order of the lexicon."""
    own = [c for c in scope.dataset.columns if c.table == "customers" and not c.personal]
    traits = _with_surveys([_trait(column, scope) for column in own], scope)
    known = {column.name for column in own}
    if scope.has_orders:
        lines = [c for c in scope.dataset.columns if c.table == "transactions" and not c.personal]
        traits += [
            Trait(c, c.name, TraitKind(meaning_of(c.name)[0]), "transactions")
            for c in lines
            if c.name in _OF_PURCHASES - known and c.type == "text"
        ]
    if scope.dataset.grain is not Grain.ATTRIBUTES:
        usage = Column(name="orders", header=USAGE, table="customers", type="number")
        traits.append(Trait(usage, USAGE, TraitKind.BEHAVIOURAL, "buyers"))
    places = {kind: n for n, kind in enumerate(TraitKind)}
    return sorted(traits, key=lambda t: (t.kind is None, places.get(t.kind or TraitKind.DEMOGRAPHIC, 0)))


def _trait(column: Column, scope: Scope) -> Trait:
    kind, meaning = meaning_of(column.header)
    if kind:
        return Trait(column, meaning, TraitKind(kind))
    if column.type != "text":
        return Trait(column)
    cell = identifier(column.name)
    rows = scope.engine.rows_of(
        f"SELECT DISTINCT {cell} FROM customers WHERE {cell} IS NOT NULL ORDER BY 1 LIMIT {_MOST_VALUES + 1}"
    )
    shown = content_meaning([str(value) for (value,) in rows]) if len(rows) <= _MOST_VALUES else ""
    kinds = {"gender": TraitKind.DEMOGRAPHIC, "survey": TraitKind.PSYCHOGRAPHIC}
    return Trait(column, shown, kinds.get(shown))


def _with_surveys(traits: list[Trait], scope: Scope) -> list[Trait]:
    """Take several whole numbers on the same scale of 1-5, 1-7, 0-10 or 1-10 for the answers to a survey."""
    numbers = [t for t in traits if not t.kind and t.column.type == "number"]
    items: dict[tuple[int, int], list[Trait]] = {}
    for trait in numbers:
        cell = identifier(trait.column.name)
        least, most, broken = scope.engine.rows_of(
            f"SELECT MIN({cell}), MAX({cell}), COUNT(*) FILTER ({cell} <> FLOOR({cell})) FROM customers"
        )[0]
        if least is not None and not broken and (int(least), int(most)) in _SCALES:
            items.setdefault((int(least), int(most)), []).append(trait)
    answers = {t.column.name for found in items.values() if len(found) >= _FEWEST_ITEMS for t in found}
    return [
        Trait(t.column, "survey", TraitKind.PSYCHOGRAPHIC) if t.column.name in answers else t for t in traits
    ]


def named_traits(text: str, scope: Scope, known: Sequence[Trait]) -> list[Trait]:
    """Return the traits that a comma-separated text names, by header, by name, or by what they mean.

    Raises:
        InputError: A name that the data do not hold, or that tells who a person is; more than three names.
        NeedsAnswer: Several columns mean what was named.
    """
    commas = text.replace("，", ",").replace("、", ",")
    entries = [e.strip() for e in next(csv.reader(StringIO(commas), skipinitialspace=True), []) if e.strip()]
    chosen: dict[tuple[str, str], Trait] = {}
    for entry in entries:
        trait = _named(entry, scope, known)
        chosen[trait.source, trait.column.name] = trait
    if len(chosen) > MOST_TRAITS:
        raise InputError("trait_too_many", most=MOST_TRAITS)
    return list(chosen.values())


def _named(entry: str, scope: Scope, known: Sequence[Trait]) -> Trait:
    asked = entry.strip("\"'").casefold()
    for trait in known:
        if asked in {trait.column.name.casefold(), trait.header.casefold()} and trait.source != "buyers":
            return trait
    meaning = named_meaning(entry)[1] or asked
    meant = [t for t in known if t.meaning == meaning] or [t for t in known if _tells(t, meaning)]
    if len(meant) > 1:
        options = [(trait.header, {"traits": trait.header}) for trait in meant[:5]]
        raise NeedsAnswer("trait_which", asked=entry, options=options)
    if meant:
        return meant[0]
    other = next((t for t in known if asked in {n.casefold() for n in other_names(t.column.name)}), None)
    if other:
        return other
    if any(asked in {c.name.casefold(), c.header.casefold()} for c in scope.dataset.columns if c.personal):
        raise InputError("scope_personal", column=entry)
    return _of_lines(entry, scope, known)


def _tells(trait: Trait, meaning: str) -> bool:
    """Tell whether a trait tells something that it does not name: a birth tells an age."""
    return meaning == "age" and trait.meaning == "birth"


def _of_lines(entry: str, scope: Scope, known: Sequence[Trait]) -> Trait:
    """Return any other column of purchases as a trait; raises InputError naming the nearest ones."""
    asked = entry.strip("\"'").casefold()
    for column in scope.dataset.columns if scope.has_orders else []:
        if column.table == "transactions" and asked in {column.name.casefold(), column.header.casefold()}:
            return Trait(column, source="transactions")
    headers = [trait.header for trait in known if not trait.sensitive]
    raise InputError("trait_not_here", trait=entry, nearest=nearest(entry, headers))
