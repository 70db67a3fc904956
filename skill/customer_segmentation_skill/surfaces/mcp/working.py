"""Work in a thread of its own, so that the server goes on listening; when its call is cancelled it really stops."""

import ctypes
from collections.abc import Awaitable, Callable
from threading import Lock, Thread
from typing import Any, Final, Generic, TypeVar

import anyio
from anyio import from_thread
from anyio.lowlevel import EventLoopToken, current_token

T = TypeVar("T")
Tell = Callable[[str], None]

_AGAIN: Final = 0.1
_ROUNDS: Final = 50
"""How often a cancelled call stops its work anew until it ends: slots are not given away while it still computes."""
_EVERY: Final = 10
"""Python is interrupted every so many rounds only, lest it never comes to tidy up."""


async def worked(work: Callable[[Tell], T], told: Callable[[str], Awaitable[None]]) -> T:
    """Return what ``work`` returns, or raise what it raises; the steps it tells are passed on to ``told``.

    Cancelled, it stops the queries of its thread and whatever would follow them, and waits for the thread to end.
    """
    task = _Task(work, current_token())
    task.start()
    try:
        with task.steps:
            async for step in task.steps:
                await told(step)
    except BaseException:
        await task.stopped()
        raise
    return task.outcome()


class _Task(Thread, Generic[T]):
    """One piece of work; a daemon, so that no process stays for a host that is gone."""

    def __init__(self, work: Callable[[Tell], T], token: EventLoopToken) -> None:
        super().__init__(name="mcp call", daemon=True)
        self._work = work
        self._token = token
        self._is_unwanted = False
        self._steps, self.steps = anyio.create_memory_object_stream[str](100)
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._at_rest = Lock()
        """Held while the thread may not be interrupted: before its work begins and after it has ended."""
        self._at_rest.acquire()

    def run(self) -> None:
        """Do the work, and close the steps at its end."""
        try:
            self._at_rest.release()
            try:
                self._result.append(self._work(self._tell))
            finally:
                self._at_rest.acquire()
        except BaseException as error:  # noqa: BLE001 - handed over to whoever waits
            self._error = error
        self._in_loop(self._steps.close)

    def outcome(self) -> T:
        """Return or raise how the work ended."""
        if self._error is not None:
            raise self._error
        return self._result[0]

    async def stopped(self) -> None:
        """Stop the work and wait until its thread has ended."""
        self._is_unwanted = True
        with anyio.CancelScope(shield=True):
            for number in range(_ROUNDS):
                if not self.is_alive():
                    break
                self._interrupt(python=number % _EVERY == 0)
                await anyio.sleep(_AGAIN)

    def _interrupt(self, *, python: bool) -> None:
        """Interrupt the thread's queries, and its Python too, unless the work is done."""
        from customer_segmentation.engine.running import stop_queries

        if self.ident is None or not self._at_rest.acquire(blocking=False):
            return
        try:
            stop_queries(self.ident)
            if python:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self.ident), ctypes.py_object(KeyboardInterrupt)
                )
        finally:
            self._at_rest.release()

    def _tell(self, step: str) -> None:
        if self._is_unwanted:
            raise KeyboardInterrupt
        self._in_loop(lambda: self._steps.send_nowait(step))

    def _in_loop(self, call: Callable[[], Any]) -> None:
        try:
            from_thread.run_sync(call, token=self._token)
        except (RuntimeError, anyio.WouldBlock, anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # nobody listens any more
