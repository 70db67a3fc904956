"""A disk that is full or read-only, really: the message says what and where, nothing is lost, and it works later."""

import os
import resource
import sqlite3
import subprocess
from contextlib import contextmanager

import duckdb
import pytest

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.write_table import write_table
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, decide, execute, open_approvals
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace

EXPORT, WRITE = tool_of(export_audience), tool_of(write_table)
KINDS = ("csv", "xlsx", "parquet", "jsonl")


class Disk:
    """A small file system of its own."""

    def __init__(self, path):
        self.path = path
        self._filler = path / "filler"

    def fill(self):
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"0" * 1024):
                    pass
            except OSError:
                pass

    def free(self):
        self._filler.unlink()

    def read_only(self, mode):
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.path)], check=True)


@pytest.fixture
def disk(here):
    path = here / "small"
    path.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "filler")


def stopped(tool, seen, identity, path):
    """Carry it out on a disk that cannot take it; it must wait again, and say where the trouble is."""
    with pytest.raises(InputError) as raised:
        execute(tool, seen, identity)
    assert raised.value.code == "disk_problem"
    for language in ("en", "zh"):
        assert str(path) in raised.value.said(language)
    assert identity in {one.id for one in open_approvals(seen)}


def later(tool, seen, identity):
    if approval(seen, identity).status == "waiting":
        decide(seen, identity, "approved", by="person", surface="test")
    return execute(tool, seen, identity)


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_onto_a_full_disk(disk, seen, planted, approved, kind):
    planted()
    identity = approved(EXPORT, segments="at_risk", path=f"small/list.{kind}")
    disk.fill()
    stopped(EXPORT, seen, identity, disk.path)
    assert files(disk.path) == []
    disk.free()
    later(EXPORT, seen, identity)
    assert files(disk.path) == ["list-holdout." + kind, "list-manifest.json", "list." + kind]


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_into_a_read_only_folder_keeps_what_stands_there(disk, seen, planted, approved, kind):
    planted()
    (disk.path / f"list.{kind}").write_text("before")
    identity = approved(EXPORT, segments="at_risk", path=f"small/list.{kind}", overwrite=True)
    disk.read_only("ro")
    stopped(EXPORT, seen, identity, disk.path)
    assert (disk.path / f"list.{kind}").read_text() == "before"
    disk.read_only("rw")
    later(EXPORT, seen, identity)
    assert (disk.path / f"list.{kind}").read_bytes() != b"before"


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
@pytest.mark.parametrize("trouble", ["full", "ro"])
def test_a_table_on_a_disk_that_takes_nothing(disk, workspace, planted, kind, trouble):
    url = f"{kind}:///small/shop.{kind}"
    seen = workspace.with_(typed=frozenset({url}))
    planted()
    first = proposed(seen, WRITE, url=url)
    execute(WRITE, seen, first)
    second = proposed(seen, WRITE, url=url, mode="append")
    disk.fill() if trouble == "full" else disk.read_only("ro")
    with pytest.raises(InputError) as raised:
        execute(WRITE, seen, second)
    assert f"shop.{kind}" in raised.value.said("en")
    disk.free() if trouble == "full" else disk.read_only("rw")
    assert runs(disk.path / f"shop.{kind}", kind) == {first: 400}
    later(WRITE, seen, second)
    assert runs(disk.path / f"shop.{kind}", kind) == {first: 400, second: 400}


def proposed(seen, tool, **arguments):
    with pytest.raises(ApprovalRequired) as raised:
        run(tool, arguments, seen)
    decide(seen, raised.value.approval_id, "approved", by="person", surface="test")
    return raised.value.approval_id


def runs(path, kind):
    opened = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    try:
        found = opened.execute("SELECT run_id, count(*) FROM customer_segments GROUP BY run_id").fetchall()
    finally:
        opened.close()
    return dict(found)


@pytest.mark.parametrize("trouble", ["full", "ro"])
def test_a_workspace_that_takes_nothing_loses_nothing(disk, here, planted_in, trouble):
    orders = here / "orders.csv"
    orders.write_text("customer_id,date,amount\n" + "".join(f"c{n},2024-01-01,{n}\n" for n in range(1, 41)))
    workspace = Workspace.open(disk.path / "kept").with_(typed=frozenset({str(orders)}))
    planted_in(workspace)
    identity = proposed(workspace, EXPORT, segments="at_risk", path=str(here / "list.csv"))
    disk.fill() if trouble == "full" else disk.read_only("ro")
    for attempt in (
        lambda: run(tool_of(load_data), {"source": str(orders)}, workspace),
        lambda: execute(EXPORT, workspace, identity),
        lambda: proposed(workspace, EXPORT, segments="champions", path=str(here / "other.csv")),
    ):
        with pytest.raises(InputError) as raised:
            attempt()
        assert raised.value.code == "disk_problem"
        assert str(disk.path) in raised.value.said("en")
    disk.free() if trouble == "full" else disk.read_only("rw")
    again = Workspace.open(disk.path / "kept")
    assert [one.id for one in open_approvals(again)] == [identity]
    later(EXPORT, again, identity)
    assert "list.csv" in files(here)
    assert (
        run(tool_of(load_data), {"source": str(orders)}, again).reply.facts["load_data.all.customers"].value
        == 40
    )


@contextmanager
def no_file_longer_than(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_quota_that_the_workspace_meets(here, seen, planted, approved):
    """For whoever may not mount a disk: no file may grow any more."""
    planted()
    identity = approved(EXPORT, segments="at_risk", path="list.csv")
    with no_file_longer_than(1500), pytest.raises(InputError) as raised:
        execute(EXPORT, seen, identity)
    assert raised.value.code == "disk_problem"
    assert identity in {one.id for one in open_approvals(seen)}
    assert [name for name in files(here) if name.endswith(".part")] == []
    later(EXPORT, seen, identity)
    assert "list.csv" in files(here)
