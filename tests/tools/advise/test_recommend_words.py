"""The reply in words: on odd shops too, both languages say what there is to say, and nothing without a fact."""

import re

import pytest

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.placeholder import PLACEHOLDER
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from odd_shops import form_segments

MISSING = ("(figure not available)", "（无此数据）")
EACH = {"shop", "summary", "dear"}
"""The cases in which every segment is asked for alone, too."""
TEMPLATES = ("recommend", "_three_things", "_trust")
CASES = {
    "shop": {},
    "one_time": {},
    "short": {},
    "half_a_year": {},
    "wholesale": {},
    "small": {},
    "one_customer": {},
    "summary": {},
    "yuan": {"shop": "shop", "currency": "CNY"},
    "no_currency": {"shop": "shop", "currency": "XXX"},
    "dear": {"shop": "shop", "asked": {"cost_phone": "60", "cost_post": "45", "cost_email": "30"}},
    "no_margin_left": {"shop": "shop", "asked": {"margin": "0.05"}},
    "renamed": {"shop": "shop", "form": {"names": "champions=VIPs; at_risk=[[x]] {{ 7 * 7 }}"}},
    "merged": {"shop": "shop", "form": {"merge": "at_risk+cant_lose=Win back"}},
    "putler": {"shop": "shop", "form": {"map": "putler"}},
    "classic": {"shop": "shop", "form": {"map": "classic-10"}},
    "r_package": {"shop": "shop", "form": {"map": "r-package"}},
    "filtered": {"shop": "shop", "form": {"where": "orders >= 2"}},
}


@pytest.fixture
def replies(standing):
    """Recommend on a case, for all segments and for each; returns the replies and the thread's ledger."""

    def ask(name):
        case = CASES[name]
        thread = standing.with_(thread=name)
        segments = form_segments(
            thread, case.get("shop", name), currency=case.get("currency", "EUR"), **case.get("form", {})
        )
        asked = {"segmentation": segments.id, **case.get("asked", {})}
        whole = run(tool_of(recommend), asked, thread).reply
        each = [
            run(tool_of(recommend), {**asked, "segment": entry["segment"]}, thread).reply
            for entry in whole.detail["ranked"]
            if name in EACH
        ]
        return whole, each, ThreadLedger(thread)

    return ask


def texts(replies, name, language):
    whole, each, ledger = replies(name)
    for template in TEMPLATES:
        yield whole, prose(template, whole, language), ledger
    for reply in each:
        yield reply, prose("recommend", reply, language), ledger


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_there_and_every_sentence_stands_on_it(replies, name, language):
    for reply, text, ledger in texts(replies, name, language):
        said = Renderer(ReplyLedger(reply), language).text(text)
        assert not any(mark in said for mark in MISSING), said
        problems = check(text, ledger)
        assert problems == [], [(p.excerpt, p.hint) for p in problems]


@pytest.mark.parametrize("name", ["shop", "summary", "dear", "yuan"])
def test_both_languages_say_the_same_figures(replies, name):
    whole, each, _ = replies(name)
    for reply, templates in ((whole, TEMPLATES), *((reply, ("recommend",)) for reply in each)):
        for template in templates:
            english, chinese = (
                {found[0].rstrip() for found in PLACEHOLDER.finditer(prose(template, reply, language))}
                for language in ("en", "zh")
            )
            # The days that playbooks name differ in places: each language is written for its own readers.
            assert {key for key in english ^ chinese if not re.search(r"\.days?_\d+", key)} == set()


def test_the_first_things_read_as_orders(replies):
    whole, _, _ = replies("shop")
    said = Renderer(ReplyLedger(whole), "en").text(prose("_three_things", whole, "en")).splitlines()
    assert said[0] == "Three things to do first"
    assert [line.split(". ")[0] for line in said[1:4]] == [" 1", " 2", " 3"]
    assert said[1].startswith(" 1. Ask the 165 in At risk by e-mail what went wrong. They have ordered ")
    assert said[2].startswith(" 2. Call the 52 in Can't lose this week. They have ordered ")
    assert said[3].startswith(" 3. Win the second order of the 42 in New customers while it is near.")
    assert said[4].startswith("Leave One-time lapsed alone for now: 663 people")
    assert len(said) == 5


def test_the_first_things_in_chinese(replies):
    whole, _, _ = replies("shop")
    said = Renderer(ReplyLedger(whole), "zh").text(prose("_three_things", whole, "zh")).splitlines()
    assert said[0] == "先做三件事"
    assert said[2].startswith(" 2. 本周打电话给 52 位「不能失去的客户」。他们平均下过 ")
    assert said[4].startswith("「一次性流失客户」暂时不动：共 663 人")


def test_trust_is_said_in_measured_words(replies):
    well = prose("_trust", replies("shop")[0], "en")
    assert "ordered customers well" in well
    assert "The days since the last order alone would have done as well." in well
    assert well.endswith(
        "What I cannot know from orders alone is whether an action works: that needs a test."
    )
    assert "These data hold no single orders over time" in prose("_trust", replies("summary")[0], "en")


def test_one_segment_is_told_whole(replies):
    said = Renderer(
        ReplyLedger(reply := next(r for r in replies("shop")[1] if r.detail["asked"] == "cant_lose")), "en"
    ).text(prose("recommend", reply, "en"))
    for part in (
        "Can't lose: 52 customers. They used to order often and have been silent for a long time.",
        "Goal: ",
        "1. Personal call (proposed)",
        "2. Personal letter",
        "Pays for itself once the share of Can't lose who order rises by ",
        "Not: Do not begin with a discount or a mass mailing.",
        "Risk: ",
        "Measure: ",
        "Proved wrong if: ",
        "Assumed, not told: margin 40%, letter €1.10, call €4.",
    ):
        assert part in said
    others = ("At risk", "Champions", "Hibernating", "New customers")
    assert not any(name in said for name in others)


def test_told_terms_are_not_called_assumed(advised):
    costs = {f"cost_{name}": "0.5" for name in ("email", "sms", "post", "phone", "wechat")}
    reply = advised(margin="0.4", **costs)
    assert "Assumed" not in prose("recommend", reply, "en")
    assert "假设" not in prose("recommend", reply, "zh")


def test_a_name_given_by_a_person_is_never_read_as_a_template(replies):
    said = prose("_three_things", replies("renamed")[0], "en")
    assert "{{ 7 * 7 }}" in said
    assert "[ [x] ]" in said
