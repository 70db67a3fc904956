"""Experiments on whole shops: what is said, in both languages, and what cannot be."""

from datetime import timedelta

import pytest

from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import message
from laid_segments import ungrounded
from odd_shops import DAY, shop_rows
from shop_on_disk import sale

MAP = (
    *("champions", "loyal_customers", "potential_loyalists", "new_customers", "promising", "need_attention"),
    *("about_to_sleep", "at_risk", "cant_lose", "hibernating", "one_time_lapsed"),
)
MISSING = ("(figure not available)", "（无此数据）")


def of(reply, subject, measure):
    return reply.facts.get(f"design_experiment.{subject}.{measure}")


def number(reply, subject, measure):
    return float(of(reply, subject, measure).number)


def subjects(reply):
    return [s for s in reply.tables["experiments"].subjects if s != "taken_together"]


ASKED = {
    "plain": {},
    "revenue": {"measured": "revenue"},
    "lift": {"lift": 3},
    "tiny_lift": {"lift": 0.001},
    "held_out": {"held_out": 10},
    "held_out_of_one": {"held_out": 5, "segments": "champions"},
    "one": {"segments": "At risk"},
    "newcomers": {"segments": "新客户"},
    "left_alone": {"segments": "one-time lapsed, hibernating"},
    "dear": {"cost_email": "30", "cost_phone": "60", "cost_post": "45", "segments": "at risk,champions"},
    "sure": {"power": 0.95, "alpha": 0.01},
    "long": {"horizon_days": 365},
    "yuan": {"currency": "CNY", "measured": "revenue"},
    "no_currency": {"currency": "XXX", "measured": "revenue"},
    "half_a_year": {"shop": "half_a_year"},
    "half_a_year_held_out": {"shop": "half_a_year", "held_out": 20},
    "wholesale": {"shop": "wholesale", "measured": "revenue"},
    "renamed": {"form": {"names": "champions=VIPs; at_risk=[[x]] {{ 7 * 7 }}"}},
    "merged": {"form": {"merge": "at_risk+cant_lose=Win back"}},
    "putler": {"form": {"map": "putler"}},
    "filtered": {"form": {"where": "orders >= 2"}},
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ASKED)
def test_every_figure_is_there_and_every_sentence_stands_on_it(designed, name, language):
    reply, opened = designed(**ASKED[name])
    said = Renderer(ReplyLedger(reply), language).text(prose("design_experiment", reply, language))
    assert not any(mark in said for mark in MISSING), said
    assert ungrounded("design_experiment", reply, opened, language) == []
    table = len(reply.tables["experiments"].subjects) + 1
    assert len(said.splitlines()) <= 20 + table + len(reply.findings)
    assert len(reply.tables["experiments"].measures) <= 7


@pytest.mark.parametrize(
    ("shop", "code"),
    [
        ("short", "experiment_history_short"),
        ("summary", "experiment_no_orders"),
        ("small", "experiment_too_few"),
        ("one_customer", "experiment_history_short"),
        ("one_time", "experiment_no_action"),
    ],
)
def test_shops_that_cannot_say_what_happens_unasked_are_told_why(designed, shop, code):
    with pytest.raises(MethodError) as told:
        designed(shop)
    assert told.value.code == code
    for language in ("en", "zh"):
        assert message(code, language)


def test_customers_who_all_bought_once_show_nothing_to_look_for(designed):
    reply, opened = designed("one_time", segments="new customers, one-time lapsed")
    assert set(reply.detail["verdicts"].values()) == {"nothing"}
    assert of(reply, "all", "tests") is None
    assert "experiment_export" not in reply.next
    for language in ("en", "zh"):
        assert ungrounded("design_experiment", reply, opened, language) == []


def test_a_shop_of_one_segment_has_nobody_to_be_taken_together_with(designed):
    rows = [
        sale(f"c{who}", f"o{who}-{n}", DAY + timedelta(days=who % 7 + 14 * n + (who * n) % 5), "20.00")
        for who in range(200)
        for n in range(20)
        if (who * 7 + n * 3) % 4
    ]
    reply, _ = designed(rows, form={"merge": f"{'+'.join(MAP)}=All"})
    assert subjects(reply) == ["m1"]
    assert reply.detail["pooled"] == ""


def test_an_unknown_segment_is_asked_back_as_elsewhere(designed):
    with pytest.raises(InputError) as told:
        designed(segments="heroes")
    assert told.value.code == "segment_not_here"


