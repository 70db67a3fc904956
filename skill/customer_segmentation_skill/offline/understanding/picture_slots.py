"""What a message tells about a picture or a report: which one, in which colours, as which file."""

from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.understanding.method_slots import cohort_slots

Slots = dict[str, Any]

_BY_TRAIT: Final = "trait_index"
_OF_COHORTS: Final = frozenset({"retention_heatmap", "cohort_value"})
_BY_SHAPE: Final = {
    "pie": "segment_bars",
    "bar": "segment_bars",
    "scatter": "component_scatter",
    "heatmap": "retention_heatmap",
}
"""What a shape alone means; slices of a pie compare less well than bars."""


def chart_slots(reading: Reading) -> Slots:
    """Return the picture asked for, by what it is about, else by its shape; ``kind`` is the shape as it was said.

    With a picture of cohorts also what cohorts are asked by: period, by, and days.
    """
    text = reading.folded
    about = first_term("pictures", text) or (_BY_TRAIT if reading.traits else "")
    shape = first_term("charts", text)
    slots = {
        "picture": about or _BY_SHAPE.get(shape, ""),
        "kind": shape,
        "theme": first_term("themes", text),
    }
    found = {name: value for name, value in slots.items() if value}
    return found | (cohort_slots(reading) if slots["picture"] in _OF_COHORTS else {})


def report_slots(reading: Reading) -> Slots:
    """Return the kind of file that a report is asked for as."""
    wanted = first_term("report_formats", reading.folded)
    return {"format": wanted} if wanted else {}
