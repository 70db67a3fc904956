"""A picture before it is drawn: what it says and how to draw it, in no language and no colour."""

from collections.abc import Callable
from dataclasses import dataclass

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.kit.reply import Reply


@dataclass(frozen=True)
class Picture:
    """A picture.

    Attributes:
        kind: Which chart it is. Its words are ``prompts/replies/chart_<kind>``: three paragraphs, the finding as
            title, what is drawn in which unit, and one sentence that reads the picture to somebody who cannot see it.
        reply: The facts it draws and says, with the names of their subjects.
        height: Of its body, in points.
        draw: Draws the body. Called once per theme and language.
        sampled: Key of the fact that says how many of all customers are drawn, where not all of them are.
    """

    kind: str
    reply: Reply
    height: float
    draw: Callable[[Canvas], None]
    sampled: str = ""
