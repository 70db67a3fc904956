"""What runs in this process and can be stopped, in whatever thread it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_STOPS: Final[set[Callable[[], None]]] = set()


@contextmanager
def running(stop: Callable[[], None]) -> Iterator[None]:
    """While entered, ``stop_queries`` calls ``stop``."""
    _STOPS.add(stop)
    try:
        yield
    finally:
        _STOPS.discard(stop)


def stop_queries() -> None:
    """Stop every query that runs in this process, in whatever thread."""
    for stop in tuple(_STOPS):
        stop()
