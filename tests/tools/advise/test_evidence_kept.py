"""Evidence is measured once, and what is kept is what was measured."""

import pytest

from customer_segmentation.advise import evidence as of
from customer_segmentation.advise.evidence import gather


@pytest.mark.parametrize("shop", ["shop", "one_time", "short", "small", "summary", "one_customer"])
def test_kept_evidence_is_what_was_measured(segmented, workspace, shop):
    segments = segmented(shop)
    first = gather(segments, workspace, 60)
    assert gather(segments, workspace, 60) == first
    assert of._measured(segments, workspace, 60) == first


def test_it_is_not_measured_again(segmented, workspace, monkeypatch):
    segments = segmented("small")
    first = gather(segments, workspace, 60)
    monkeypatch.setattr(of, "_measured", None)
    assert gather(segments, workspace, 60) == first
    with pytest.raises(TypeError):
        gather(segments, workspace, 61)


def test_it_is_no_result_of_the_conversation(segmented, workspace):
    segments = segmented("small")
    before = [result.id for result in workspace.results()]
    gather(segments, workspace, 60)
    assert [result.id for result in workspace.results()] == before
