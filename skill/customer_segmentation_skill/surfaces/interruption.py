"""Ctrl-C while an answer is computed: tools may run in other threads, which it would not reach by itself."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import Final

_SECONDS: Final = 0.1


@contextmanager
def stoppable() -> Iterator[None]:
    """While entered, Ctrl-C raises KeyboardInterrupt and stops running queries, and those that would follow."""
    ended = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        Thread(target=_stop_until, args=(ended,), daemon=True).start()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        ended.set()
        signal.signal(signal.SIGINT, before)


def _stop_until(ended: Event) -> None:
    from customer_segmentation.engine.running import stop_queries

    while not ended.is_set():
        stop_queries()
        ended.wait(_SECONDS)
