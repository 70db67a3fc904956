"""The font of pictures: one that is shipped, and those of the machine for characters it lacks."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parents[1] / "fonts"
SHIPPED: Final = "Customer Segmentation Sans"
"""What the shipped edition of Noto Sans CJK SC is called, so that a machine's own one never stands in for it."""
_WITH_MATPLOTLIB: Final = "DejaVu Sans"
_OF_MACHINES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "SimSun",
    "Arial Unicode MS",
)
"""Fonts with many characters that systems bring along, looked into only for a character that is lacking."""


def families(texts: Iterable[str]) -> list[str]:
    """Return the font families to draw texts with, each called for characters that those before it lack."""
    _register()
    lacking = _lacking(texts, [SHIPPED, _WITH_MATPLOTLIB])
    found = [SHIPPED, _WITH_MATPLOTLIB]
    for family in _OF_MACHINES if lacking else ():
        has = _characters(family)
        if lacking & has:
            found.append(family)
            lacking -= has
    return found


def lacking(texts: Iterable[str]) -> set[str]:
    """Return the characters of texts that no font at hand can draw."""
    each = list(texts)
    return _lacking(each, families(each))


def _lacking(texts: Iterable[str], fonts: Iterable[str]) -> set[str]:
    characters = {c for text in texts for c in text if c.isprintable() and not c.isspace()}
    for family in fonts:
        characters -= _characters(family)
    return characters


@cache
def _register() -> None:
    # matplotlib tells of building its list of fonts as a warning; it is no matter for a person.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib.font_manager import fontManager

    shipped = sorted(map(str, _FOLDER.glob("*.otf")))
    for path in shipped:
        fontManager.addfont(path)
    fontManager.ttflist = [
        replace(entry, name=SHIPPED) if entry.fname in shipped else entry for entry in fontManager.ttflist
    ]


@cache
def _characters(family: str) -> frozenset[str]:
    """Return the characters that a font can draw; none if the machine has no such font."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        path = findfont(FontProperties(family=[family]), fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(map(chr, get_font(path).get_charmap()))
