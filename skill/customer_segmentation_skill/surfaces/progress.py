"""What is being done right now, on stderr: a line that gives way to the reply, or plain lines in a pipe."""

import sys
from typing import TYPE_CHECKING

import click

from customer_segmentation_skill.surfaces.lines import calm

if TYPE_CHECKING:
    from rich.status import Status
    from rich.text import Text


class Progress:
    """Shows one step at a time, until it is cleared."""

    def __init__(self) -> None:
        self.is_live = sys.stderr.isatty()
        self._status: Status | None = None

    def step(self, words: str) -> None:
        """Show a step instead of the one before."""
        if not self.is_live:
            click.echo(f"… {calm(words)}", err=True)
        elif self._status is None:
            self._status = _status(words)
            self._status.start()
        else:
            self._status.update(_line(words))

    def clear(self) -> None:
        """Take the line away, so that something else may be printed."""
        if self._status is not None:
            self._status.stop()
            self._status = None


def _status(words: str) -> "Status":
    from rich.console import Console
    from rich.status import Status

    return Status(_line(words), console=Console(stderr=True, highlight=False), spinner="line")


def _line(words: str) -> "Text":
    from rich.text import Text

    return Text(calm(words), style="dim", overflow="ellipsis", no_wrap=True)
