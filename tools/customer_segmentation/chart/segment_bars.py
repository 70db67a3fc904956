"""Segment bars: each segment's share of the customers against its share of the turnover."""

from typing import Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.segments_by_turnover import by_turnover
from customer_segmentation.chart.share_bars import bars_height, share_bars
from customer_segmentation.kit.fact_sheet import ALL

_MOST: Final = 16
"""More segments than this are no overview."""


def segment_bars(material: Material) -> Picture:
    """Return the picture of how many customers are in each segment and, where it is known, what they bring in."""
    tool, formed = material.segments.tool, material.segments.reply
    every = formed.tables["segments"].subjects
    ordered = by_turnover(material, every)
    kept = set(ordered[:_MOST])
    subjects = [segment for segment in every if segment in kept]
    turnover = any(f"{tool}.{s}.revenue_share" in formed.facts for s in subjects)
    sheet = material.sheet()
    sheet.say(ALL, "segments", len(every), "count")
    sheet.say(ALL, "segments_shown", len(subjects), "count")
    reply = material.reply(sheet)
    reply.detail |= {"tool": tool, "lead": ordered[0]}

    def draw(canvas: Canvas) -> None:
        share_bars(canvas, tool, subjects, turnover=turnover)

    return Picture("segment_bars", reply, bars_height(len(subjects), turnover=turnover), draw)
