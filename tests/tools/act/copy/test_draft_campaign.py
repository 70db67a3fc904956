"""A draft follows the plan, else the playbook; gives only what was given; is shown to a model with the rules; is sent nowhere."""

import pytest

from customer_segmentation.act.copy.draft_campaign import draft_campaign
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.placeholder import PLACEHOLDER
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.kit.words import words_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments

BY_TEMPLATES = {ProblemKind.BARE_NUMBER, ProblemKind.COMPARISON}


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    return Workspace.open(tmp_path_factory.mktemp("standing"))


@pytest.fixture(scope="module")
def draft(standing):
    """Draft in a thread of its own; ``plan`` is what a budget plan is asked before."""

    def ask(*, plan=None, form=None, currency="EUR", thread="draft", **asked):
        workspace = standing.with_(thread=thread)
        segments = form_segments(workspace, currency=currency, **(form or {}))
        if plan is not None:
            run(tool_of(plan_budget), {"segmentation": segments.id, **plan}, workspace)
        return run(tool_of(draft_campaign), {"segmentation": segments.id, **asked}, workspace)

    return ask


def codes(reply):
    return [one.code for one in reply.findings if not one.code.startswith("draft_rule_")]


def test_without_a_plan_it_follows_the_playbook_and_gives_nothing(draft):
    result = draft(segment="At risk", thread="alone")
    detail = result.reply.detail
    assert (detail["segment"], detail["channel"], detail["planned"]) == ("at_risk", "email", False)
    assert detail["action"]["en"] == "service e-mail"
    assert (detail["offer"], codes(result.reply)) == ("", [])
    assert "draft_rule_no_offer" in {one.code for one in result.reply.findings}
    (artifact,) = result.reply.artifacts
    assert result.file(artifact).read_text("utf-8").strip() == result.reply.texts["draft"]


def test_without_a_segment_it_begins_with_what_comes_first(draft):
    unplanned = draft(thread="first").reply.detail
    planned = draft(thread="first-planned", plan={"budget": "10000"}).reply.detail
    assert (unplanned["segment"], unplanned["channel"]) == ("at_risk", "email")
    assert (planned["segment"], planned["planned"]) == ("potential_loyalists", True)


def test_the_channel_is_the_plans(draft):
    plan = {"effects": "at_risk/letter: 50/90/200"}
    assert draft(segment="at_risk", thread="letter", plan=plan).reply.detail["channel"] == "letter"
    asked = draft(segment="at_risk", thread="letter", plan=plan, channel="sms").reply.detail
    assert (asked["channel"], asked["action"]["en"], asked["own_form"]) == ("sms", "letter", False)


def test_an_offer_of_the_plan_is_written_and_no_other(draft):
    plan = {"effects": "at_risk/small_offer_test: 300/400/500", "discount": "0.15"}
    reply = draft(segment="at_risk", thread="offer", plan=plan).reply
    assert reply.value("plan_budget.at_risk.offer") == 0.15
    assert "For this order: 15% off, until {date}." in reply.texts["draft"]
    assert codes(reply) == []
    other = draft(segment="at_risk", thread="offer", plan=plan, offer="30% off").reply
    assert codes(other) == ["draft_offer_other"]


def test_an_offer_beyond_the_plan_is_told(draft):
    plan = {"budget": "10000"}
    reply = draft(segment="champions", thread="beyond", plan=plan, offer="10% off").reply
    assert codes(reply) == ["draft_offer_unplanned"]
    assert "10% off" in reply.texts["draft"]
    assert codes(draft(segment="champions", thread="no-plan", offer="10% off").reply) == []


def test_a_text_of_ones_own_is_checked(draft):
    good = draft(segment="at_risk", channel="sms", text="{shop}: {first name}, is all well? {opt-out}").reply
    assert (codes(good), good.texts, good.artifacts) == ([], {}, [])
    bad = draft(segment="at_risk", channel="sms", text="Hurry, 20% off").reply
    assert codes(bad) == ["draft_gives", "draft_claims", "draft_figure", "draft_no_way_out"]
    assert bad.facts["draft_campaign.at_risk.characters"].value == len("Hurry, 20% off")


def test_a_model_reads_the_draft_and_the_rules_and_no_customer(draft):
    text = for_model(draft(segment="at_risk", thread="model").reply, "r3", "en")
    assert "text (draft):\nSubject\nDid something go wrong, {first name}?" in text
    assert text.count("Rule: ") == 4


def test_a_group_without_a_playbook_of_its_own_has_words_too(draft):
    reply = draft(segment="m1", form={"merge": "at_risk+cant_lose=Win back"}, thread="merged").reply
    assert reply.detail["parts"]
    assert "Win back" in prose("draft_campaign", reply, "en")


def test_whom_there_is_nobody_of_is_refused(draft):
    with pytest.raises(InputError) as unknown:
        draft(segment="martians")
    assert unknown.value.code
    with pytest.raises(InputError) as empty:
        draft(segment="at_risk", form={"where": "orders = 1"}, thread="empty")
    assert empty.value.code == "recommend_segment_empty"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "asked",
    [
        {"segment": "at_risk"},
        {"segment": "hibernating", "channel": "sms"},
        {"segment": "champions", "offer": "10% off", "plan": {"budget": "10000"}},
        {"segment": "cant_lose", "channel": "call", "text": "Hello 5"},
    ],
)
def test_every_sentence_stands_on_its_figures(draft, standing, asked, language):
    thread = f"words-{asked['segment']}-{language}"
    reply = draft(**asked, language=language, thread=thread).reply
    said = prose("draft_campaign", reply, language)
    problems = [
        p for p in check(said, ThreadLedger(standing.with_(thread=thread))) if p.kind not in BY_TEMPLATES
    ]
    assert problems == []
    shown = Renderer(ReplyLedger(reply), language).text(said)
    assert "not available" not in shown
    assert "无此数据" not in shown
    assert len(shown.splitlines()) <= 40
    other = "zh" if language == "en" else "en"
    keys = {found[0].rstrip() for found in PLACEHOLDER.finditer(said)}
    assert keys == {
        found[0].rstrip() for found in PLACEHOLDER.finditer(prose("draft_campaign", reply, other))
    }
    assert all(code in words_of("questions", language) for code in reply.next)
