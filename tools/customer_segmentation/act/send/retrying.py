"""Trying again: longer and longer pauses, shifted by something of the batch instead of at random, never for ever."""

import hashlib
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.journal import now

T = TypeVar("T")

ATTEMPTS: Final = 6
LONGEST_WAIT: Final = 300.0
"""Seconds; a receiver that wants a longer pause is told to the person instead."""
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 524})
"""Answers that may be others a moment later."""
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0


class Again(Exception):  # noqa: N818 - it asks for another attempt
    """An attempt failed in a way that may pass; ``after`` seconds if the receiver said so."""

    def __init__(self, problem: InputError, after: float | None = None) -> None:
        self.problem = problem
        self.after = after
        super().__init__(problem.code)


def pause(key: str, attempt: int) -> float:
    """Return the seconds before the next attempt, half to one and a half of a doubling pause; ``attempt`` from 1."""
    shift = int.from_bytes(hashlib.sha256(f"{key}:{attempt}".encode()).digest()[:4], "big") / 2**32
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (attempt - 1)) * (0.5 + shift)


def persistently(attempt: Callable[[], T], key: str, sleep: Callable[[float], None] | None = None) -> T:
    """Call ``attempt`` until it succeeds, fails for good, or was tried often enough.

    Raises:
        InputError: What the last attempt met, or the receiver wants a pause longer than anyone would wait.
    """
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except Again as again:
            if number == ATTEMPTS:
                raise again.problem from again
            if again.after is not None and again.after > LONGEST_WAIT:
                raise InputError("send_wait", minutes=round(again.after / 60)) from again
            (sleep or time.sleep)(pause(key, number) if again.after is None else again.after)
    raise AssertionError


def retry_after(header: str | None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3), None where it says nothing."""
    if not header:
        return None
    text = header.strip()
    if text.isdecimal() and text.isascii():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
        return max(0.0, at.timestamp() - seconds_now())
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def seconds_now() -> float:
    """Return the time in seconds since 1970, from the clock of the journal."""
    from datetime import datetime

    return datetime.fromisoformat(now()).timestamp()


class Pace:
    """Lets so many calls pass in a second and holds back the others."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next call may be made."""
        moment = time.monotonic()
        if moment < self._next:
            time.sleep(self._next - moment)
        self._next = max(moment, self._next) + self._gap
