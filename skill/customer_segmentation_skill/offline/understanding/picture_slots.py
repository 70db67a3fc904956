"""What a message tells about a picture or a report: which one, in which colours and language, as which file."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.understanding.filters import part_slots
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


_TITLED: Final = re.compile(
    r"\b(?:called|titled|entitled|named|(?:with|under) the title|title(?: it| is)?:?)\s+[\"']?(?P<name>[^\"']+?)[\"']?"
    r"(?:\s+(?:in|as)\s+(?:an? )?(?:english|chinese|html|markdown|excel|xlsx|pdf)\b.*)?[.!]?$"
    r"|(?:标题|题目|名字|名称)(?:叫做?|是|为|用|写)?[:\"']*(?P<title>[^\"'，。,]+?)(?=[\"'，。,]|的?报告|$)"
    r"|(?:题为|名为|叫做?)[\"']?(?P<called>[^\"'，。,]+?)(?=[\"'，。,]|的?报告|$)"
)
_SHORT: Final = re.compile(
    r"\b(?:short|brief|one ?-?page(?:r)?|single ?-?page|summary|executive)\b|一页|简短|简要|摘要|简报|精简"
)


def chart_slots(reading: Reading) -> Slots:
    """Return the picture asked for, by what it is about, else by its shape; ``kind`` is the shape as it was said.

    Also the part of the customers and the time that it is to be of. With a picture of cohorts also what cohorts are asked by: period, by, and days.
    """
    text = reading.folded
    about = first_term("pictures", text) or (_BY_TRAIT if reading.traits else "")
    shape = first_term("charts", text)
    slots = {
        "picture": about or _BY_SHAPE.get(shape, ""),
        "kind": shape,
        "theme": first_term("themes", text),
        "language": first_term("languages", text),
    }
    found = {name: value for name, value in slots.items() if value}
    of_cohorts = cohort_slots(reading) if slots["picture"] in _OF_COHORTS else {}
    return found | part_slots(reading) | of_cohorts


def report_slots(reading: Reading) -> Slots:
    """Return what a report is asked for as: kind of file, language, title, whether it is to be short, and of what part."""
    text = reading.folded
    titled = _TITLED.search(text)
    name = next((group for group in ("name", "title", "called") if titled and titled[group]), "")
    untitled = text[: titled.start()] if titled and name else text
    slots = {
        "format": first_term("report_formats", text),
        "language": first_term("languages", text),
        "title": reading.said(*titled.span(name)) if titled and name else "",
        "length": "summary" if _SHORT.search(untitled) else "",
    }
    part = {} if titled and name else part_slots(reading)
    return {slot: value for slot, value in slots.items() if value} | part
