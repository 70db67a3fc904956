"""Pictures drawn for a test, and what stands on them."""

from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from customer_segmentation.chart.chosen import chosen
from customer_segmentation.chart.draw_chart import draw_chart
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, in_settings, luminance
from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.request import Kind
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import settled_request

DRAW = tool_of(draw_chart)


def picture_of(workspace, kind, **asked):
    """Return the picture of a kind of what a workspace holds, its result computed if there is none."""
    request = settled_request(DRAW, {"kind": kind, **asked}, workspace)
    segments, shown = chosen(request, workspace)[kind].split()
    material = Material(workspace, workspace.result(segments), workspace.result(shown))
    return KINDS[Kind(kind)].picture(material)


def page_of(workspace, kind, theme=LIGHT, language="en", **asked):
    """Return a drawn page."""
    return drawn(picture_of(workspace, kind, **asked), theme, language)


def written_texts(page):
    """Return the visible texts of a page as artists."""
    return [text for text in page.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def said(page):
    """Return what is written on a page."""
    return [text.get_text() for text in written_texts(page)]


def _laid_out(page):
    """Return the renderer of a page, the boxes of its texts in points, and the pixels without any text."""
    canvas = FigureCanvasAgg(page.figure)
    with in_settings(page.settings):
        canvas.draw()
        texts = [text for text in written_texts(page) if _shown(text)]
        boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts]
        every = page.figure.findobj(Text)
        seen = [text.get_visible() for text in every]
        for text in every:
            text.set_visible(False)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[::-1] / 255
        for text, visible in zip(every, seen, strict=True):
            text.set_visible(visible)
    return texts, boxes, pixels


def _shown(text):
    return text.axes is None or (text.axes.axison or text in text.axes.texts)


def off_the_page(page):
    """Return the texts that leave the page."""
    texts, boxes, _ = _laid_out(page)
    wide, tall = page.figure.bbox.width, page.figure.bbox.height
    return [
        text.get_text()
        for text, box in zip(texts, boxes, strict=True)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > wide + 0.5 or box.y1 > tall + 0.5
    ]


def overlapping(page, allowed=1.0):
    """Return pairs of texts that cover each other by more than ``allowed`` points both ways."""
    texts, boxes, _ = _laid_out(page)
    pairs = []
    for (one, a), (other, b) in combinations(zip(texts, boxes, strict=True), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        # A box holds room for descending letters, which neighbours may share.
        room = 0.3 * min(one.get_fontsize(), other.get_fontsize())
        if across > allowed and down > allowed + room:
            pairs.append((one.get_text(), other.get_text()))
    return pairs


def faint_texts(page, least=4.5):
    """Return the texts that stand out from what is under them by less than ``least`` (WCAG 2.2, 1.4.3)."""
    texts, boxes, pixels = _laid_out(page)
    found = []
    for text, box in zip(texts, boxes, strict=True):
        under = pixels[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1, :3]
        if under.size:
            colour = np.median(under.reshape(-1, 3), axis=0)
            one, other = sorted((luminance(tuple(colour)), luminance(text.get_color())))
            contrast = (other + 0.05) / (one + 0.05)
            if contrast < least:
                found.append((text.get_text(), round(contrast, 1)))
    return found


def small_texts(page, least=9.0):
    """Return the texts in letters smaller than ``least`` points."""
    return [text.get_text() for text in written_texts(page) if text.get_fontsize() < least]
