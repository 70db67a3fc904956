"""Every chart: what it is made by, whose result it shows, and to which segments it belongs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.request import Kind
from customer_segmentation.chart.segment_bars import segment_bars
from customer_segmentation.kit.tool import Tool
from customer_segmentation.workspace.workspace import Result


def _nothing(_segments: Result) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class ChartKind:
    """One chart.

    Attributes:
        picture: Makes the picture; raises MethodError where the result cannot be drawn so, saying why.
        shows: The tool whose result it shows; None for the segments themselves.
        formed_by: The tools whose segments it can show; empty for all.
        arguments: What ``shows`` is asked besides the segments or their part of the data.
    """

    picture: Callable[[Material], Picture]
    shows: Tool | None = None
    formed_by: tuple[str, ...] = ()
    arguments: Callable[[Result], dict[str, Any]] = field(default=_nothing)


KINDS: Final[dict[Kind, ChartKind]] = {
    Kind.SEGMENT_BARS: ChartKind(segment_bars),
}
