"""The summary: a page or two of what a busy reader needs, with the figures of the full report."""

import pytest
from reported import WRITE, Page, model, written

from customer_segmentation.kit.prose import prose
from customer_segmentation.workspace.run import run


@pytest.mark.parametrize("form", ["html", "markdown", "xlsx"])
def test_it_holds_what_a_busy_reader_needs(demo, form):
    result = run(WRITE, {"length": "summary", "format": form}, demo)
    assert result.reply.detail["sections"] == ["summary", "segments", "data"]
    assert result.reply.findings == []
    assert 'say "write the full report"' in prose("write_report", result.reply, "en")


def test_it_runs_less(demo):
    full, summary = model(demo), model(demo, length="summary")
    assert set(summary.whole.parts) < set(full.whole.parts)
    assert not {"profile_segments", "validate_segments", "cohort_retention"} & set(summary.whole.parts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_figures_are_those_of_the_full_report(demo, texts, language):
    _, text = written(demo, length="summary", language=language)
    short, full = Page(text), Page(texts[language])
    assert len(short.figures) > 50
    assert {(key, said) for key, said, _ in short.figures} <= {(key, said) for key, said, _ in full.figures}
    assert len(text) < len(texts[language]) / 3
