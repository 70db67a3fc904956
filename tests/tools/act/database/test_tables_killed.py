"""A table write that is really killed, at any moment: each run is in it wholly or not at all, and once."""

import random

import pytest
from killing import Doer

from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval

WRITE = tool_of(write_table)
FEW, MANY = 3, 40
CUSTOMERS = 400


@pytest.fixture
def doer(seen, here):
    found = Doer(seen.root, here)
    yield found
    found.close()


def run_kills(kills, shop, seen, doer, approved):
    draw = random.Random(kills)  # noqa: S311 - seeded moments
    first = approved(WRITE, url=shop.url, mode="append")
    took = doer.took("write_table", first)
    runs, count = {first: CUSTOMERS}, 0
    while count < kills:
        mode = draw.choice(["append", "append", "replace"])
        identity = approved(WRITE, url=shop.url, mode=mode)
        after = {identity: CUSTOMERS} | (runs if mode == "append" else {})
        for _ in range(draw.randrange(1, 5)):
            count += doer.killed("write_table", identity, draw.uniform(0, took * 1.1))
            assert shop.runs() in (runs, after)
        doer.took("write_table", identity)
        former, runs = runs, after
        assert shop.runs() == runs
        assert approval(seen, identity).status == "done"
        kept = seen.result(approval(seen, identity).outcome).reply.detail["former"]
        if kept:
            assert shop.runs(kept) == former
    assert [name for name in shop.tables() if "__new_" in name] == []
    assert shop.query("SELECT n FROM mine") == [(1,)]
    # Shown with -s, for the record.
    print(f"{count} kills, {shop.url.split(':')[0]}")  # noqa: T201


def test_killed_a_few_times(shop, seen, doer, planted, approved):
    planted()
    run_kills(FEW, shop, seen, doer, approved)


@pytest.mark.slow
def test_killed_many_times(shop, seen, doer, planted, approved):
    planted()
    run_kills(MANY, shop, seen, doer, approved)
