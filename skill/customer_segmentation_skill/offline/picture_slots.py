"""What a message tells about a picture or a report: which one, in which colours, as which file."""

from typing import Any, Final

from customer_segmentation_skill.offline.cues import first_term
from customer_segmentation_skill.offline.reading import Reading

Slots = dict[str, Any]

_BY_TRAIT: Final = "trait_index"
_BY_SHAPE: Final = {
    "pie": "segment_bars",
    "bar": "segment_bars",
    "scatter": "component_scatter",
    "heatmap": "retention_heatmap",
}
"""What a shape alone means; slices of a pie compare less well than bars."""


def chart_slots(reading: Reading) -> Slots:
    """Return the picture asked for, by what it is about, else by its shape; ``kind`` is the shape as it was said."""
    text = reading.folded
    about = first_term("pictures", text) or (_BY_TRAIT if reading.traits else "")
    shape = first_term("charts", text)
    slots = {
        "picture": about or _BY_SHAPE.get(shape, ""),
        "kind": shape,
        "theme": first_term("themes", text),
    }
    return {name: found for name, found in slots.items() if found}


def report_slots(reading: Reading) -> Slots:
    """Return the kind of file that a report is asked for as."""
    wanted = first_term("report_formats", reading.folded)
    return {"format": wanted} if wanted else {}
