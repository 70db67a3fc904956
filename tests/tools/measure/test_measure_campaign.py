import json
import random
from datetime import timedelta

import numpy as np
import pytest
from campaign_shop import START, fact, measured, people, segmented, write
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.measure.effects_file import read_effects
from customer_segmentation.workspace.ledger import ThreadLedger


def after(rows, days=30):
    """Money of every customer in the days that count, in plain Python."""
    spent = {}
    for row in rows:
        if START <= row["ordered_at"].date() < START + timedelta(days=days):
            spent[row["customer_id"]] = spent.get(row["customer_id"], 0) + float(row["amount"])
    return spent


def groups(rows, listed):
    spent = after(rows)
    money = {
        arm: np.array([spent.get(one["customer_id"], 0.0) for one in listed if one["arm"] == arm])
        for arm in ("mail", "control")
    }
    return money["mail"], money["control"]


def test_the_share_who_ordered_is_counted_and_has_newcombes_interval(workspace, here):
    rows, listed = people()
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    mail, control = (one > 0 for one in groups(rows, listed))
    low, high = confint_proportions_2indep(
        mail.sum(), len(mail), control.sum(), len(control), method="newcomb"
    )
    assert (fact(result, "all.contacted"), fact(result, "all.held_out")) == (len(mail), len(control))
    assert fact(result, "all.outcome") == pytest.approx(mail.mean())
    assert fact(result, "all.outcome_held_out") == pytest.approx(control.mean())
    assert fact(result, "all.effect") == pytest.approx(mail.mean() - control.mean())
    assert [fact(result, f"all.effect_{end}") for end in ("low", "high")] == pytest.approx([low, high])
    assert result.reply.detail["arms"]["all"]["verdict"] == "helped"
    assert fact(result, "all.effect_low") < 0.2 < fact(result, "all.effect_high")
    assert fact(result, "all.adjusted_low") < 0.2 < fact(result, "all.adjusted_high")


def test_money_per_customer_has_welchs_interval(workspace, here):
    rows, listed = people(seed=2)
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed), measured="revenue")
    mail, control = groups(rows, listed)
    interval = CompareMeans(DescrStatsW(mail), DescrStatsW(control)).tconfint_diff(usevar="unequal")
    assert fact(result, "all.effect") == pytest.approx(mail.mean() - control.mean(), abs=0.006)
    assert [fact(result, f"all.effect_{end}") for end in ("low", "high")] == pytest.approx(
        interval, abs=0.006
    )


def test_contribution_is_margin_less_contact_and_says_what_it_lacks(workspace, here):
    rows, listed = people(seed=2)
    segmented(workspace, rows)
    path = write(here / "c.csv", listed)
    with pytest.raises(InputError, match="margin"):
        measured(workspace, path, measured="contribution")
    result = measured(workspace, path, measured="contribution", margin="40%", contact_cost="0.5")
    mail, control = groups(rows, listed)
    assert fact(result, "all.effect") == pytest.approx(0.4 * (mail.mean() - control.mean()) - 0.5, abs=0.006)
    assert "campaign_discount_missing" in {finding.code for finding in result.reply.findings}
    ordered = measured(workspace, path, margin="40%", contact_cost="0.5")
    each = (mail.sum() + control.sum()) / ((mail > 0).sum() + (control > 0).sum())
    assert fact(ordered, "all.break_even") == pytest.approx(0.5 / (0.4 * each))
    assert ordered.reply.detail["arms"]["all"]["pays"] == "yes"


def test_segments_add_up_and_stand_as_they_were_before(workspace, here):
    rows, listed = people(seed=3)
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    table = result.reply.tables["segments"]
    for measure in ("contacted", "held_out"):
        assert sum(fact(result, f"{s}.{measure}") for s in table.subjects) == fact(result, f"all.{measure}")
    # Everybody had ordered before the start, and nobody is judged by what came after.
    assert "unsegmented" not in table.subjects
    bought = [row for row in rows if row["ordered_at"].date() < START]
    assert len({row["customer_id"] for row in bought}) == len(listed)


def test_the_order_of_rows_does_not_matter(workspace, here):
    rows, listed = people(seed=4, customers=500)
    segmented(workspace, rows)
    first = measured(workspace, write(here / "one.csv", listed))
    random.Random(3).shuffle(listed)  # noqa: S311 - an order, no secret
    second = measured(workspace, write(here / "two.csv", listed))
    assert first.reply.facts == second.reply.facts
    assert read_effects(first.folder) == read_effects(second.folder)


