"""Later lift: of the customers that each segment had at an earlier day, how many ordered in the days that followed."""

from typing import Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.interval_rows import IntervalRow, draw_rows, rows_height
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError

_TOOL: Final = "validate_segments"
_ABOVE: Final = 16.0


def later_lift(material: Material) -> Picture:
    """Return the picture of who ordered again out of time, with the share of all customers as its measure.

    Segments too small for a rate are left out.

    Raises:
        MethodError: No segment had enough customers on the earlier day.
    """
    reply = material.reply()
    rate = "repurchase_rate"
    subjects = [
        s for s in material.shown.reply.tables["validation"].subjects if f"{_TOOL}.{s}.{rate}" in reply.facts
    ]
    if not subjects:
        raise MethodError("chart_no_later_rate")
    rows = [IntervalRow(subject, f"{_TOOL}.{subject}.{rate}") for subject in subjects]
    everybody = f"{_TOOL}.all.{rate}"

    def draw(canvas: Canvas) -> None:
        axes = draw_rows(canvas, rows, "share", label=canvas.words("chart_ordered_after"), top=_ABOVE)
        if everybody in reply.facts:
            axes.axvline(canvas.value(everybody), color=canvas.theme.second, linewidth=1.4, zorder=0)
            said = canvas.words("chart_all_customers", figure=canvas.figure_of(everybody))
            axes.annotate(
                said,
                (canvas.value(everybody), -0.5),
                (0, 3),
                textcoords="offset points",
                size=TICK,
                color=canvas.theme.second,
                ha="center",
                annotation_clip=False,
            )

    return Picture("later_lift", reply, rows_height(len(rows)) + _ABOVE, draw)
