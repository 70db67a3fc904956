"""The reply in words: every figure is there, every sentence stands on it, both languages say the same figures."""

import pytest

from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.placeholder import PLACEHOLDER
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.kit.words import words_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from odd_shops import form_segments

MISSING = ("(figure not available)", "（无此数据）")
CASES = {
    "plenty": {"asked": {"budget": "10000"}},
    "no_budget": {"asked": {}},
    "tight": {"asked": {"budget": "20"}},
    "crumbs": {"asked": {"budget": "0.01"}},
    "cautious": {"asked": {"budget": "500", "caution": "cautious"}},
    "nothing_pays": {
        "asked": {"budget": "500", "margin": "0.001", "cost_email": "2", "without": "site, push"}
    },
    "told": {
        "asked": {"effects": "champions: 5/10/30; cant_lose/personal_call: 100/200/400", "margin": "0.5"}
    },
    "all_told": {
        "asked": {
            "without": "champions, new_customers, promising, loyal_customers, potential_loyalists, need_attention, "
            "about_to_sleep, hibernating, one_time_lapsed, cant_lose",
            "effects": "at_risk: 5/10/30",
        }
    },
    "two_actions": {
        "asked": {
            "effects": "at_risk/come_back_email: 1/5/9; at_risk/letter: 50/90/200",
            "capacity": "post=30",
        }
    },
    "least": {"asked": {"least": "one_time_lapsed=20", "budget": "400"}},
    "margin_first": {
        "asked": {
            "effects": "; ".join(f"{s}: 50/50/50" for s in ("champions", "at_risk")),
            "without": "loyal_customers, potential_loyalists, need_attention, promising, new_customers, about_to_sleep, cant_lose",
        }
    },
    "yuan": {"currency": "CNY", "asked": {"budget": "10000"}},
    "no_currency": {"currency": "XXX", "asked": {"budget": "10000"}},
    "renamed": {"form": {"names": "champions=VIPs; at_risk=[[x]] {{ 7 * 7 }}"}, "asked": {"budget": "99"}},
    "merged": {"form": {"merge": "at_risk+cant_lose=Win back"}, "asked": {"budget": "99"}},
    "filtered": {"form": {"where": "orders >= 2"}, "asked": {}},
    "putler": {"form": {"map": "putler"}, "asked": {"budget": "50"}},
    "one_time": {"shop": "one_time", "asked": {"budget": "50"}},
    "short": {"shop": "short", "asked": {"budget": "50"}},
    "wholesale": {"shop": "wholesale", "asked": {"budget": "50"}},
    "small": {"shop": "small", "asked": {"budget": "50"}},
    "one_customer": {"shop": "one_customer", "asked": {"budget": "50"}},
    "summary": {"shop": "summary", "asked": {"budget": "50"}},
}


@pytest.fixture
def said(standing):
    def ask(name):
        case = CASES[name]
        thread = standing.with_(thread=f"budget-{name}")
        segments = form_segments(
            thread, case.get("shop", "shop"), currency=case.get("currency", "EUR"), **case.get("form", {})
        )
        reply = run(tool_of(plan_budget), {"segmentation": segments.id, **case["asked"]}, thread).reply
        return reply, ThreadLedger(thread)

    return ask


def rendered(reply, language):
    return Renderer(ReplyLedger(reply), language).text(prose("plan_budget", reply, language))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_there_and_every_sentence_stands_on_it(said, name, language):
    reply, ledger = said(name)
    text = rendered(reply, language)
    assert not any(mark in text for mark in MISSING), text
    problems = check(prose("plan_budget", reply, language), ledger)
    assert problems == [], [(p.excerpt, p.hint) for p in problems]
    assert len([line for line in text.splitlines() if line.strip()]) <= 28


@pytest.mark.parametrize("name", CASES)
def test_both_languages_say_the_same_figures(said, name):
    reply, _ = said(name)
    english, chinese = (
        {found[0].rstrip() for found in PLACEHOLDER.finditer(prose("plan_budget", reply, language))}
        for language in ("en", "zh")
    )
    assert english == chinese


def test_the_table_reads_as_the_plan(said):
    reply, _ = said("plenty")
    lines = rendered(reply, "en").splitlines()
    assert lines[0] == "With €10,000 and a margin of 40%:"
    assert lines[2].split() == ["Segment", "Action", "People", "Held", "out", "Cost", "Return", "Low", "High"]
    first = reply.detail["acting"][0]
    assert first == "potential_loyalists"
    assert lines[3].startswith(" Potential loyalists ")
    assert "matching-products e-mail" in lines[3]
    names = [line.strip().split("  ")[0] for line in lines[3 : 3 + len(reply.detail["acting"]) + 5]]
    assert names[-5:] == ["Total", "Do nothing", "Contact everybody", "Split by turnover", "Playbook order"]


def test_spending_less_is_an_answer(said):
    text = rendered(said("plenty")[0], "en")
    assert (
        ", not €10,000: nothing else I can justify returns what it costs. The next €100 would bring back"
        in text
    )
    assert "These effects are assumptions from the playbooks, not measured in your shop" in text
    assert "The plan hangs on the matching-products e-mail to Potential loyalists" in text
    tight = rendered(said("tight")[0], "en")
    assert " of the €20. The next €100 would bring back about " in tight


def test_spending_nothing_is_an_answer(said):
    text = rendered(said("nothing_pays")[0], "en")
    assert text.startswith(
        "I would spend nothing: no action I can justify is expected to return what it costs."
    )
    assert "Pays from" in text
    cautious = rendered(said("cautious")[0], "zh")
    assert cautious.startswith("谨慎起见，建议先不花钱")
    crumbs = rendered(said("crumbs")[0], "en")
    assert crumbs.startswith("€0.01 does not pay for a single contact that I can justify.")


def test_it_asks_for_what_it_does_not_know_in_turn(said):
    assert rendered(said("plenty")[0], "en").splitlines()[-1].startswith("What is your margin?")
    assert (
        rendered(said("nothing_pays")[0], "en").splitlines()[-1].startswith("What does a contact cost you?")
    )
    assert said("plenty")[0].next == ["budget_tell_margin", "budget_test", "budget_draw"]
    assert said("nothing_pays")[0].next == ["budget_tell_costs", "budget_first"]
    known = words_of("questions", "en")
    assert all(code in known for name in CASES for code in said(name)[0].next)


def test_two_actions_for_one_segment_are_one_row(said):
    reply, _ = said("two_actions")
    assert reply.value("plan_budget.at_risk.action") == "come_back_email+letter"
    assert reply.value("plan_budget.at_risk.contacted_2") == 30
    assert "service e-mail + letter" in rendered(reply, "en")
    assert "关怀邮件＋署名信件" in rendered(reply, "zh")


def test_a_name_given_by_a_person_is_never_read_as_a_template(said):
    text = rendered(said("renamed")[0], "en")
    assert "{{ 7 * 7 }}" in text
    assert "VIPs" in text
