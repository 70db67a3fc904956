"""Segment maps: which scores make which segment, as YAML, checked for gaps, overlaps and dead names.

A map is a list of segments with boxes of scores. ``match: exact`` demands that every cell of the grid lies in
exactly one segment; with ``match: first`` the first segment that fits wins, cells without any become
``others``, and overlaps and segments that nobody can reach are reported.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import name_of
from customer_segmentation.segment.segmentation import Segment

OTHERS: Final = "others"
MOST_SEGMENTS: Final = 12
_SCORES: Final = range(1, 6)
_RANGE: Final = re.compile(r"^\s*([1-5])\s*(?:[-–]\s*([1-5])\s*)?$")
_FULL: Final = (1, 5)


def _as_range(value: Any) -> Any:
    found = _RANGE.match(str(value)) if isinstance(value, (int, str)) else None
    if found is None:
        message = f"{value!r} is no score or range of scores: write 5 or 3-5"
        raise ValueError(message)
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high:
        message = f"{value!r} runs backwards"
        raise ValueError(message)
    return low, high


Scores = Annotated[tuple[int, int], BeforeValidator(_as_range)]


class Grid(StrEnum):
    """The scores that a map looks at."""

    R_F = "RxF"
    R_FM = "RxFM"
    """FM is the mean of the scores F and M, halves rounded up."""
    R_F_M = "RxFxM"


class Box(BaseModel):
    """Ranges of scores, ends included; a score not named may be anything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    r: Scores = Field(_FULL)
    f: Scores = Field(_FULL)
    m: Scores = Field(_FULL)
    fm: Scores = Field(_FULL)

    def holds(self, r: int, f: int, m: int) -> bool:
        """Tell whether a customer with these scores lies in the box."""
        pairs = ((self.r, r), (self.f, f), (self.m, m), (self.fm, (f + m + 1) // 2))
        return all(low <= score <= high for (low, high), score in pairs)

    def condition(self) -> str:
        """Return the box as a condition in SQL over the columns s.r, s.f and s.m."""
        low, high = self.fm
        terms = [_between(f"s.{name}", getattr(self, name), _FULL) for name in ("r", "f", "m")]
        terms.append(_between("s.f + s.m", (2 * low - 1, 2 * high), (1, 10)))
        return " AND ".join(term for term in terms if term) or "TRUE"

    def words(self) -> str:
        """Return the box as a person reads it, such as ``R 4–5, F 2–3``."""
        named = [(name.upper(), getattr(self, name)) for name in ("r", "f", "m", "fm")]
        said = [
            f"{n} {low}" if low == high else f"{n} {low}–{high}"
            for n, (low, high) in named
            if (low, high) != _FULL
        ]
        return ", ".join(said) or f"R {_FULL[0]}–{_FULL[1]}"


def _between(column: str, found: tuple[int, int], everything: tuple[int, int]) -> str:
    low, high = found
    if found == everything:
        return ""
    return f"{column} = {low}" if low == high else f"{column} BETWEEN {low} AND {high}"


class Rule(BaseModel):
    """A segment of a map: an id or a name or both, and the boxes that make it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field("", pattern=r"^([a-z][a-z0-9_]{0,39})?$")
    name: str = Field("", max_length=60)
    where: list[Box] = Field(min_length=1, max_length=50)

    def holds(self, r: int, f: int, m: int) -> bool:
        """Tell whether a customer with these scores lies in one of the boxes."""
        return any(box.holds(r, f, m) for box in self.where)


class SegmentMap(BaseModel):
    """A map as it is written in YAML. Segments without an id get ``s1``, ``s2``, … by their place."""

    model_config = ConfigDict(extra="forbid")

    grid: Grid
    match: Literal["exact", "first"] = "exact"
    segments: list[Rule] = Field(min_length=1, max_length=MOST_SEGMENTS)

    @model_validator(mode="after")
    def _scores_fit_the_grid(self) -> "SegmentMap":
        foreign = {Grid.R_F: {"m", "fm"}, Grid.R_FM: {"f", "m"}, Grid.R_F_M: {"fm"}}[self.grid]
        for rule in self.segments:
            for box in rule.where:
                wrong = sorted(foreign & box.model_fields_set)
                if wrong:
                    message = f"the grid {self.grid} has no score {wrong[0]}"
                    raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _segments_are_told_apart(self) -> "SegmentMap":
        for place, rule in enumerate(self.segments, start=1):
            if rule.id == "all" or not (rule.name or (rule.id and name_of(rule.id, "en"))):
                message = f"segment {place} needs a name, or an id that has one"
                raise ValueError(message)
            rule.id = rule.id or f"s{place}"
        for said in ([rule.id for rule in self.segments], [r.name for r in self.segments if r.name]):
            if len(set(said)) < len(said):
                message = "two segments have the same id or name"
                raise ValueError(message)
        return self

    def cells(self) -> Iterator[tuple[int, int, int]]:
        """Return the cells of the grid as scores R, F, M; M and, for RxFM, F and M stand for all alike."""
        for r, f, m in product(_SCORES, repeat=3):
            if (self.grid is Grid.R_F and m > 1) or (self.grid is Grid.R_FM and f != m):
                continue
            yield r, f, m


@dataclass(frozen=True)
class MapCheck:
    """What a map leaves open: cells in no segment, cells in several, segments that no cell reaches."""

    gaps: list[tuple[int, int, int]]
    overlaps: list[tuple[int, int, int]]
    dead: list[str]


def checked(segment_map: SegmentMap) -> MapCheck:
    """Look at every cell of a map's grid."""
    fitting = {
        cell: [rule.id for rule in segment_map.segments if rule.holds(*cell)] for cell in segment_map.cells()
    }
    reached = {ids[0] for ids in fitting.values() if ids}
    return MapCheck(
        gaps=[cell for cell, ids in fitting.items() if not ids],
        overlaps=[cell for cell, ids in fitting.items() if len(ids) > 1],
        dead=[rule.id for rule in segment_map.segments if rule.id not in reached],
    )


def refuse_inexact(segment_map: SegmentMap, name: str) -> None:
    """Raise InputError if a map that must be exact has a gap, an overlap or a segment nobody can reach."""
    if segment_map.match == "first":
        return
    check = checked(segment_map)
    for code, found in (("rfm_map_gap", check.gaps), ("rfm_map_overlap", check.overlaps)):
        if found:
            raise InputError(code, map=name, cell=_said(segment_map.grid, found[0]), count=len(found))


def _said(grid: Grid, cell: tuple[int, int, int]) -> str:
    r, f, m = cell
    return {
        Grid.R_F: f"R={r} F={f}",
        Grid.R_FM: f"R={r} FM={f}",
        Grid.R_F_M: f"R={r} F={f} M={m}",
    }[grid]


def segment_sql(segment_map: SegmentMap, new_id: Mapping[str, str]) -> str:
    """Return the CASE that names the segment of the scores s.r, s.f and s.m; the first box that fits wins.

    ``new_id`` is what each segment is called after merging.
    """
    boxes = [(box, new_id[rule.id]) for rule in segment_map.segments for box in rule.where]
    lines = [f"    WHEN {box.condition()} THEN '{segment}'" for box, segment in boxes]
    if segment_map.match == "first":
        lines.append(f"    ELSE '{new_id.get(OTHERS, OTHERS)}'")
    return "\n".join(["CASE", *lines, "  END"])


def rules_in_words(segment_map: SegmentMap, new_id: Mapping[str, str]) -> dict[str, list[str]]:
    """Return by segment, after merging, the scores that make it."""
    found: dict[str, list[str]] = {}
    for rule in segment_map.segments:
        found.setdefault(new_id[rule.id], []).extend(box.words() for box in rule.where)
    return found


def segments_of(segment_map: SegmentMap) -> list[Segment]:
    """Return the segments in the order of the map, ``others`` last where cells are left over."""
    found = [Segment(id=rule.id, name=rule.name) for rule in segment_map.segments]
    if checked(segment_map).gaps and OTHERS not in {segment.id for segment in found}:
        found.append(Segment(id=OTHERS))
    if len(found) > MOST_SEGMENTS:
        raise InputError("rfm_map_too_many", most=MOST_SEGMENTS)
    return found
