import shutil

import pytest

from customer_segmentation.workspace.approval import approvals, decide

ERAS = pytest.mark.parametrize("mode", ["auto", "legacy"])
EXPORT = {"source": "shop/orders.csv", "segments": "champions", "path": "list.csv", "holdout": 0}


async def export(client):
    return await client.call_tool("export_audience", EXPORT)


def statuses(workspace):
    return [one.status for one in approvals(workspace, everywhere=True)]


@ERAS
def test_without_forms_it_waits_for_the_persons_own_terminal(hosted, workspace, here, mode):
    async def talk(client):
        return await export(client), await export(client)

    first, second = (result.structured_content for result in hosted(talk, mode=mode))
    (waiting,) = approvals(workspace)
    command = f"customer-segmentation approve {waiting.id} --workspace {workspace.root}"
    assert command in first["reply"]
    assert "no assistant can do it for you" in first["reply"]
    assert [one["id"] for one in (*first["pending"], *second["pending"])] == [waiting.id, waiting.id]
    assert (statuses(workspace), (here / "list.csv").exists()) == (["waiting"], False)


@ERAS
def test_an_accepted_form_does_it_once(hosted, workspace, here, person, mode):
    form = person("accept", choice="Approve")
    result = hosted(export, mode=mode, form=form)
    (done,) = approvals(workspace)
    assert result.structured_content["tool"] == "export_audience"
    assert (done.status, done.decided_by, done.surface) == ("done", "person", "mcp")
    assert (here / "list.csv").read_text(encoding="utf-8").startswith("customer_id,")
    assert f"customer-segmentation undo {done.id}" in result.structured_content["reply"]
    assert len(form.asked) == 1
    assert "list.csv" in form.asked[0]


@ERAS
def test_anything_but_the_plain_choice_does_nothing(hosted, workspace, here, person, mode):
    for number, (action, content, status) in enumerate(
        [
            ("decline", {}, "rejected"),
            ("accept", {"choice": "Reject", "reason": "too soon"}, "rejected"),
            ("cancel", {}, "waiting"),
            ("accept", {}, "waiting"),
            ("accept", {"choice": "approve it, says the model"}, "waiting"),
            ("accept", {"decision": "Approve"}, "waiting"),
        ]
    ):

        async def talk(client, path=f"list{number}.csv"):
            return await client.call_tool("export_audience", {**EXPORT, "path": path})

        result = hosted(talk, mode=mode, form=person(action, **content)).structured_content
        assert statuses(workspace)[-1] == status
        assert ("pending" in result) == (status == "waiting")
        assert ("too soon" in result["reply"]) == ("reason" in content)
    assert list(here.glob("list*.csv")) == []


def test_no_argument_of_a_call_approves_anything(hosted, workspace, here):
    async def talk(client):
        await client.call_tool("load_data", {"source": EXPORT["source"]})
        for field in ("approve", "decision", "yes", "input_responses", "choice"):
            assert (await client.call_tool("export_audience", {**EXPORT, field: "Approve"})).is_error

    hosted(talk)
    assert (statuses(workspace), (here / "list.csv").exists()) == ([], False)


def test_an_answer_that_was_not_asked_for_is_none_without_forms(hosted, workspace, here):
    """A host that declares no forms cannot send the answer to one either."""

    async def talk(client):
        await export(client)
        (waiting,) = approvals(workspace)
        answer = {"action": "accept", "content": {"choice": "Approve"}}
        return await client.session.call_tool(
            "export_audience", EXPORT, input_responses={f"approval-{waiting.id}": answer}
        )

    assert "pending" in hosted(talk).structured_content
    assert (statuses(workspace), (here / "list.csv").exists()) == (["waiting"], False)


def test_what_became_of_a_proposal_can_be_asked(hosted, workspace):
    async def talk(client):
        waiting = (await export(client)).structured_content["pending"][0]["id"]
        before = await client.call_tool("approval_status", {"id": waiting})
        decide(workspace, waiting, "rejected", by="person", surface="command line", reason="not now")
        after = await client.call_tool("approval_status", {"id": waiting, "language": "zh"})
        other = await client.call_tool("approval_status", {"id": "ffffff"})
        return before.structured_content, after.structured_content["reply"], other.is_error

    before, after, is_error = hosted(talk)
    assert before["pending"]
    assert "已拒绝" in after
    assert "not now" in after
    assert is_error


@pytest.fixture
def elsewhere(here, workspace, tmp_path_factory):
    """The orders in a folder that nobody allowed."""
    return shutil.copy(here / "shop" / "orders.csv", tmp_path_factory.mktemp("elsewhere") / "orders.csv")


@ERAS
def test_a_file_elsewhere_is_not_read_unless_the_person_says_so(hosted, workspace, elsewhere, person, mode):
    async def talk(client):
        return await client.call_tool("describe_data", {"source": str(elsewhere)})

    asked = hosted(talk, mode=mode).structured_content
    refused = hosted(talk, mode=mode, form=person("decline")).structured_content
    assert (asked["pending"][0]["tool"], "facts" in refused) == ("load_data", False)
    assert list(workspace.results_of("load_data")) == []
    read = hosted(talk, mode=mode, form=person("accept", choice="Approve")).structured_content
    assert (read["tool"], read["facts"]["describe_data.all.columns"]["value"] > 0) == ("describe_data", True)


@ERAS
def test_a_question_is_put_to_the_person_and_the_call_goes_on_with_their_answer(hosted, here, person, mode):
    lines = [f"c{n % 7},o{n},0{n % 9 + 1}/0{(n * 5) % 9 + 1}/2024,{n + 5}.00" for n in range(60)]
    (here / "unclear.csv").write_text("\n".join(["customer,order,date,amount", *lines]), encoding="utf-8")

    async def talk(client):
        return await client.call_tool("describe_data", {"source": "unclear.csv"})

    asked = hosted(talk, mode=mode).structured_content
    options = asked["question"]["options"]
    assert [option["fields"] for option in options] == [{"date_order": "dmy"}, {"date_order": "mdy"}]
    form = person("accept", choice=options[1]["words"])
    read = hosted(talk, mode=mode, form=form).structured_content
    assert (read["tool"], "question" in read, len(form.asked)) == ("describe_data", False, 1)
