"""The one look of every picture: colours for a light and a dark page, sizes of letters, matplotlib's settings.

Colours: Okabe and Ito's set, which people with any colour vision tell apart (Okabe & Ito 2008, "Color Universal
Design"), the yellow left out, which is faint on white, and the vermilion darker where letters are written in it.
Sequences grow in lightness alone, so that they also read in grey.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

ThemeName = Literal["light", "dark"]

TITLE: Final = 15.0
SUBTITLE: Final = 10.5
LABEL: Final = 10.5
TICK: Final = 9.5
SOURCE: Final = 9.0
"""Sizes of letters in points. A page is as many points wide as a phone has pixels, so a point is a pixel there."""


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for.

    Attributes:
        paper: The page.
        ink: Letters; ``pale`` those of second rank. Both are read on ``paper`` at a contrast of 4.5 and more.
        rule: Grid lines and axes.
        main: What the picture is about; ``second`` what it is held against; ``faint`` what only surrounds it.
        gain, loss: More and less than something.
        several: Groups side by side, in a fixed order.
        low, high: The ends of a sequence.
    """

    name: ThemeName
    paper: str
    ink: str
    pale: str
    rule: str
    main: str
    second: str
    faint: str
    gain: str
    loss: str
    several: tuple[str, ...]
    low: str
    high: str

    def sequence(self) -> "Colormap":
        """Return colours from little to much."""
        from matplotlib.colors import LinearSegmentedColormap

        return LinearSegmentedColormap.from_list("little-to-much", [self.low, self.high])

    def ink_on(self, colour: Any) -> str:
        """Return black or white, whichever is read better on a colour (WCAG 2.2, relative luminance)."""
        return "#000000" if luminance(colour) > _BLACK_READS_BETTER_ABOVE else "#ffffff"


LIGHT: Final = Theme(
    name="light",
    paper="#ffffff",
    ink="#1b1f24",
    pale="#57606a",
    rule="#d0d7de",
    main="#0072b2",
    second="#c04f00",
    faint="#c3ccd6",
    gain="#0072b2",
    loss="#c04f00",
    several=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a5195", "#6e7781"),
    low="#e8f1f8",
    high="#08457e",
)
DARK: Final = Theme(
    name="dark",
    paper="#0f1419",
    ink="#f0f3f6",
    pale="#aab4be",
    rule="#3a434d",
    main="#56b4e9",
    second="#f08a3c",
    faint="#4a5561",
    gain="#56b4e9",
    loss="#f08a3c",
    several=("#56b4e9", "#f08a3c", "#2fc49a", "#e39cc4", "#8fd0f5", "#f2c14e", "#b08fd8", "#aab4be"),
    low="#16283a",
    high="#a5dcff",
)
THEMES: Final[dict[ThemeName, Theme]] = {"light": LIGHT, "dark": DARK}
_BLACK_READS_BETTER_ABOVE: Final = 0.179
"""Where black and white stand out alike: (1.05 / (x + 0.05)) = ((x + 0.05) / 0.05)."""


_DRAWING: Final = RLock()
"""Matplotlib's settings are the whole process's, so that one page is drawn at a time."""


@contextmanager
def in_settings(chosen: dict[str, Any]) -> Iterator[None]:
    """While entered, matplotlib draws with settings, in this thread alone."""
    from matplotlib import rc_context

    with _DRAWING, rc_context(cast("Any", chosen)):
        yield


def luminance(colour: Any) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white (WCAG 2.2)."""
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]  # noqa: PLR2004 - sRGB's own
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def settings(theme: Theme, fonts: Sequence[str]) -> dict[str, Any]:
    """Return matplotlib's settings for a page: no mathematics in names from data, the same bytes every time."""
    return {
        "font.family": list(fonts),
        "font.size": LABEL,
        "text.color": theme.ink,
        "text.parse_math": False,
        "text.hinting": "no_hinting",  # else letters are set wider than they were measured, and lines leave the page
        "axes.facecolor": theme.paper,
        "axes.edgecolor": theme.rule,
        "axes.labelcolor": theme.pale,
        "axes.labelsize": TICK,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "grid.color": theme.rule,
        "grid.linewidth": 0.6,
        "xtick.color": theme.rule,
        "ytick.color": theme.rule,
        "xtick.labelcolor": theme.pale,
        "ytick.labelcolor": theme.pale,
        "xtick.labelsize": TICK,
        "ytick.labelsize": TICK,
        "figure.facecolor": theme.paper,
        "savefig.facecolor": theme.paper,
        "patch.linewidth": 0.0,
        "lines.linewidth": 1.8,
        "path.simplify": True,
        "svg.fonttype": "path",
        "svg.hashsalt": "customer-segmentation",
    }
