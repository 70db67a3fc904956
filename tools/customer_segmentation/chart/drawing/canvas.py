"""What a chart draws on: axes placed in points, and its words and figures in the language of the reader."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.text_fit import shortened, without
from customer_segmentation.chart.drawing.theme import LABEL, Theme
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.format import Style, formatted
from customer_segmentation.kit.prose import subject_name
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import label, message, of_measure

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 390.0
"""Of every page, in points: the width of a phone in pixels."""
MARGIN: Final = 14.0
INNER: Final = WIDTH - 2 * MARGIN
"""Of the part that charts draw in, in points."""


class Canvas:
    """The body of a page, ``INNER`` points wide and ``height`` points high; places count from its upper left corner.

    Attributes:
        theme: The colours to use.
        language: What words and figures are in.
        tips: What is said of a mark when one points at it, by the id of the mark.
        lacking: Characters that no font at hand can draw; names are written without them.
        figures: Keys of the facts whose values were written.
    """

    def __init__(
        self, figure: "Figure", reply: Reply, theme: Theme, language: str, *, top: float, height: float
    ) -> None:
        self.figure = figure
        self.theme = theme
        self.language = language
        self.height = height
        self.tips: dict[str, str] = {}
        self.figures: list[str] = []
        self.lacking: Collection[str] = ()
        self._reply = reply
        self._top = top

    @property
    def currency(self) -> str:
        """The unit of sums of money."""
        return self._reply.currency

    def axes(self, *, top: float = 0, height: float = 0, left: float = 0, right: float = 0) -> "Axes":
        """Return axes ``top`` points below the body's upper edge, leaving ``left`` and ``right`` points beside them.

        Without a height they reach the body's lower edge. Room for labels is left by the caller.
        """
        page = self.figure.get_figheight() * self.figure.dpi
        tall = height or self.height - top
        box = (
            (MARGIN + left) / WIDTH,
            1 - (self._top + top + tall) / page,
            (INNER - left - right) / WIDTH,
            tall / page,
        )
        return self.figure.add_axes(box)

    def name(self, subject: str, width: float = 0, size: float = LABEL, *, bold: bool = False) -> str:
        """Return what a subject is called, cut to ``width`` points if one is given."""
        text = self.drawable(subject_name(subject, self._reply, self.language))
        return shortened(text, width, size, bold=bold) if width else text

    def drawable(self, text: str) -> str:
        """Return the name of a measure without the characters that no font at hand can draw."""
        return without(text, self.lacking)

    def figure_of(self, key: str, style: Style = "table") -> str:
        """Return the value of a fact as it is written, and remember that it was; raises KeyError for no such fact."""
        if key not in self.figures:
            self.figures.append(key)
        return formatted(self._reply.facts[key], self.language, style)

    def called(self, key: str) -> str:
        """Return what the code that a fact holds is called."""
        code = str(self._reply.facts[key].value)
        return self.drawable(self._reply.spoken.get(code, {}).get(self.language, code))

    def has(self, key: str) -> bool:
        """Tell whether there is a fact under a key."""
        return key in self._reply.facts

    def value(self, key: str) -> float:
        """Return the number of a fact, to place a mark by; raises KeyError for no such fact."""
        return float(self._reply.facts[key].number)

    def tick(self, value: float | Decimal, unit: str, style: Style = "approx") -> str:
        """Return a value on an axis as it is written: rounded unless the style says otherwise, in the unit's own way."""
        return formatted(Fact(value=value, unit=unit), self.language, style)

    def count(self, customers: int) -> str:
        """Return a number of customers as it is written beside a mark: exact, as tables have it."""
        return formatted(Fact(value=customers, unit="customers"), self.language, "table")

    def ticks(self, values: Sequence[float], unit: str) -> list[str]:
        """Return the values on an axis as they are written."""
        return [self.tick(value, unit) for value in values]

    def words(self, code: str, **values: object) -> str:
        """Return the message ``code``."""
        return message(code, self.language, **values)

    def column(self, tool: str, measure: str) -> str:
        """Return what a measure is called at the head of a column."""
        return of_measure("columns", measure, self.language, tool=tool) or label(
            measure, self.language, tool=tool
        )

    def tip(self, mark: "Artist", text: str) -> None:
        """Say something of a mark to whoever points at it, where the picture can be pointed at."""
        identity = f"mark-{len(self.tips) + 1}"
        mark.set_gid(identity)
        self.tips[identity] = text
