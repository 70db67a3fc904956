"""Every word of a report is grounded: figures of whom the sentence speaks of, comparisons with a fact."""

import pytest
from reported import drafts, model

from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run

_SPOKEN_BY_TEMPLATES = {ProblemKind.BARE_NUMBER, ProblemKind.COMPARISON}
SEGMENTATIONS = {
    "rfm": (rfm_segments, {}),
    "clusters": (cluster_customers, {"method": "kmeans", "k": "4"}),
    "traits": (trait_segments, {"traits": "country"}),
    "rule": (define_segment, {"rule": "orders >= 2"}),
}


class Everything(ThreadLedger):
    """The ledger of a thread, and the facts of the report itself."""

    def __init__(self, workspace, report):
        super().__init__(workspace)
        self._own = [
            report.whole,
            *(b.picture.reply for s in report.sections for b in s.blocks if hasattr(b, "picture")),
        ]

    def fact(self, key, result=""):
        return super().fact(key, result) or next((r.facts[key] for r in self._own if key in r.facts), None)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("formed", SEGMENTATIONS)
def test_every_word_is_grounded(demo, formed, language):
    function, asked = SEGMENTATIONS[formed]
    workspace = demo.with_(thread=f"grounded-{formed}")
    data = demo.resolve("latest", "dataset")
    workspace.journal.record(workspace.thread, data, "load_data", "dataset", data)
    segments = run(tool_of(function), asked, workspace)
    report = model(workspace, segmentation=segments.id, language=language)
    ledger = Everything(workspace, report)
    problems = {
        section: [
            (problem.kind.value, problem.excerpt, problem.hint[:80])
            for problem in check(draft, ledger)
            if problem.kind not in _SPOKEN_BY_TEMPLATES
        ]
        for section, draft in drafts(report, language)
    }
    assert {section: found for section, found in problems.items() if found} == {}