def test_figures_say_how_they_came_to_be(designed):
    reply, _ = designed()
    kinds = {
        m: of(reply, "champions", m).kind
        for m in ("wanted", "detectable", "break_even", "needed", "held_out")
    }
    assert kinds == {
        "wanted": "assumed",
        "detectable": "estimated",
        "break_even": "assumed",
        "needed": "estimated",
        "held_out": "proposed",
    }
    told, _ = designed(lift=3, held_out=20, power=0.9, horizon_days=45, margin="0.4", cost_email="0.05",
                       cost_sms="0.1", cost_post="1", cost_phone="5", cost_wechat="0.1")  # fmt: skip
    assert of(told, "champions", "wanted").kind == "given"
    assert of(told, "champions", "held_out_share").kind == "given"
    assert of(told, "champions", "break_even").kind == "estimated"
    terms = {m: of(told, "all", m).kind for m in ("power", "alpha", "horizon_days", "held_out_share")}
    assert terms == {
        "power": "given",
        "alpha": "proposed",
        "horizon_days": "given",
        "held_out_share": "given",
    }


def test_segments_too_small_alone_are_held_out_as_the_test_of_all_says(designed):
    reply, _ = designed()
    verdicts, pooled = reply.detail["verdicts"], reply.detail["pooled_of"]
    small = [s for s, verdict in verdicts.items() if verdict == "small"]
    assert small == pooled
    assert reply.detail["pooled"] == "enough"
    shares = {number(reply, s, "held_out_share") for s in [*small, "taken_together"]}
    assert len(shares) == 1
    [percent] = {round(share * 100) for share in shares}
    [entry] = [one for one in reply.detail["holdouts"] if set(small) <= set(one["segments"])]
    assert entry["percent"] == percent


def test_what_luck_does_to_several_tests_is_said(designed):
    reply, _ = designed()
    tests = [s for s, v in reply.detail["verdicts"].items() if v == "enough"]
    many = len(tests) + (reply.detail["pooled"] == "enough")
    assert number(reply, "all", "tests") == many > 1
    assert number(reply, "all", "chance_of_luck") == pytest.approx(1 - 0.95**many)
    assert number(reply, "all", "chance_likely_low") <= number(reply, "all", "chance_likely_high") < 0.8


def test_a_holdout_that_does_not_suffice_is_told_which_would(designed):
    free, _ = designed(segments="loyal customers")
    needed = number(free, "loyal_customers", "held_out_share")
    assert needed > 0.1
    reply, _ = designed(segments="loyal customers", held_out=10)
    assert reply.detail["verdicts"] == {"loyal_customers": "small"}
    assert number(reply, "loyal_customers", "sufficient_share") == needed


def test_newcomers_are_tested_as_they_come_where_those_there_are_too_few(designed):
    reply, _ = designed(segments="new customers")
    left = number(reply, "new_customers", "needed") - number(reply, "new_customers", "customers")
    assert left > 0
    assert reply.next[0] == "experiment_together"
    inflow, weeks = number(reply, "new_customers", "inflow"), number(reply, "new_customers", "weeks_needed")
    assert left / (inflow + 0.5) <= weeks <= left / (inflow - 0.5) + 1
    assert number(reply, "new_customers", "first_look") < number(reply, "new_customers", "last_look") < 0.05


def test_a_history_too_short_for_the_days_asked_for_shortens_the_test(designed):
    reply, _ = designed(horizon_days=365)
    days = number(reply, "all", "horizon_days")
    assert days < 365
    assert of(reply, "all", "horizon_days").kind == "proposed"
    assert "experiment_window_shortened" in [finding.code for finding in reply.findings]


def test_an_action_that_pays_only_beyond_what_is_looked_for_is_said(designed):
    reply, _ = designed(cost_email="30", cost_phone="60", cost_post="45", segments="at risk")
    assert "experiment_pays_beyond" in [finding.code for finding in reply.findings]


def test_the_order_of_rows_and_the_scale_of_money_change_nothing(designed):
    rows = shop_rows("half_a_year")
    reply, _ = designed(rows, measured="revenue", lift=20)
    turned, _ = designed(rows[::-1], measured="revenue", lift=20)
    assert turned.facts == reply.facts
    tenfold = [(*row[:4], f"{float(row[4]) * 10:.2f}", *row[5:]) for row in rows]
    scaled, _ = designed(tenfold, measured="revenue", lift=20)
    for segment in subjects(reply):
        assert number(scaled, segment, "needed") == pytest.approx(number(reply, segment, "needed"), abs=2)
        assert number(scaled, segment, "deviation") == pytest.approx(
            10 * number(reply, segment, "deviation"), abs=0.1
        )
