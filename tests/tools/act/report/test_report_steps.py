"""What these data do not allow is left out of a report, and it says what and why."""

import json
from datetime import date, timedelta

import pytest
from reported import WRITE, Page, load, model, write_rows, written

from customer_segmentation.act.report.steps import steps
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.invoke import invoke
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.run import run, settled_request
from customer_segmentation.workspace.workspace import Workspace

DAY = date(2024, 1, 1)


def _segmented(folder, header, rows):
    workspace = load(write_rows(folder / "file.csv", header, rows), folder / "workspace")
    run(tool_of(rfm_segments), {}, workspace)
    return workspace


@pytest.fixture(scope="module")
def sums(tmp_path_factory):
    """A file of sums by customer: no orders to follow."""
    rows = [[f"c{n}", DAY + timedelta(days=n % 300), 1 + n % 9, 20 + n % 70] for n in range(300)]
    header = ["customer_id", "last_order", "orders", "revenue"]
    return _segmented(tmp_path_factory.mktemp("sums"), header, rows)


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory):
    """Orders of two weeks: too short to look back on."""
    rows = [[f"c{n % 70}", f"o{n}", DAY + timedelta(days=n % 14), 10 + n % 40] for n in range(200)]
    return _segmented(tmp_path_factory.mktemp("short"), ["customer_id", "order_id", "date", "amount"], rows)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_what_sums_cannot_tell_is_said(sums, language, form):
    report = model(sums, language=language)
    lacking = {left.what for left in report.left_out}
    assert {"cohort_retention", "validate_segments"} <= lacking
    assert not {"cohorts", "trust"} & {section.id for section in report.sections}
    result, text = written(sums, language=language, format=form)
    titles = {
        "en": ("newcomers over time: ", "how far to trust the segments: "),
        "zh": ("各批新客的表现：", "可信度："),
    }
    assert all(title in text for title in titles[language])
    reasons = {(left.code, *sorted(left.values.items())) for left in report.left_out}
    assert len(result.reply.findings) == len(reasons)
    assert prose("write_report", result.reply, language).count("\n- ") == len(reasons)


def test_a_short_history_still_makes_a_report(fortnight):
    report = model(fortnight)
    assert [section.id for section in report.sections][:3] == ["summary", "data", "segments"]
    assert "advice" in {section.id for section in report.sections}
    written(fortnight)


def test_steps_name_results_and_reasons_only(sums):
    asked = settled_request(WRITE, {}, sums)
    for name, value in steps(asked, sums).items():
        if name.startswith("without "):
            assert set(json.loads(value)) == {"code", "values"}
        else:
            assert all(sums.result(identity).id == identity for identity in value.split())


def test_a_report_without_segments_forms_them_first(demo):
    fresh = demo.with_(thread="nothing formed")
    data = demo.resolve("latest", "dataset")
    fresh.journal.record(fresh.thread, data, "load_data", "dataset", data)
    result = invoke(WRITE, {}, fresh)
    assert result.reply.facts["write_report.all.sections"].value == 11


def test_a_report_of_a_handful_is_refused_in_words(tmp_path):
    rows = [[f"c{n % 4}", f"o{n}", DAY + timedelta(days=n), 10 + n] for n in range(12)]
    workspace = _segmented(tmp_path, ["customer_id", "order_id", "date", "amount"], rows)
    with pytest.raises(MethodError) as refused:
        run(WRITE, {}, workspace)
    assert refused.value.code == "report_nobody_hidden"
    assert "4 customers" in refused.value.said("en")
    assert "4 位客户" in refused.value.said("zh")


def test_people_without_purchases_have_a_report_without_a_day(tmp_path):
    rows = [[f"c{n}", "mf"[n % 2], 20 + n % 50] for n in range(200)]
    workspace = load(
        write_rows(tmp_path / "people.csv", ["customer_id", "gender", "age"], rows), tmp_path / "workspace"
    )
    run(tool_of(trait_segments), {"traits": "gender"}, workspace)
    assert model(workspace).as_of is None
    _, text = written(workspace)
    figures = [(key, shown) for key, shown, _ in Page(text).figures]
    assert figures[0] == ("write_report.all.customers", "200")
    assert not any(key.endswith(".as_of") for key, _ in figures)


def test_a_report_of_nothing_is_refused_in_words(tmp_path):
    with pytest.raises(InputError) as refused:
        run(WRITE, {}, Workspace.open(tmp_path / "empty"))
    assert refused.value.code == "no_segmentation_yet"


def test_the_file_lies_where_people_find_it(demo):
    result, _ = written(demo)
    (artifact,) = result.reply.artifacts
    assert artifact.for_people
    assert result.file(artifact).parent == demo.root / "outputs"
    assert result.file(artifact).suffix == ".html"
