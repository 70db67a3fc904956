"""Groups by one trait or by several crossed, and which of them stand for themselves."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.name import NamePart, all_names
from customer_segmentation.kit.words import LANGUAGES, name_of, shown
from customer_segmentation.segment.segmentation import Segment
from customer_segmentation.segment.traits.level import UNKNOWN, Levels

FILE: Final = "trait_groups.json"
OTHERS: Final = "others"
NOT_KNOWN: Final = "unknown"
MOST_GROUPS: Final = 9
"""Of crossed traits; what is left of their parents comes on top."""
ANY: Final = -1
Codes = tuple[int, ...]


class Group(BaseModel):
    """One group: the code of each trait, ``ANY`` for what is left of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    codes: Codes
    parts: list[NamePart]


class TraitGroups(BaseModel):
    """How customers are put into groups: everything that forms them again on other data or another day."""

    traits: list[Levels]
    groups: list[Group]

    @classmethod
    def read(cls, folder: Path) -> "TraitGroups":
        """Read the groups in the folder of their result."""
        return cls.model_validate_json((folder / FILE).read_text(encoding="utf-8"))

    def write(self, folder: Path) -> None:
        """Write the groups beside the assignment."""
        (folder / FILE).write_text(self.model_dump_json(indent=1), encoding="utf-8")

    def segments(self) -> list[Segment]:
        """Return the groups as segments, those left over and those not known last."""
        named = [_segment(group) for group in self.groups if group.id != OTHERS]
        return [*named, Segment(id=OTHERS), Segment(id=NOT_KNOWN)]

    def cases(self) -> str:
        """Return the segment as SQL over the codes ``k.t1``, ``k.t2``, …; the closest group first."""
        codes = [f"k.t{n}" for n in range(1, len(self.traits) + 1)]
        missing = " OR ".join(f"{code} = {UNKNOWN}" for code in codes)
        lines = [f"WHEN {missing} THEN '{NOT_KNOWN}'"]
        for group in sorted(self.groups, key=lambda group: group.codes.count(ANY)):
            tests = [f"{c} = {v}" for c, v in zip(codes, group.codes, strict=True) if v != ANY]
            lines.append(f"WHEN {' AND '.join(tests)} THEN {literal(group.id)}")
        return f"CASE {' '.join(lines)} ELSE '{OTHERS}' END"


def _segment(group: Group) -> Segment:
    """Return a group as a segment; a value of the data alone is a name as it stands."""
    [first, *more] = group.parts
    if first.code == "trait_value" and not more:
        return Segment(id=group.id, name=shown(first.values["value"]))
    return Segment(id=group.id, parts=group.parts)


def form_groups(traits: Sequence[Levels], counts: Mapping[Codes, int], least: int) -> TraitGroups:
    """Return the groups of one trait, or of several crossed.

    Of one trait every level is a group. Crossed, a cell of fewer than ``least`` customers joins what is left of
    the levels before it, and at last the others; no more than nine cells stand for themselves.

    Args:
        traits: One to three traits with their levels.
        counts: Customers by the codes of the traits, ``UNKNOWN`` ones left out.
        least: How many customers a group should have.
    """
    if len(traits) == 1:
        codes: list[Codes] = [(level.code,) for level in traits[0].levels]
        rest: set[Codes] = {(level.code,) for level in traits[0].levels if level.rest}
    else:
        codes, rest = _crossed(counts, len(traits), least), set()
    groups: list[Group] = []
    for code in codes:
        identity = OTHERS if code in rest else f"g{len(groups) + 1}"
        groups.append(Group(id=identity, codes=code, parts=_parts(code, codes, traits)))
    return TraitGroups(traits=list(traits), groups=_told_apart(groups))


def _crossed(counts: Mapping[Codes, int], traits: int, least: int) -> list[Codes]:
    """Return the cells that stand for themselves and what is left of their parents, in the order of the levels."""
    sizes = sorted(counts.values(), reverse=True)
    bar = max(least, sizes[MOST_GROUPS] + 1 if len(sizes) > MOST_GROUPS else 0)
    kept: dict[Codes, int] = {code: n for code, n in counts.items() if n >= bar}
    left = {code: n for code, n in counts.items() if code not in kept}
    for depth in range(traits - 1, 0, -1):
        parents: dict[Codes, int] = {}
        for code, customers in left.items():
            parent = code[:depth] + (ANY,) * (traits - depth)
            parents[parent] = parents.get(parent, 0) + customers
        kept |= {code: n for code, n in parents.items() if n >= least}
        left = {code: n for code, n in parents.items() if n < least}
    return sorted(kept, key=lambda code: tuple((value == ANY, value) for value in code))


def _parts(code: Codes, codes: Sequence[Codes], traits: Sequence[Levels]) -> list[NamePart]:
    parts: list[NamePart] = []
    for place, (value, trait) in enumerate(zip(code, traits, strict=True)):
        if value == ANY:
            beside = any(other != code and other[:place] == code[:place] for other in codes)
            return [*parts, NamePart(code="trait_remaining")] if beside else parts
        parts += next(level.parts for level in trait.levels if level.code == value)
    return parts


def _told_apart(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with a number behind a name that another one has already."""
    taken = {
        str(name_of(known, language)).casefold() for known in (OTHERS, NOT_KNOWN) for language in LANGUAGES
    }
    apart = []
    for group in groups:
        parts, number = list(group.parts), 1
        while group.id != OTHERS and taken & _folded(parts):
            number += 1
            parts = [*group.parts, NamePart(code="trait_value", values={"value": f"#{number}"})]
        taken |= _folded(parts) if group.id != OTHERS else set()
        apart.append(group.model_copy(update={"parts": parts}))
    return apart


def _folded(parts: Sequence[NamePart]) -> set[str]:
    return {name.casefold() for name in all_names("", parts=parts)}
