import random
from datetime import date, timedelta

import pytest
from simulated_buyers import FIRST, lines_of, lives
from value_shop import ROWS, codes, everyone, predicted, summary

from answers import values
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column, line, shop


def test_totals_are_those_of_the_customers(workspace):
    shop(workspace, ROWS)
    result = predicted(workspace, horizon_days=180)
    each, found = everyone(result), values(result)
    assert list(each) == ["customer_id", "p_active", "expected_purchases", "expected_value"]
    assert each["customer_id"] == sorted({row["customer_id"] for row in ROWS})
    assert found["customers"] == len(each["customer_id"])
    assert found["active_customers"] == round(sum(each["p_active"]))
    assert found["active_share"] == pytest.approx(sum(each["p_active"]) / 450, abs=1e-4)
    assert found["churn_share"] == pytest.approx(1 - found["active_share"])
    assert found["expected_purchases"] == round(sum(each["expected_purchases"]))
    assert float(found["expected_value"]) == pytest.approx(sum(each["expected_value"]), abs=0.1)
    assert float(found["value_each"]) == pytest.approx(sum(each["expected_value"]) / 450, abs=0.01)
    assert all(0 <= chance <= 1 for chance in each["p_active"])
    for measure in ("active_customers", "expected_purchases", "expected_value"):
        assert 0 < found[f"{measure}_low"] < found[measure] < found[f"{measure}_high"]
    best = sorted(each["expected_value"], reverse=True)[:45]
    assert (found["top_tenth_customers"], float(found["top_tenth_value"])) == (
        45,
        pytest.approx(sum(best), abs=0.1),
    )
    assert str(found["horizon_to"]) == str(found["last_day"] + timedelta(days=180))


def test_classes_of_activity_hold_every_customer_once(workspace):
    shop(workspace, ROWS)
    result = predicted(workspace)
    each = everyone(result)["p_active"]
    counts = [
        values(result, subject)["customers"] for subject in ("likely_active", "in_doubt", "likely_gone")
    ]
    assert counts == [
        sum(p >= 0.8 for p in each), sum(0.2 <= p < 0.8 for p in each), sum(p < 0.2 for p in each)
    ]  # fmt: skip
    assert result.reply.tables["activity"].subjects == ["likely_active", "in_doubt", "likely_gone"]


def test_segments_add_up_and_are_ranked(workspace):
    shop(workspace, ROWS)
    segments = run(tool_of(rfm_segments), {"names": "champions=Stars"}, workspace)
    result = predicted(workspace, segmentation="latest")
    subjects = result.reply.tables["segments"].subjects
    parts = {subject: values(result, subject) for subject in subjects}
    whole = values(result)
    assert sum(part["customers"] for part in parts.values()) == whole["customers"]
    value = sum(float(part["expected_value"]) for part in parts.values())
    assert value == pytest.approx(float(whole["expected_value"]), abs=0.1)
    assert sum(part["value_share"] for part in parts.values()) == pytest.approx(1)
    ordered = sorted(parts, key=lambda subject: -parts[subject]["expected_value"])
    assert [parts[subject]["expected_value_rank"] for subject in ordered] == list(range(1, len(ordered) + 1))
    assert result.reply.names == {"champions": "Stars"}
    assert predicted(workspace, segmentation=segments.number).id == result.id
    for part in parts.values():
        assert ("active_share" in part) == (part["customers"] >= 30)


def test_the_customers_worth_most_are_rows_for_the_person_alone(workspace):
    shop(workspace, ROWS)
    result = predicted(workspace)
    rows = result.reply.rows["customers"].rows
    each = everyone(result)
    best = sorted(zip(each["expected_value"], each["customer_id"], strict=True), key=lambda e: (-e[0], e[1]))
    assert [row[0] for row in rows] == [customer for _, customer in best[:10]]
    assert [row[3] for row in rows] == [pytest.approx(value, abs=0.01) for value, _ in best[:10]]
    told = str(result.reply.facts) + str(result.reply.detail) + str(result.reply.findings)
    assert not [row[0] for row in rows if row[0] in told]


def shuffled(rows):
    rows = list(rows)
    random.Random(3).shuffle(rows)  # noqa: S311 - a seeded order, no secret
    return rows


def later(rows):
    return [{**row, "ordered_at": row["ordered_at"] + timedelta(days=371)} for row in rows]


def halved(rows):
    """Every line in two of half the money each; the parts of a cent go to the first."""
    for row in rows:
        part = (row["amount"] / 2).quantize(row["amount"])
        yield {**row, "amount": row["amount"] - part}
        yield {**row, "amount": part}


@pytest.mark.parametrize("change", [shuffled, later, halved])
def test_what_means_the_same_gives_the_same(workspace, change):
    shop(workspace, ROWS)
    one = predicted(workspace)
    shop(workspace, list(change(ROWS)), identity="e" * 24)
    other = predicted(workspace)
    assert everyone(other) == everyone(one)
    days = {"horizon_to", "last_day", "holdout_from"}
    same, also = ({k: v for k, v in values(r).items() if k not in days} for r in (one, other))
    assert also == same


