from customer_segmentation.kit.reply import Artifact, Reply
from customer_segmentation.kit.request import Request, SpokenLanguage
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.workspace.forget import forget
from customer_segmentation.workspace.run import run


class SheetRequest(Request):
    text: str = "a"
    language: SpokenLanguage = "auto"


@tool()
def make_sheet(request: SheetRequest, workspace) -> Reply:
    """Write a page and a table."""
    (workspace.output / "page.svg").write_text(request.text, encoding="utf-8")
    (workspace.output / "rows.csv").write_text(request.text, encoding="utf-8")
    return Reply(
        artifacts=[
            Artifact(name="page.svg", path="page.svg", media_type="image/svg+xml", for_people=True),
            Artifact(name="rows.csv", path="rows.csv", media_type="text/csv"),
        ],
        detail={"about": request.text},
    )


SHEET = tool_of(make_sheet)


def test_what_is_for_people_lies_in_outputs_and_the_rest_with_its_result(workspace):
    made = run(SHEET, {"text": "one"}, workspace)
    page, rows = (made.file(artifact) for artifact in made.reply.artifacts)
    assert page == workspace.root / "outputs" / f"page-{made.id[:6]}.svg"
    assert page.read_text(encoding="utf-8") == "one"
    assert rows == made.folder / "rows.csv"


def test_another_answer_does_not_take_the_place_of_an_earlier_one(workspace):
    one, two = (run(SHEET, {"text": text}, workspace) for text in ("one", "two"))
    texts = [made.file(made.reply.artifacts[0]).read_text(encoding="utf-8") for made in (one, two)]
    assert texts == ["one", "two"]


def test_a_file_that_was_changed_is_left_and_one_that_was_removed_comes_back(workspace):
    made = run(SHEET, {"text": "one"}, workspace)
    artifact = made.reply.artifacts[0]
    made.file(artifact).write_text("mine", encoding="utf-8")
    assert made.file(artifact).read_text(encoding="utf-8") == "mine"
    assert (made.folder / "page.svg").read_text(encoding="utf-8") == "one"
    made.file(artifact).unlink()
    assert made.file(artifact).read_text(encoding="utf-8") == "one"


def test_forgetting_takes_the_copies_back(workspace):
    run(SHEET, {"text": "other"}, workspace)
    made = run(SHEET, {"text": "C-17"}, workspace)
    gone, kept = made.file(made.reply.artifacts[0]), workspace.root / "outputs" / "mine.svg"
    kept.write_text("mine", encoding="utf-8")
    forget(workspace, "C-17")
    assert (gone.exists(), kept.exists()) == (False, True)


def test_what_is_made_is_in_the_language_spoken_unless_another_is_asked_for(workspace):
    spoken = workspace.with_(language="zh")
    asked = [run(SHEET, {"language": wanted}, spoken).request["language"] for wanted in ("auto", "en", "zh")]
    assert asked == ["zh", "en", "zh"]
    assert run(SHEET, {}, workspace).request["language"] == "en"
