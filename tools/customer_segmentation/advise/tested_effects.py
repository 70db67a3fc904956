"""What a test in the shop itself showed of the segments that are advised on.

Only a test with a group held out at random counts, measured on these very segments, of who ordered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from customer_segmentation.advise.recommendation_facts import Facts, key
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.kit.words import shown
from customer_segmentation.measure.effects_file import read_effects
from customer_segmentation.measure.past_test import MEASURED_BY, unfit
from customer_segmentation.workspace.workspace import Result, Workspace


@dataclass(frozen=True)
class TestedEffects:
    """The effects of one test.

    Attributes:
        best: By segment, the entry of ``effects.json`` of the arm that is believed to bring most.
    """

    best: Mapping[str, Mapping[str, Any]]

    def facts_of(self, segment: str) -> Facts:
        """Give the effect on the share of a segment who order, its 80% range, and whom it rests on."""
        entry = self.best.get(segment)
        if entry is None:
            return
        basis = (key(segment, "tested_contacted"), key(segment, "tested_held_out"))
        for measure, end in (("tested_effect", "p50"), ("tested_low", "p10"), ("tested_high", "p90")):
            yield (
                key(segment, measure),
                Fact(value=entry[end], unit="points", kind=Kind.ESTIMATED, basis=basis),
            )
        yield basis[0], Fact(value=entry["contacted"], unit="customers")
        yield basis[1], Fact(value=entry["held_out"], unit="customers")

    def arms(self, segments: Iterable[str]) -> dict[str, str]:
        """Return the arm of each segment's effect, safe to show."""
        return {one: shown(str(self.best[one]["arm"])) for one in segments if one in self.best}


def test_taken(segmentation: str, workspace: Workspace) -> dict[str, str]:
    """Tell apart advice given after different tests."""
    found = _latest(segmentation, workspace)
    return {"measured": found.id} if found else {}


def tested_effects(segmentation: str, workspace: Workspace) -> TestedEffects:
    """Return what the latest test of these segments showed."""
    found = _latest(segmentation, workspace)
    if found is None:
        return TestedEffects({})
    best: dict[str, Mapping[str, Any]] = {}
    for entry in read_effects(found.folder)["effects"]:
        known = best.get(entry["segment"])
        enough = min(entry["contacted"], entry["held_out"]) >= SMALLEST_GROUP
        if enough and (known is None or entry["p50"] > known["p50"]):
            best[entry["segment"]] = entry
    return TestedEffects(best)


def _latest(segmentation: str, workspace: Workspace) -> Result | None:
    return next((one for one in workspace.results_of(MEASURED_BY) if not unfit(one, segmentation)), None)
