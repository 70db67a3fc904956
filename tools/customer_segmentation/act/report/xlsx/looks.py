"""How a workbook looks: letters, colours and lines, those of our pictures on a light page."""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.theme import LIGHT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_WORDS: Final[dict[str, Any]] = {"text_wrap": True, "valign": "top", "font_color": LIGHT.ink}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {**_WORDS, "bold": True, "font_size": 16},
    "heading": {**_WORDS, "bold": True, "font_size": 12, "font_color": LIGHT.main, "valign": "bottom"},
    "finding": {**_WORDS, "bold": True},
    "words": _WORDS,
    "item": {**_WORDS, "indent": 1},
    "note": {**_WORDS, "font_color": LIGHT.pale, "font_size": 10},
    "label": {**_WORDS, "font_color": LIGHT.pale},
    "code": {"font_name": "Courier New", "font_size": 9, "font_color": LIGHT.ink},
    "link": {"font_color": LIGHT.main, "underline": 1},
    "head": {**_WORDS, "bold": True, "font_color": LIGHT.paper, "bg_color": LIGHT.main, "valign": "vcenter"},
    "head_right": {
        **_WORDS,
        "bold": True,
        "font_color": LIGHT.paper,
        "bg_color": LIGHT.main,
        "align": "right",
        "valign": "vcenter",
    },
    "name": {**_WORDS, "valign": "vcenter"},
    "cell": {**_WORDS, "valign": "vcenter", "indent": 1},
    "figure": {"valign": "vcenter", "font_color": LIGHT.ink, "align": "right"},
}
_SIGNS: Final = ("=", "+", "-", "−", "@", "'")
"""Words that begin so could be taken for a formula where they are typed again."""


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._made = cache(lambda settings: workbook.add_format(dict(settings)))

    def of(self, look: str, text: str = "", number: str = "") -> "Format":
        """Return a format by name, of a text that must stay one or of a number."""
        settings = dict(_LOOKS[look])
        if text.startswith(_SIGNS):
            settings["quote_prefix"] = True
        if number:
            settings["num_format"] = number
        made: Format = self._made(tuple(sorted(settings.items())))
        return made