def test_no_effect_is_no_reliable_difference(workspace, here):
    rows, listed = people(seed=6, lift=0.0)
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    assert result.reply.detail["arms"]["all"]["verdict"] == "unclear"
    assert prose("measure_campaign", result.reply, "en").startswith("No reliable difference")


def test_several_arms_are_corrected_for_their_number(workspace, here):
    rows, listed = people(seed=7, customers=1200, arms=("mail", "sms [x]"), lift=0.25)
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    detail = result.reply.detail
    assert result.reply.names["a1"] == "mail"
    assert detail["lead"] == "a1"
    assert [detail["arms"][a]["verdict"] for a in ("a1", "a2")] == ["helped", "unclear"]
    assert set(result.reply.tables) == {"arms", "segments_a1", "segments_a2"}


def test_the_effects_file_is_what_was_believed(workspace, here):
    rows, listed = people(seed=8)
    segments = segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", listed))
    text = (result.folder / "effects.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert (found["segmentation"], found["randomised"], found["horizon_days"]) == (segments.id, True, 30)
    everybody, *others = found["effects"]
    assert everybody["mean"] == pytest.approx(fact(result, "all.effect"))
    for one in others:
        assert one["p10"] < one["p50"] < one["p90"]
        assert 0 < one["shared_sd"] < one["sd"]
        assert one["mean"] == pytest.approx(fact(result, f"{one['segment']}.likely"))


def test_without_anybody_held_out_it_is_called_correlational(workspace, here):
    rows, listed = people(seed=9, held=0.0)
    segmented(workspace, rows)
    for one in listed:
        del one["arm"]
    result = measured(workspace, write(here / "c.csv", listed))
    assert result.reply.detail["correlational"]
    assert not any(key.endswith(".effect") for key in result.reply.facts)
    assert not (result.folder / "effects.json").exists()
    ids = {one["customer_id"] for one in listed}
    before = {
        row["customer_id"] for row in rows if START - timedelta(days=30) <= row["ordered_at"].date() < START
    }
    assert fact(result, "all.outcome_before") == pytest.approx(len(before & ids) / len(ids))
    assert fact(result, "all.outcome_after") == pytest.approx(len(set(after(rows)) & ids) / len(ids))
    for language, word in (("en", "correlational"), ("zh", "相关")):
        assert word in prose("measure_campaign", result.reply, language)


def chosen(rows, listed):
    """Contact those who had ordered often, hold out the others."""
    often = {}
    for row in rows:
        if row["ordered_at"].date() < START:
            often[row["customer_id"]] = often.get(row["customer_id"], 0) + 1
    return [{**one, "arm": "mail" if often[one["customer_id"]] > 3 else "control"} for one in listed]


def test_a_split_that_was_chosen_is_no_test(workspace, here):
    rows, listed = people(seed=10, lift=0.0)
    segmented(workspace, rows)
    result = measured(workspace, write(here / "c.csv", chosen(rows, listed)))
    assert result.reply.detail["doubtful"]
    assert read_effects(result.folder)["randomised"] is False
    assert "cannot be said" in prose("measure_campaign", result.reply, "en")


def test_a_split_other_than_planned_is_found(workspace, here):
    rows, listed = people(seed=11)
    segmented(workspace, rows)
    path = write(here / "c.csv", listed)
    right, wrong = (measured(workspace, path, held_out=percent) for percent in (30, 20))
    assert (right.reply.detail["doubtful"], wrong.reply.detail["doubtful"]) == (False, True)
    assert wrong.reply.findings[0].code == "campaign_split_broken"


@pytest.mark.parametrize("kind", ["arms", "one", "none", "money", "chosen"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reply_is_grounded(workspace, here, kind, language):
    rows, listed = people(seed=12, customers=600, arms=("mail", "sms") if kind == "arms" else ("mail",))
    segmented(workspace, rows)
    listed = chosen(rows, listed) if kind == "chosen" else listed
    told = {"control": "none"} if kind == "none" else {}
    told |= {"measured": "revenue", "margin": "0.4", "contact_cost": "1"} if kind == "money" else {}
    result = measured(workspace, write(here / "c.csv", listed), **told)
    text = prose("measure_campaign", result.reply, language)
    assert check(text, ThreadLedger(workspace)) == []
