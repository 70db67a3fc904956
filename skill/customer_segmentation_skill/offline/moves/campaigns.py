"""What a past campaign did, and again on other terms: the file that was measured last is still meant."""

from typing import Any, Final

from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move

TOOL: Final = "measure_campaign"
_SAME_FILE: Final = (
    "campaign",
    "holdout",
    "customer_id",
    "arm",
    "sent_on",
    "outcome",
    "control",
    "start",
    "held_out",
)
"""What belongs to a file: told or answered once, it holds for whatever is asked of it."""
_SAME_TERMS: Final = ("margin", "contact_cost")


def measure(here: Here) -> Move:
    """Measure the campaign of the file named, else of the one measured last."""
    slots = {**_before(here), **here.found.slots}
    calls = [arguments_for("measure", {**slots, **meant_grouping(here)})]
    if here.thread.main is None and here.thread.loaded is not None:
        calls.insert(0, arguments_for("form_segments", {}))
    return Move(calls=tuple(calls), slots=slots)


def _before(here: Here) -> dict[str, Any]:
    """Return what was told of the campaign measured last, where no other file is named."""
    asked = list(here.thread.workspace.results_of(TOOL))
    named = str(here.found.slots.get("campaign", ""))
    if not asked or named not in {"", asked[0].request["campaign"]}:
        return {}
    kept = {name: asked[0].request.get(name) for name in (*_SAME_FILE, *_SAME_TERMS)}
    return {name: value for name, value in kept.items() if value not in (None, "", 0)}
