"""A reply on the screen: laid into the window, lightly styled on a terminal, plain text in a pipe or file."""

import re
import shutil
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

import click

from customer_segmentation.kit.words import message
from customer_segmentation_skill.config import OFFLINE
from customer_segmentation_skill.surfaces.lines import calm, wrapped
from customer_segmentation_skill.surfaces.progress import Progress

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.text import Text

    from customer_segmentation_skill.chat.turn import Turn

_WIDEST: Final = 120
"""Prose in longer lines is hard to read."""
_TABLE_ROW: Final = re.compile(r"^ \S.*?\S {2,}\S")
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_BOLD: Final = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_DOUBT: Final = ("⚠",)


def window() -> int:
    """Return the width that text on stdout must fit, in terminal cells; 0 where it goes to a file or pipe."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else 0


def usage_words(turn: "Turn") -> str:
    """Return what a turn used of a language model, or nothing if it used none."""
    if turn.brain == OFFLINE or not turn.usage.calls:
        return ""
    return message("usage", turn.language, brain=turn.brain, **turn.usage.model_dump())


class Screen:
    """Where replies are shown, with what is being done meanwhile. Entered around each reply."""

    def __init__(self) -> None:
        self._progress = Progress()
        self._is_open = False
        self._is_ahead = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self._progress.clear()
        self.end()

    def step(self, words: str) -> None:
        """Show what is being done, below what was shown so far."""
        if self._is_open and self._progress.is_live:
            # The line of progress is wiped later: it must not share a line with the reply.
            self.end()
            self._is_ahead = True
        self._progress.step(words)

    def show(self, piece: str) -> None:
        """Show a part of a reply as it comes."""
        self._progress.clear()
        text = wrapped(calm(piece.removeprefix("\n") if self._is_ahead else piece), window())
        self._is_open, self._is_ahead = True, False
        if not sys.stdout.isatty():
            click.echo(text, nl=False)
            return
        for block in re.split(r"(\n\n)", text):
            self._block(block)
        sys.stdout.flush()

    def end(self) -> None:
        """End the line of a reply, if one is open, also when it broke off."""
        if self._is_open:
            click.echo()
        self._is_open = self._is_ahead = False

    def gap(self) -> None:
        """Leave a line empty between what is typed and what is answered."""
        self.end()
        click.echo()

    def note(self, words: str) -> None:
        """Show a remark of the program, fainter than a reply, on a line of its own."""
        self._console_line(wrapped(calm(words), window()), "dim")

    def typed(self, words: str) -> None:
        """Show what a person would type."""
        self._console_line(f"> {calm(words)}", "bold cyan")

    def _console_line(self, text: str, style: str) -> None:
        if sys.stdout.isatty():
            self._console.print(text, style=style, soft_wrap=True)
        else:
            click.echo(text)

    def _block(self, block: str) -> None:
        lines = block.split("\n")
        is_table = len(lines) > 1 and all(_TABLE_ROW.match(line) for line in lines)
        for number, line in enumerate(lines):
            heading = is_table and number == 0
            end = "\n" if number < len(lines) - 1 else ""
            self._console.print(_styled(line, heading=heading), end=end, soft_wrap=True)

    @cached_property
    def _console(self) -> "Console":
        from rich.console import Console

        return Console(markup=False, emoji=False, highlight=False)


def _styled(line: str, *, heading: bool) -> "Text":
    """Return a line with what stands in double asterisks in bold, and doubts in yellow."""
    from rich.text import Text

    title = _HEADING.match(line)
    text = Text(style="bold" if heading or title else "yellow" if line.lstrip().startswith(_DOUBT) else "")
    place = title.end() if title else 0
    for found in _BOLD.finditer(line, place):
        text.append(line[place : found.start()])
        text.append(found[1], style="bold")
        place = found.end()
    text.append(line[place:])
    return text
