"""Writing a page as files: PNG and SVG always, and HTML that answers to pointing where its marks have something to say."""

import html
import re
from io import StringIO
from pathlib import Path
from typing import Final

from customer_segmentation.chart.drawing.page import Page
from customer_segmentation.chart.drawing.theme import in_settings
from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.reply import Artifact

_DOTS: Final = 216
"""Dots per inch of a PNG: three to a point, sharp on any phone."""
_MEDIA: Final = {"png": "image/png", "svg": "image/svg+xml", "html": "text/html"}
_MARK: Final = re.compile(r'<g id="(mark-\d+)">')


def written(page: Page, name: str, folder: Path) -> list[Artifact]:
    """Write a page as ``<name>.png``, ``.svg`` and, where there is something to point at, ``.html``."""
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    with in_settings(page.settings):
        page.figure.savefig(png, dpi=_DOTS, metadata={"Software": None})
    text = as_svg(page)
    svg.write_text(text, encoding="utf-8")
    made = [png, svg]
    if page.tips:
        hover = folder / f"{name}.html"
        hover.write_text(_pointable(text, page), encoding="utf-8")
        made.append(hover)
    return [
        Artifact(name=path.name, path=path.name, media_type=_MEDIA[path.suffix[1:]], for_people=True)
        for path in made
    ]


def as_svg(page: Page) -> str:
    """Return a page as SVG that says what it shows."""
    drawing = StringIO()
    with in_settings(page.settings):
        page.figure.savefig(drawing, format="svg", metadata={"Date": None, "Creator": None})
    return spoken(drawing.getvalue(), page)


def spoken(svg: str, page: Page) -> str:
    """Return an SVG that says what it shows, as a whole and mark by mark, to whoever cannot see or points at it."""
    start = svg.index("<svg ")
    end = svg.index(">", start) + 1
    said = f"<title>{_plain(page.words.title)}</title><desc>{_plain(page.words.reading)}</desc>"
    opening = svg[start : end - 1] + ' role="img">'
    body = _MARK.sub(lambda found: f"{found[0]}<title>{_plain(page.tips[found[1]])}</title>", svg[end:])
    return f"{svg[:start]}{opening}\n{said}{body}"


def _pointable(svg: str, page: Page) -> str:
    """Return a page of its own: no other file, no request, and no words but the picture's."""
    drawing = svg[svg.index("<svg ") :]
    return (
        prompt_text("pages/picture.html")
        .replace("{title}", _plain(page.words.title))
        .replace("{paper}", str(page.settings["figure.facecolor"]))
        .replace("{ink}", str(page.settings["text.color"]))
        .replace("{reading}", _plain(page.words.reading))
        .replace("{drawing}", drawing)
    )


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
