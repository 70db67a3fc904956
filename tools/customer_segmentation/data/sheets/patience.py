"""How long and how much is waited for when a sheet is read: never for ever, and not without end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, TypeVar

from customer_segmentation.kit.errors import InputError

T = TypeVar("T")

PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a moment later."""
_LONGEST_PAUSE: Final = 60.0
"""Seconds; the quota of Google Sheets is counted by the minute."""


class Again(Exception):  # noqa: N818 - it asks for another attempt
    """An attempt met an answer that may pass; ``after`` seconds if Google said so."""

    def __init__(self, status: int, after: str | None) -> None:
        self.status = status
        self.after = float(after[:6]) if after and after.isascii() and after.isdecimal() else None
        super().__init__(status)


@dataclass
class Patience:
    """What one reading may take.

    Attributes:
        attempts: How often an answer that may pass is asked for.
        seconds: For the whole reading.
        most_bytes: Of the table as CSV.
        silence: Seconds without a byte.
    """

    attempts: int = 6
    seconds: float = 300.0
    most_bytes: int = 200_000_000
    silence: float = 60.0
    _began: float = field(default_factory=time.monotonic, init=False)

    def check(self, size: int) -> None:
        """Raise InputError where the reading takes too long, or is too large."""
        if size > self.most_bytes:
            raise InputError("sheet_too_large", limit=self.most_bytes // 1_000_000)
        if time.monotonic() - self._began > self.seconds:
            raise InputError("sheet_too_slow", seconds=round(self.seconds))

    def persistently(self, attempt: Callable[[], T]) -> T:
        """Call ``attempt`` until it succeeds, fails for good, or was tried often enough.

        Raises:
            InputError: Google let nothing pass.
        """
        for number in range(1, self.attempts + 1):
            try:
                return attempt()
            except Again as again:
                wait = 2.0 ** (number - 1) if again.after is None else again.after
                if number == self.attempts or wait > _LONGEST_PAUSE:
                    raise InputError(_code(again.status), status=again.status) from again
                time.sleep(wait)
        raise AssertionError


def glance() -> Patience:
    """Return what looking whether a sheet has changed may take, while a person waits for something else."""
    return Patience(attempts=1, seconds=3.0, most_bytes=5_000_000, silence=3.0)


def _code(status: int) -> str:
    return "sheet_quota" if status == HTTPStatus.TOO_MANY_REQUESTS else "sheet_problem"