def test_another_currency_scales_the_money_alone(workspace):
    shop(workspace, ROWS)
    one = predicted(workspace)
    shop(workspace, [{**row, "amount": row["amount"] * 100} for row in ROWS], identity="e" * 24)
    other = predicted(workspace)
    assert everyone(other)["expected_purchases"] == everyone(one)["expected_purchases"]
    assert everyone(other)["expected_value"] == pytest.approx(
        [100 * value for value in everyone(one)["expected_value"]], rel=1e-3, abs=0.05
    )


def test_a_purchase_wholly_returned_is_as_good_as_none(workspace):
    shop(workspace, ROWS)
    one = predicted(workspace)
    day = FIRST + timedelta(days=300)
    extra = [line("c00001", "gone", day, 50, "x"), line("c00001", "gone", day + timedelta(days=3), -50, "x")]
    shop(workspace, [*ROWS, *extra], identity="e" * 24)
    assert everyone(predicted(workspace)) == everyone(one)


def test_longer_ahead_is_more(workspace):
    shop(workspace, ROWS)
    short, long = (everyone(predicted(workspace, horizon_days=days)) for days in (30, 300))
    assert short["p_active"] == long["p_active"]
    pairs = zip(short["p_active"], short["expected_purchases"], long["expected_purchases"], strict=True)
    assert all(some < more for chance, some, more in pairs if chance > 0.001)


def test_as_of_sees_nothing_later(workspace):
    day = FIRST + timedelta(days=400)
    shop(workspace, ROWS)
    looking_back = everyone(predicted(workspace, as_of=day.isoformat()))
    shop(workspace, [row for row in ROWS if row["ordered_at"].date() < day], as_of=day, identity="e" * 24)
    assert everyone(predicted(workspace)) == looking_back


def test_a_margin_makes_a_contribution(workspace):
    shop(workspace, ROWS)
    assert "expected_contribution" not in values(predicted(workspace))
    workspace.profile.told("margin", "40%").write(workspace.root)
    found = values(predicted(workspace))
    assert float(found["expected_contribution"]) == pytest.approx(
        0.4 * float(found["expected_value"]), abs=0.01
    )


def test_segments_of_other_data_are_refused(workspace):
    shop(workspace, ROWS)
    run(tool_of(rfm_segments), {}, workspace)
    shop(workspace, ROWS[:-1], identity="e" * 24)
    with pytest.raises(InputError, match="other data"):
        predicted(workspace, segmentation="r2")


def test_customers_in_no_segment_count_in_the_total_only(workspace):
    shop(workspace, ROWS, [column("country")])
    run(tool_of(define_segment), {"rule": "orders >= 3", "as_of": "2022-03-01", "name": "Keen"}, workspace)
    result = predicted(workspace, segmentation="latest")
    found = values(result)
    parts = [values(result, subject)["customers"] for subject in ("chosen", "others")]
    assert found["without_segment"] == found["customers"] - sum(parts) > 0
    assert "predict_value_without_segment" in codes(result)


def test_a_summary_is_enough_but_not_checked(workspace):
    aggregated(workspace, summary(), as_of=FIRST + timedelta(days=500))
    result = predicted(workspace)
    assert {"predict_value_not_checked", "predict_value_from_averages"} <= codes(result)
    assert values(result)["expected_value"] > 0
    assert "calibration" not in result.reply.tables


def test_without_money_purchases_are_predicted(workspace):
    rows = [{**row, "revenue": 0} for row in summary()]
    aggregated(workspace, rows, as_of=FIRST + timedelta(days=500))
    result = predicted(workspace)
    assert "expected_value" not in values(result)
    assert values(result)["expected_purchases"] > 0
    assert list(everyone(result)) == ["customer_id", "p_active", "expected_purchases"]
    assert "predict_value_no_money" in codes(result)


def test_where_nobody_leaves_no_chance_is_given(workspace):
    shop(workspace, lines_of(lives(13, 300, r=1.2, alpha=5, a=1e-9, b=1, days=500)))
    result = predicted(workspace, horizon_days=90)
    found = values(result)
    assert "active_share" not in found
    assert "active_customers" not in found
    assert "activity" not in result.reply.tables
    assert "predict_value_nobody_leaves" in codes(result)


def test_names_of_customers_may_be_anything(workspace):
    odd = {"c00001": 'o\'brien "x"', "c00002": "[[李雷]]", "c00003": "a,b\n"}
    shop(workspace, [{**row, "customer_id": odd.get(row["customer_id"], row["customer_id"])} for row in ROWS])
    assert set(odd.values()) <= set(everyone(predicted(workspace))["customer_id"])


def test_a_shop_that_changed_is_said_to_be_unforeseen(workspace):
    """After the split everybody but one stops: a model of the past cannot know."""
    day = FIRST + timedelta(days=450)
    rows = [row for row in ROWS if row["ordered_at"].date() < day]
    shop(workspace, [*rows, *(line("c00001", f"l{k}", day + timedelta(days=k), 5) for k in (0, 149))])
    found = predicted(workspace, horizon_days=150)
    shop(workspace, [*rows, line("new", "l0", day + timedelta(days=149), 5)], identity="e" * 24)
    other = predicted(workspace, horizon_days=150)
    assert values(found)["holdout_from"] == date(2023, 3, 29)
    assert (values(found)["holdout_bought"], values(other)["holdout_bought"]) == (2, 0)
    assert serious(found) == ["predict_value_far_off"]
    assert serious(other) == ["predict_value_nobody_came"]


def serious(result):
    return [finding.code for finding in result.reply.findings if finding.severity == "serious"]
