"""Which two or three pictures tell what a result has to say."""

from customer_segmentation.chart.request import Kind
from customer_segmentation.workspace.workspace import Result

_OF_SEGMENTS: dict[str, tuple[Kind, ...]] = {}
"""By the tool that formed the segments, gravest first."""
_MOST = 3


def story(segments: Result) -> tuple[Kind, ...]:
    """Return the pictures that tell most of segments, the most telling first."""
    return _OF_SEGMENTS.get(segments.tool, (Kind.SEGMENT_BARS,))[:_MOST]
