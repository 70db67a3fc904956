"""A plan that was made is part of the report: its parts are sections, in every format; without one the report asks."""

import pytest
from reported import WRITE, drafts, model, written
from test_report_grounded import _SPOKEN_BY_TEMPLATES, Everything

from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.optimisation.optimisation_plan import optimisation_plan
from customer_segmentation.workspace.run import run

PARTS = ["plan_money", "plan_bets", "plan_tests", "plan_calendar", "plan_risks", "plan_confirm", "plan_learn"]


@pytest.fixture(scope="module")
def planned(demo):
    """Return the workspace with a budget plan made in a thread of its own."""
    workspace = demo.with_(thread="planned")
    for kind in ("dataset", "segmentation"):
        found = demo.result("latest", kind)
        data = str(found.request.get("data", "")) or found.id
        workspace.journal.record(workspace.thread, found.id, found.tool, kind, data)
    run(tool_of(plan_budget), {"budget": "3000", "margin": "0.35"}, workspace)
    return workspace


def test_without_a_plan_the_report_has_the_order_of_acting_alone(demo):
    sections = [section.id for section in model(demo).sections]
    assert "plan" in sections
    assert not set(PARTS) & set(sections)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_on_the_latest_terms_is_in_the_report_and_grounded(planned, language):
    report = model(planned, language=language)
    sections = [section.id for section in report.sections]
    assert [one for one in sections if one.startswith("plan")] == PARTS
    assert report.whole.value("plan_budget.all.budget") == 3000
    ledger = Everything(planned, report)
    problems = {
        section: [
            (p.excerpt, p.hint[:80]) for p in check(draft, ledger) if p.kind not in _SPOKEN_BY_TEMPLATES
        ]
        for section, draft in drafts(report, language)
        if section.startswith("plan")
    }
    assert {section: found for section, found in problems.items() if found} == {}


def test_a_plan_that_was_written_out_is_taken_as_it_is(planned):
    made = run(tool_of(optimisation_plan), {"budget": "700", "start": "2025-02-03"}, planned)
    whole = model(planned).whole
    assert whole.value("plan_budget.all.budget") == 700
    assert whole.facts["optimisation_plan.all.start_on"] == made.reply.facts["optimisation_plan.all.start_on"]


def test_it_is_written_into_the_document(planned):
    _, text = written(planned, format="markdown")
    assert "The plan: how it is proved" in text
    assert "CRM manager" in text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_every_format_has_the_plan(planned, form):
    result = run(WRITE, {"format": form}, planned)
    assert {"plan_money", "plan_bets", "plan_learn"} <= set(result.reply.detail["sections"])


def test_a_summary_stays_short(planned):
    assert not set(PARTS) & {section.id for section in model(planned, length="summary").sections}
