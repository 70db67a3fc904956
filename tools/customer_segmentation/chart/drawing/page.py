"""A page: the finding as its title, what is drawn, the picture, and where its figures come from."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, MARGIN, WIDTH, Canvas
from customer_segmentation.chart.drawing.fonts import families, lacking
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import without, wrapped
from customer_segmentation.chart.drawing.theme import SOURCE, SUBTITLE, TITLE, Theme, in_settings, settings
from customer_segmentation.kit.name import spelled
from customer_segmentation.kit.prose import prose, subject_name
from customer_segmentation.kit.render import Renderer, ReplyLedger

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEADING: Final = 1.36
"""The distance of two lines, in letter sizes."""
_GAP: Final = 10.0
_TITLE_GAP: Final = 3.0


@dataclass(frozen=True)
class Words:
    """What a page says in words.

    Attributes:
        figures: Keys of the facts that the words say.
    """

    title: str
    subtitle: str
    reading: str
    source: str
    figures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A drawn page.

    Attributes:
        lacking: Characters of its words that no font at hand can draw, and that were left out.
        tips: What is said of a mark when one points at it, by the mark's id in the figure.
        figures: Keys of the facts that are written on it.
        settings: Matplotlib's settings, which saving it needs too.
    """

    figure: "Figure"
    words: Words
    lacking: frozenset[str]
    tips: dict[str, str]
    figures: list[str]
    settings: dict[str, Any]


def words_of_page(picture: Picture, language: str) -> Words:
    """Return the words of a picture with their figures set in."""
    renderer = Renderer(ReplyLedger(picture.reply), language)
    parts = prose(f"chart_{picture.kind}", picture.reply, language).split("\n\n")
    title, subtitle, reading = (" ".join(renderer.text(part).split()) for part in parts)
    source = renderer.text(prose("_chart_source", picture.reply, language, sampled=picture.sampled))
    return Words(title, subtitle, reading, source, [figure.key for figure in renderer.figures])


def drawn(picture: Picture, theme: Theme, language: str) -> Page:
    """Draw a picture in a theme and a language."""
    from matplotlib.figure import Figure

    said = words_of_page(picture, language)
    texts = [said.title, said.subtitle, said.source]
    texts += [subject_name(subject, picture.reply, language) for subject in _subjects(picture)]
    texts += [spelled(parts, language) for parts in picture.reply.measures.values()]
    missing = lacking(texts)
    look = settings(theme, families(texts))
    with in_settings(look):
        title = wrapped(without(said.title, missing), INNER, TITLE, bold=True)
        subtitle = wrapped(said.subtitle, INNER, SUBTITLE)
        foot = wrapped(without(said.source, missing), INNER, SOURCE)
        top = MARGIN + (len(title) * TITLE + len(subtitle) * SUBTITLE) * _LEADING + _TITLE_GAP + _GAP
        bottom = _GAP + len(foot) * SOURCE * _LEADING + MARGIN * 0.7
        tall = top + picture.height + bottom
        figure = Figure(figsize=(WIDTH / 72, tall / 72), dpi=72)
        _write_head(figure, title, subtitle, theme, tall)
        _write(figure, foot, SOURCE, theme.pale, (tall - bottom + _GAP, tall))
        canvas = Canvas(figure, picture.reply, theme, language, top=top, height=picture.height)
        canvas.lacking = missing
        picture.draw(canvas)
        figure.draw_without_rendering()
    figures = list(dict.fromkeys([*said.figures, *canvas.figures]))
    return Page(figure, said, frozenset(missing), canvas.tips, figures, look)


def _subjects(picture: Picture) -> list[str]:
    return list({key.split(".")[1]: None for key in picture.reply.facts})


def _write_head(figure: "Figure", title: list[str], subtitle: list[str], theme: Theme, tall: float) -> None:
    _write(figure, title, TITLE, theme.ink, (MARGIN, tall), bold=True)
    below = MARGIN + len(title) * TITLE * _LEADING + _TITLE_GAP
    _write(figure, subtitle, SUBTITLE, theme.pale, (below, tall))


def _write(
    figure: "Figure",
    lines: list[str],
    size: float,
    colour: str,
    place: tuple[float, float],
    *,
    bold: bool = False,
) -> None:
    """Write lines below each other, the first ``place[0]`` points below the upper edge of ``place[1]`` points."""
    at, tall = place
    for line in lines:
        y = 1 - at / tall
        figure.text(
            MARGIN / WIDTH, y, line, size=size, color=colour, va="top", weight="bold" if bold else "normal"
        )
        at += size * _LEADING
