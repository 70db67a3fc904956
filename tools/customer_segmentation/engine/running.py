"""What runs in this process and can be stopped, in whatever thread it runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_STOPS: Final[set[tuple[int, Callable[[], None]]]] = set()


@contextmanager
def running(stop: Callable[[], None]) -> Iterator[None]:
    """While entered, ``stop_queries`` of this thread calls ``stop``."""
    entry = (threading.get_ident(), stop)
    _STOPS.add(entry)
    try:
        yield
    finally:
        _STOPS.discard(entry)


def stop_queries(thread: int | None = None) -> None:
    """Stop the queries of a thread of this process, by its identifier; of all threads if none is given."""
    for own, stop in tuple(_STOPS):
        if thread in {None, own}:
            stop()
