"""A process that is really killed while it runs what is due: nothing is lost, doubled or left half done.

``make prove`` kills it hundreds of times; ``RUN_KILLS`` sets another number.
"""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest
from schedule_shop import SCHEDULE, approved, orders

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.schedule.runs import runs_of
from customer_segmentation.workspace.approval import approvals

FEW, MANY = 5, 200

# One process that knows the package forks a runner per line, so that a kill costs no start of Python.
RUNNER = """
import os, sys
from datetime import datetime
from customer_segmentation.catalogue import TOOLS
from customer_segmentation.recipes.schedule.run_schedule import run_if_due
from customer_segmentation.workspace.workspace import Workspace
import duckdb, filelock, pandas, pyarrow, yaml

print("ready", flush=True)
for line in sys.stdin:
    identity, instant = line.split()
    pid = os.fork()
    if pid == 0:
        try:
            made = run_if_due(identity, Workspace.open(sys.argv[1]), datetime.fromisoformat(instant))
            # Nothing is left to do where the one before was killed after its last step.
            assert made is None or made.run.status == "done", made
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Runner:
    """Starts runs and kills them."""

    def __init__(self, root, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUNNER, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        self.line()

    def line(self):
        return self.process.stdout.readline().strip()

    def start(self, identity, instant):
        self.process.stdin.write(f"{identity} {instant.isoformat()}\n")
        self.process.stdin.flush()
        return int(self.line())

    def ended(self, identity, instant):
        """Run what is due and return how it ended."""
        self.start(identity, instant)
        return int(self.line())

    def killed_after(self, identity, instant, seconds):
        """Start a run, kill it after a while, and return how it ended."""
        pid = self.start(identity, instant)
        time.sleep(seconds)
        with suppress(ProcessLookupError):  # It ended by itself a moment ago.
            os.kill(pid, signal.SIGKILL)
        return int(self.line())


@pytest.fixture
def repeated(shop):
    """A schedule that writes a file with its holdout, another file, and a table."""
    for path in ("one.csv", "two.jsonl"):
        approved(tool_of(export_audience), {"path": path, "holdout": 20}, shop.workspace)
    approved(tool_of(write_table), {"url": "sqlite:///shop.db", "mode": "append"}, shop.workspace)
    _, shop.id = approved(SCHEDULE, {"every": "day", "zone": "UTC"}, shop.workspace)
    return shop


@pytest.fixture
def runner(repeated):
    found = Runner(repeated.workspace.root, repeated.here)
    yield found
    found.process.stdin.close()
    found.process.wait(timeout=60)


def check_run(shop, number):
    """After ``number`` runs everything is there once and whole."""
    runs = runs_of(shop.workspace, shop.id)
    assert [run.status for run in runs] == ["set", *["done"] * number]
    thread = shop.workspace.with_(thread=shop.schedule.thread)
    done = approvals(thread)
    assert {one.status for one in done} == {"done"}
    assert len(done) == len({one.call_id for one in done}) == 4 * number
    for one in done[-4:]:
        if one.tool == "export_audience":
            made = shop.workspace.store.read(one.outcome).reply.detail["made"]
            assert len(made) > 1
            for path, digest in made.items():
                with open(path, "rb") as file:  # noqa: PTH123
                    assert hashlib.file_digest(file, "sha256").hexdigest() == digest
    assert [
        path.name for path in shop.here.iterdir() if path.name.startswith(".") or "-2." in path.name
    ] == []
    with closing(sqlite3.connect(shop.here / "shop.db")) as database:
        rows = database.execute("SELECT run_id, COUNT(*) FROM customer_segments GROUP BY run_id").fetchall()
    tables = [one.id for one in done if one.tool == "write_table"]
    assert {count for _, count in rows} == {120}
    assert {run for run, _ in rows} >= set(tables)
    assert len(rows) == 1 + number
    left = [path.name for path in (shop.workspace.root / "results").glob(".draft-*")]
    assert len(left) <= 1


def run_kills(shop, runner, kills, seed):
    draw = random.Random(seed)  # noqa: S311 - seeded moments
    shop.write(orders(more=1))
    begun = time.monotonic()
    assert runner.ended(shop.id, shop.due(1)) == 0
    whole = time.monotonic() - begun
    seen, number = 0, 1
    while seen < kills:
        number += 1
        shop.write(orders(more=number))
        mine, code = 0, -signal.SIGKILL
        while code == -signal.SIGKILL:
            # Mostly near the end, where things are written.
            moment = whole * draw.choice([draw.uniform(0, 0.95), draw.uniform(0.5, 0.95)])
            code = runner.killed_after(shop.id, shop.due(number), moment)
            assert code in (0, -signal.SIGKILL)
            mine += code == -signal.SIGKILL
        seen += mine
        check_run(shop, number)
    print(f"{seen} kills over {number} runs")  # noqa: T201 - shown with -s, for the record
    assert seen >= kills


def test_killed_a_few_times(repeated, runner):
    run_kills(repeated, runner, int(os.environ.get("RUN_KILLS", FEW)), 1)


@pytest.mark.slow
def test_killed_hundreds_of_times(repeated, runner):
    run_kills(repeated, runner, MANY, 2)
