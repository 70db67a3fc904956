import stat

import pytest
from small_tools import COUNT, LOAD, SAVE, SPLIT

from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.workspace.run import run


def items(result, tool):
    return result.reply.facts[f"{tool}.all.items"].value


def test_a_repeat_is_free_and_gives_the_same_result(workspace, calls):
    first, again = run(LOAD, {"size": 3}, workspace), run(LOAD, {"size": 3}, workspace)
    assert (first.id, first.number, calls) == (again.id, again.number, [("small_load", 3)])


def test_results_are_numbered_in_their_thread(workspace):
    assert [run(LOAD, {"size": n}, workspace).number for n in (1, 2, 1)] == ["r1", "r2", "r3"]
    assert run(LOAD, {"size": 9}, workspace.with_(thread="other")).number == "r1"


def test_latest_means_the_latest_of_this_thread_and_is_resolved_before_hashing(workspace):
    run(LOAD, {"size": 1}, workspace)
    run(LOAD, {"size": 5}, workspace.with_(thread="other"))
    first = run(COUNT, {}, workspace)
    loaded = run(LOAD, {"size": 2}, workspace)
    second = run(COUNT, {}, workspace)
    assert (items(first, "small_count"), items(second, "small_count")) == (1, 2)
    assert second.request["data"] == loaded.id


def test_a_short_id_reaches_an_earlier_result(workspace):
    run(LOAD, {"size": 1}, workspace)
    run(LOAD, {"size": 2}, workspace)
    assert items(run(COUNT, {"data": "r1"}, workspace), "small_count") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"data": "r9"}, "result_unknown"),
        ({"data": "nonsense"}, "result_unknown"),
        ({"dat": "r1"}, "field_wrong"),
    ],
)
def test_a_wrong_request_says_so(workspace, arguments, code):
    run(LOAD, {}, workspace)
    with pytest.raises(InputError) as raised:
        run(COUNT, arguments, workspace)
    assert raised.value.code == code


def test_without_data_the_message_says_what_to_do(workspace):
    with pytest.raises(InputError, match=r"/customer-segmentation orders\.csv"):
        run(COUNT, {}, workspace)


def test_segments_of_earlier_data_are_not_the_latest(workspace):
    run(LOAD, {"size": 1}, workspace)
    split = run(SPLIT, {}, workspace)
    assert workspace.resolve("latest", "segmentation") == split.id
    run(LOAD, {"size": 2}, workspace)
    with pytest.raises(InputError) as raised:
        workspace.resolve("latest", "segmentation")
    assert raised.value.code == "no_segmentation_yet"


def test_an_earlier_result_can_be_made_the_latest_again(workspace):
    first = run(LOAD, {"size": 1}, workspace)
    run(LOAD, {"size": 2}, workspace)
    assert workspace.recall("r1", "dataset").number == "r3"
    assert workspace.resolve("latest", "dataset") == first.id
    assert workspace.recall("r1", "dataset").number == "r3"


def test_a_tool_that_fails_leaves_nothing_behind(workspace):
    with pytest.raises(InputError):
        run(COUNT, {"data": "r1"}, workspace)
    assert workspace.results() == []
    assert (
        list((workspace.root / "results").glob("*")) == [] if (workspace.root / "results").exists() else True
    )


def test_writing_waits_for_approval_once_per_call(workspace, calls):
    ids = []
    for _ in range(2):
        with pytest.raises(ApprovalRequired) as raised:
            run(SAVE, {"path": "a.txt"}, workspace, call_id="call-1")
        ids.append(raised.value.approval_id)
    assert ids[0] == ids[1]
    assert calls == []


def test_the_workspace_is_private_and_ignored_by_git(workspace):
    assert stat.S_IMODE(workspace.root.stat().st_mode) == 0o700
    assert (workspace.root / ".gitignore").read_text() == "*\n"


def test_a_workspace_that_cannot_be_written_says_so(here):
    from customer_segmentation.workspace.workspace import Workspace

    (here / "file").write_text("")
    with pytest.raises(InputError) as raised:
        Workspace.open(here / "file" / "inside")
    assert raised.value.code == "workspace_not_writable"
