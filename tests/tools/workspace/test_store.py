import os
import subprocess
import sys

import pytest

from customer_segmentation.kit.reply import Reply
from customer_segmentation.workspace.store import Store, Stored, result_id

KEPT = Stored(id="a" * 24, tool="t", version=1, request={}, inputs={}, reply=Reply())


def test_a_result_is_kept_whole_and_read_again(tmp_path):
    store = Store(tmp_path)
    with store.draft() as scratch:
        (scratch / "table.txt").write_text("x")
        store.keep(scratch, KEPT)
    assert store.read(KEPT.id) == KEPT
    assert (store.folder(KEPT.id) / "table.txt").read_text() == "x"


def test_a_draft_that_fails_leaves_nothing(tmp_path):
    store = Store(tmp_path)

    def fails():
        with store.draft() as scratch:
            (scratch / "half.txt").write_text("x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert list((tmp_path / "results").iterdir()) == []


def test_two_that_finish_the_same_result_do_not_meet(tmp_path):
    store = Store(tmp_path)
    with store.draft() as first, store.draft() as second:
        store.keep(first, KEPT)
        store.keep(second, KEPT)
    assert [path.name for path in (tmp_path / "results").iterdir()] == [KEPT.id]


def test_what_a_killed_process_left_is_swept_up_and_a_living_one_is_left_alone(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = tmp_path / "results" / f".draft-{ended.pid}-x"
    alive = tmp_path / "results" / f".draft-{os.getppid()}-x"
    for folder in (dead, alive):
        folder.mkdir(parents=True)
    with Store(tmp_path).draft():
        assert (dead.exists(), alive.exists()) == (False, True)


def test_the_address_depends_on_everything_and_on_no_order():
    base = result_id("t", 1, {"a": 1, "b": 2}, {"x": "1"})
    assert base == result_id("t", 1, {"b": 2, "a": 1}, {"x": "1"})
    others = [
        result_id("u", 1, {"a": 1, "b": 2}, {"x": "1"}),
        result_id("t", 2, {"a": 1, "b": 2}, {"x": "1"}),
        result_id("t", 1, {"a": 1, "b": 3}, {"x": "1"}),
        result_id("t", 1, {"a": 1, "b": 2}, {"x": "2"}),
    ]
    assert len({base, *others}) == 5
