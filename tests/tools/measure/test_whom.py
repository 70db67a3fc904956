"""Whom to contact, in the reply: values against the truth, what is refused, and what is said in both languages."""

import pytest
from campaign_shop import fact, measured, people, segmented, write
from whom_shop import COLUMNS, TERMS, pilot_shop, true_gain

from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.measure.whom.ways import Advice
from customer_segmentation.workspace.ledger import ThreadLedger

CUSTOMERS = 1_000
PARTS = ("", "_low", "_high")


def ends(result, name):
    return [fact(result, f"{name}{end}") for end in PARTS]


def test_the_learnt_choice_is_valued_beside_the_others(workspace, here):
    rows, listed = pilot_shop(3, CUSTOMERS)
    segmented(workspace, rows, columns=COLUMNS)
    result = measured(workspace, write(here / "c.csv", listed), whom=True, **TERMS)
    assert fact(result, "all.valued") == fact(result, "way_everybody.reached") == CUSTOMERS
    reached = fact(result, "way_learnt.reached")
    assert 0 < reached < CUSTOMERS
    assert fact(result, "way_recent.reached") == fact(result, "way_lapsed.reached") == reached
    # What everybody would have brought is known, since both outcomes of each customer are.
    _, low, high = ends(result, "way_everybody.gain")
    assert low < true_gain(3, CUSTOMERS, [1] * CUSTOMERS) < high
    # Leads are differences of gains on the same customers.
    learnt, *_ = ends(result, "way_learnt.gain")
    for way in ("everybody", "recent", "lapsed", "segments"):
        lead, low, high = ends(result, f"all.ahead_of_{way}")
        assert lead == pytest.approx(learnt - fact(result, f"way_{way}.gain"), abs=0.02)
        assert low < lead < high
    # A model sees what was asked for before the figures of single segments.
    keys = list(result.reply.facts)
    assert keys.index("measure_campaign.way_learnt.gain") < keys.index("measure_campaign.champions.effect")
    assert "campaign_whom_discount" in {one.code for one in result.reply.findings}
    for language in ("en", "zh"):
        for advice in Advice:
            result.reply.detail["whom"]["advice"] = advice.value
            text = prose("measure_campaign", result.reply, language)
            assert "[[table:whom]]" in text
            assert check(text, ThreadLedger(workspace)) == [], (language, advice)


def refused(result):
    return result.reply.detail["whom"]["refused"]


@pytest.mark.parametrize(
    ("why", "en", "zh"),
    [
        ("correlational", "nobody was held out", "没有留出任何客户"),
        ("doubtful", "not left to chance", "不是随机定的"),
        ("few", "from so few", "客户太少"),
        ("no_margin", "what an order earns", "一单赚多少"),
        ("nothing_known", "day of contact is not known", "触达日之前"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(workspace, here, why, en, zh):
    rows, listed = people(seed=31, customers=400 if why == "few" else 900, held=0.5)
    segmented(workspace, rows)
    told = {"margin": "0.4", "contact_cost": "0.1"} if why != "no_margin" else {}
    if why == "correlational":
        told["control"] = "none"
    if why == "doubtful":
        told["held_out"] = 10
    if why == "nothing_known":
        listed = [{"customer_id": one["customer_id"], "arm": one["arm"], "outcome": "1"} for one in listed]
    result = measured(workspace, write(here / "c.csv", listed), whom=True, **told)
    assert refused(result) == why
    assert not any(".way_" in key for key in result.reply.facts)
    for language, words in (("en", en), ("zh", zh)):
        text = prose("measure_campaign", result.reply, language)
        assert words in text
        assert check(text, ThreadLedger(workspace)) == []


def test_it_is_offered_where_it_could_be_learnt(workspace, here):
    rows, listed = people(seed=31, customers=900, held=0.5)
    segmented(workspace, rows)
    enough = measured(workspace, write(here / "c.csv", listed))
    few = measured(workspace, write(here / "d.csv", listed[:300]))
    assert ["campaign_whom" in one.reply.next for one in (enough, few)] == [True, False]
    assert enough.reply.detail["whom"] is None


@pytest.mark.slow
def test_two_arms_are_chosen_between_whatever_the_order_of_rows(workspace, here):
    rows, listed = pilot_shop(4, 2_000)
    half = [one for one in listed if one["arm"] == "mail"][::2]
    for one in half:
        one["arm"] = "sms"
    segmented(workspace, rows, columns=COLUMNS)
    result = measured(workspace, write(here / "c.csv", listed), whom=True, **TERMS)
    again = measured(workspace, write(here / "d.csv", listed[::-1]), whom=True, **TERMS)
    assert result.reply.facts == again.reply.facts
    assert fact(result, "way_learnt.gain_high") > fact(result, "way_everybody.gain")
