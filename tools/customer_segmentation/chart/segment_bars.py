"""Segment bars: each segment's share of the customers against its share of the turnover."""

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.share_bars import bars_height, share_bars
from customer_segmentation.kit.errors import MethodError


def segment_bars(material: Material) -> Picture:
    """Return the picture of how many customers are in each segment and what they bring in.

    Raises:
        MethodError: The segments have no turnover to compare with.
    """
    tool, reply = material.segments.tool, material.reply()
    subjects = reply_subjects(material)
    if not subjects:
        raise MethodError("chart_no_turnover")
    lead = min(subjects, key=lambda s: reply.value(f"{tool}.{s}.revenue_rank"))
    reply.detail |= {"tool": tool, "lead": lead}

    def draw(canvas: Canvas) -> None:
        share_bars(canvas, tool, subjects)

    return Picture("segment_bars", reply, bars_height(len(subjects)), draw)


def reply_subjects(material: Material) -> list[str]:
    """Return the segments that have a share of turnover, in the order of their table."""
    reply, tool = material.segments.reply, material.segments.tool
    return [s for s in reply.tables["segments"].subjects if f"{tool}.{s}.revenue_share" in reply.facts]
