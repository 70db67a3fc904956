from threading import get_ident

import anyio
import pytest

from customer_segmentation.engine.duckdb_engine import _OPEN, duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation_skill.surfaces.mcp.working import worked

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1"


async def heard(_step):
    """Listen without a word."""


def test_it_gives_what_the_work_gives_and_tells_its_steps_in_order():
    steps = []

    async def told(step):
        steps.append(step)

    def work(tell):
        for step in ("first", "second"):
            tell(step)
        return get_ident()

    async def main():
        return get_ident(), await worked(work, told)

    here, there = anyio.run(main)
    assert (here != there, steps) == (True, ["first", "second"])


def test_what_the_work_raises_is_raised():
    def work(_tell):
        raise InputError("forget_empty")

    with pytest.raises(InputError, match="Name the person"):
        anyio.run(worked, work, heard)


def stopped(work):
    """Cancel some work once it has begun; return whether its thread had ended when the call had."""
    ended = []

    def watched(tell):
        try:
            work(tell)
        finally:
            ended.append(True)

    async def main():
        begun = anyio.Event()

        async def told(_step):
            begun.set()

        async with anyio.create_task_group() as group:
            group.start_soon(worked, watched, told)
            await begun.wait()
            group.cancel_scope.cancel()
        return list(ended)

    return anyio.run(main)


def test_cancelled_it_stops_a_query_that_would_never_end(tmp_path):
    def work(tell):
        with duckdb_engine(tmp_path) as engine:
            tell("begun")
            engine.rows_of(ENDLESS)

    assert stopped(work) == [True]
    assert [engine for engine in _OPEN if engine.thread != get_ident()] == []


def test_cancelled_it_stops_python_that_would_never_end():
    def work(tell):
        tell("begun")
        while True:
            pass

    assert stopped(work) == [True]


def test_cancelled_it_leaves_the_work_of_other_calls_alone(tmp_path):
    def endless(tell):
        with duckdb_engine(tmp_path) as engine:
            tell("begun")
            engine.rows_of(ENDLESS)

    def busy(tell):
        with duckdb_engine(tmp_path) as engine:
            tell("begun")
            while not go_on:
                engine.rows_of("SELECT count(*) FROM range(100000)")
            return engine.rows_of("SELECT 42")

    go_on = []

    async def main():
        begun, results = [], []
        both = anyio.Event()

        async def told(step):
            begun.append(step)
            if len(begun) == 2:
                both.set()

        async def other():
            results.append(await worked(busy, told))

        async with anyio.create_task_group() as group:
            group.start_soon(other)
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as unwanted:
                    unwanted.start_soon(worked, endless, told)
                    await both.wait()
                    scope.cancel()
            go_on.append(True)
        return results

    assert anyio.run(main) == [[(42,)]]
