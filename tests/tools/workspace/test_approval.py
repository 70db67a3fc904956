from pathlib import Path

import pytest
from small_tools import SAVE

from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.workspace.approval import (
    amend,
    approval,
    approvals,
    decide,
    execute,
    open_approvals,
)
from customer_segmentation.workspace.held import held
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.undo import undo


@pytest.fixture
def proposed(workspace):
    def propose(**arguments):
        with pytest.raises(ApprovalRequired) as raised:
            run(SAVE, {"path": "a.txt", **arguments}, workspace)
        return raised.value.approval_id

    return propose


def approve(workspace, identity):
    return decide(workspace, identity, "approved", by="person", surface="test")


def test_nothing_is_done_before_approval(workspace, proposed, calls):
    identity = proposed()
    with pytest.raises(InputError, match="waiting"):
        execute(SAVE, workspace, identity)
    assert calls == []
    assert not Path("a.txt").exists()


def test_the_same_request_waits_once_and_is_a_new_one_after_a_decision(workspace, proposed):
    first, again, other = proposed(), proposed(), proposed(path="b.txt")
    assert (first == again, first == other) == (True, False)
    approve(workspace, first)
    execute(SAVE, workspace, first)
    assert proposed() not in {first, other}


def test_approved_work_is_done_once(workspace, proposed, calls):
    identity = proposed()
    approve(workspace, identity)
    first, again = execute(SAVE, workspace, identity), execute(SAVE, workspace, identity)
    assert (first.id, calls) == (again.id, [("small_save", "hello")])
    assert Path("a.txt").read_text() == "hello"
    assert approval(workspace, identity).status == "done"


def test_work_interrupted_after_approval_is_done_after_a_restart(workspace, proposed):
    from customer_segmentation.workspace.workspace import Workspace

    identity = proposed()
    approve(workspace, identity)
    reopened = Workspace.open(workspace.root)
    execute(SAVE, reopened, identity)
    assert Path("a.txt").read_text() == "hello"


def test_interrupted_work_is_open_until_it_is_done_or_rejected(workspace, proposed):
    first, second, third = proposed(), proposed(path="b.txt"), proposed(path="c.txt")
    approve(workspace, first)
    approve(workspace, second)
    assert [one.id for one in open_approvals(workspace)] == [first, second, third]
    execute(SAVE, workspace, first)
    decide(workspace, second, "rejected", by="person", surface="test")
    assert [one.id for one in open_approvals(workspace)] == [third]
    assert not Path("b.txt").exists()


def test_what_is_being_done_is_neither_open_nor_done_a_second_time(workspace, proposed, calls):
    identity = proposed()
    approve(workspace, identity)
    with held(workspace, identity):
        assert open_approvals(workspace) == []
        with pytest.raises(InputError, match="Another process"):
            execute(SAVE, workspace, identity)
        with pytest.raises(InputError, match="Another process"):
            decide(workspace, identity, "rejected", by="person", surface="test")
    assert calls == []


def test_a_rejected_proposal_is_never_done(workspace, proposed):
    identity = proposed()
    decide(workspace, identity, "rejected", by="person", surface="test", reason="not now")
    with pytest.raises(InputError, match="rejected"):
        execute(SAVE, workspace, identity)
    with pytest.raises(InputError, match="already rejected"):
        approve(workspace, identity)
    assert approval(workspace, identity).reason == "not now"


def test_what_fails_waits_again(workspace, proposed):
    identity = proposed(text="refuse")
    approve(workspace, identity)
    with pytest.raises(InputError, match="is a folder"):
        execute(SAVE, workspace, identity)
    assert [found.id for found in approvals(workspace, "waiting")] == [identity]


def test_a_disk_problem_is_said_and_the_approval_waits_again(workspace, proposed):
    identity = proposed(path="missing-folder/a.txt")
    approve(workspace, identity)
    with pytest.raises(InputError, match="missing-folder"):
        execute(SAVE, workspace, identity)
    assert approval(workspace, identity).status == "waiting"


def test_an_edit_replaces_the_proposal_and_asks_anew(workspace, proposed):
    identity = proposed()
    fresh = amend(SAVE, workspace, identity, {"text": "other"})
    assert (fresh.status, fresh.request["text"]) == ("waiting", "other")
    assert approval(workspace, identity).status == "replaced"
    assert [found.id for found in approvals(workspace, "waiting")] == [fresh.id]


def test_an_unknown_id_is_said(workspace):
    with pytest.raises(InputError, match="no request abc"):
        approval(workspace, "abc")


def test_undo_removes_what_was_made(workspace, proposed):
    identity = proposed()
    approve(workspace, identity)
    execute(SAVE, workspace, identity)
    (done,) = undo(SAVE, workspace, identity)
    assert (done.code, done.values) == ("undone_file", {"path": "a.txt"})
    assert not Path("a.txt").exists()
    with pytest.raises(InputError, match="undone"):
        undo(SAVE, workspace, identity)


def test_undo_leaves_a_file_that_was_changed(workspace, proposed):
    identity = proposed()
    approve(workspace, identity)
    execute(SAVE, workspace, identity)
    Path("a.txt").write_text("edited by hand")
    with pytest.raises(InputError, match="changed after I wrote it"):
        undo(SAVE, workspace, identity)
    assert Path("a.txt").read_text() == "edited by hand"
