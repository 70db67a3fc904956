from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from validation_answers import codes, problems, rfm, rule, steady_shop, validated

from answers import values
from customer_segmentation.explain.time_split import expected_order
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.prose import prose
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.stats.wilson import wilson_interval
from rows_shop import aggregated, line, shop
from shop_on_disk import load_shop
from small_shop import LAST, small_shop

AS_OF = LAST + timedelta(days=1)


@pytest.fixture
def steady(workspace):
    return steady_shop(workspace)


def test_segments_tossed_by_a_coin_predict_nothing(workspace, steady):
    found = validated(workspace, rule(workspace, steady, "coin = 'heads'"))
    assert found.reply.detail["told"] == "nothing"
    told = values(found)
    assert told["auc_over_chance_low"] <= 0 <= told["auc_over_chance_high"]
    assert "No, these segments predict nothing" in prose("validate_segments", found.reply, "en")
    assert "看不出谁会再来" in prose("validate_segments", found.reply, "zh")
    assert problems(workspace, found) == []


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_coins_predict_nothing_either(workspace, seed):
    data = steady_shop(workspace, customers=300, seed=seed)
    found = validated(workspace, rule(workspace, data, "coin = 'heads'"))
    assert found.reply.detail["told"] in {"nothing", "reversed", "barely"}
    assert values(found)["auc"] == pytest.approx(0.5, abs=0.05)


def test_planted_segments_predict_well_and_better_than_recency(workspace, steady):
    found = validated(workspace, rule(workspace, steady, "keen = 'yes'"))
    detail = found.reply.detail
    assert (detail["told"], detail["recency"], detail["learnt_order"]) == ("well", "better", True)
    assert (detail["best"], detail["worst"]) == ("chosen", "others")
    assert values(found, "chosen")["lift_low"] > 1 > values(found, "others")["lift_high"]
    assert values(found)["auc_gain_low"] > 0
    assert problems(workspace, found) == []


def test_what_a_trait_knows_beyond_the_orders_adds_to_a_formula(workspace, steady):
    assert validated(workspace, rule(workspace, steady, "keen = 'yes'")).reply.detail["added"] == "better"
    assert validated(workspace, rule(workspace, steady, "coin = 'heads'")).reply.detail["added"] != "better"


def test_adding_nothing_and_predicting_nothing_are_different_sentences(workspace, steady):
    found = validated(workspace, rule(workspace, steady, "orders >= 4"))
    said = prose("validate_segments", found.reply, "en")
    assert found.reply.detail["told"] in {"well", "somewhat"}
    assert found.reply.detail["added"] != "better"
    assert "they add nothing" in said
    assert "predict nothing" not in said


def test_segments_by_recency_alone_are_no_better_than_recency_alone(workspace):
    data = load_shop(workspace, small_shop(seed=5, customers=600))
    found = validated(workspace, rule(workspace, data.id, "recency_days <= 60"))
    assert found.reply.detail["recency"] in {"no_better", "worse"}
    assert values(found)["auc_gain"] <= 0
    assert problems(workspace, found) == []


@pytest.fixture
def segmented(workspace):
    return rfm(workspace, load_shop(workspace, small_shop()).id)


def followed_again(workspace, split_on, days=90):
    """Customers as known from a file that ends before the split, and what the whole file says they did after it."""
    past = load_shop(
        workspace.with_(thread="past"),
        [row for row in small_shop() if row[2] < f"{split_on}"],
        as_of=split_on,
    )
    formed = rfm(workspace.with_(thread="past"), past.id)
    people = pd.read_parquet(formed.folder / "assignment.parquet").set_index("customer_id")
    lines = pd.DataFrame(small_shop(), columns=["who", "order", "at", "quantity", "amount", "product"])
    lines["amount"] = lines["amount"].map(Decimal)
    returned = set(lines.loc[lines["amount"] < 0, "order"])
    after = lines[(lines["at"] >= f"{split_on}") & (lines["at"] < f"{split_on + timedelta(days=days)}")]
    bought = after[(after["amount"] > 0) & ~after["order"].isin(returned)]
    orders = bought.groupby("who")["order"].nunique()
    people["after"] = orders.reindex(people.index).fillna(0).astype(int)
    spent = after.groupby("who")["amount"].sum()
    people["spent"] = [spent.get(who, Decimal(0)) for who in people.index]
    order = expected_order(Segmentation.read(formed.folder))
    people["score"] = [-order.index(segment) for segment in people["segment"]]
    return people


def test_every_segment_is_counted_again_from_a_file_that_ends_before_the_split(workspace, segmented):
    found = validated(workspace, segmented)
    people = followed_again(workspace, AS_OF - timedelta(days=90))
    for segment, own in people.groupby("segment"):
        told = values(found, segment)
        back = int((own["after"] > 0).sum())
        assert (told["customers"], told["came_back"]) == (len(own), back)
        assert told["orders_after"] == own["after"].sum()
        assert told["spent_after"] == sum(own["spent"])
        if len(own) >= 30:
            assert told["repurchase_rate"] == pytest.approx(back / len(own))
            low, high = wilson_interval(back, len(own))
            assert (told["repurchase_rate_low"], told["repurchase_rate_high"]) == pytest.approx((low, high))
            whole = (people["after"] > 0).mean()
            assert told["lift"] == pytest.approx(back / len(own) / whole)
            assert told["revenue_each"] == pytest.approx(sum(own["spent"]) / len(own), abs=Decimal("0.005"))
        else:
            assert "repurchase_rate" not in told


def test_areas_are_those_of_scikit_learn_on_every_origin(workspace, segmented):
    found = validated(workspace, segmented)
    averages = {"auc": [], "auc_recency": [], "auc_frequency": [], "auc_revenue": []}
    for number in (1, 2, 3):
        split_on = AS_OF - timedelta(days=90 * number)
        people = followed_again(workspace, split_on)
        came = people["after"] > 0
        scores = {
            "auc": people["score"],
            "auc_recency": -people["recency_days"],
            "auc_frequency": people["orders"],
            "auc_revenue": people["revenue"].astype(float),
        }
        areas = {name: roc_auc_score(came, score) for name, score in scores.items()}
        told = values(found, split_on.isoformat())
        assert told["customers"] == len(people)
        assert (told["auc"], told["auc_recency"]) == pytest.approx((areas["auc"], areas["auc_recency"]))
        for name, area in areas.items():
            averages[name].append(area)
    told = values(found)
    assert {name: told[name] for name in averages} == pytest.approx(
        {name: sum(areas) / 3 for name, areas in averages.items()}
    )
    assert told["auc_gain"] == pytest.approx(told["auc"] - told["auc_recency"])


def test_a_future_that_is_told_otherwise_changes_nothing_of_the_past(workspace, segmented):
    """Whatever happens after the split, customers and segments of the split day are the same: nothing leaks."""
    split_on = AS_OF - timedelta(days=90)
    rows = [row for row in small_shop() if row[2] < f"{split_on}"]
    quiet = rfm(workspace, load_shop(workspace, [*rows, small_shop()[1]]).id)
    one, other = (validated(workspace, of) for of in (segmented, quiet))
    subjects = one.reply.tables["validation"].subjects
    assert {s: values(one, s)["customers"] for s in subjects} == {
        s: values(other, s)["customers"] for s in subjects
    }


def test_rows_in_another_order_and_other_ids_change_nothing(workspace, segmented):
    whole = validated(workspace, segmented).reply.facts
    turned = [(f"x{row[0][::-1]}", *row[1:]) for row in small_shop()[::-1]]
    again = validated(workspace, rfm(workspace, load_shop(workspace, turned).id)).reply.facts
    assert set(whole) == set(again)
    for key, fact in whole.items():
        if isinstance(fact.value, float):
            assert fact.value == pytest.approx(again[key].value, abs=1e-9)
        else:
            assert fact == again[key]


def test_the_parts_make_up_the_whole(workspace, segmented):
    found = validated(workspace, segmented)
    subjects, whole = found.reply.tables["validation"].subjects, values(found)
    for measure in ("customers", "came_back", "orders_after", "spent_after"):
        assert sum(values(found, s)[measure] for s in subjects) == whole[measure]
    for subject in found.reply.tables["baselines"].subjects:
        told = values(found, subject)
        assert told["auc_low"] <= told["auc"] <= told["auc_high"]
        assert 0 <= told["returning_in_fifth"] <= 1


def test_the_reply_is_grounded_and_shows_no_customer(workspace, segmented):
    found = validated(workspace, segmented)
    assert problems(workspace, found) == []
    assert found.reply.rows == {}
    assert "c17" not in for_model(found.reply, found.number, "en")


def test_fewer_origins_where_the_history_is_short_and_it_is_said(workspace):
    start = date(2024, 6, 1)
    rows = [row for row in small_shop() if row[2] >= f"{start}"]
    found = validated(workspace, rfm(workspace, load_shop(workspace, rows).id))
    assert values(found)["origins"] == 1
    assert {"validate_fewer_origins", "validate_season"} <= codes(found)


def test_a_window_is_shortened_to_half_of_the_history(workspace, segmented):
    found = validated(workspace, segmented, horizon_days=700)
    told = values(found)
    assert told["horizon_days"] == told["history_days"] // 2
    assert "validate_window_shortened" in codes(found)


def test_an_order_that_can_not_be_learnt_is_no_verdict(workspace):
    """So short that nothing lies before the only split: the segments are followed, but stand in no order."""
    rows = [
        line(f"c{n}", f"o{n}-{k}", date(2024, 1, 1) + timedelta(days=3 * k + n % 3), 5)
        for n in range(40)
        for k in range(22)
        if (n * k) % 3 == 0
    ]
    data = shop(workspace, rows)
    found = validated(workspace, rule(workspace, data, "orders >= 9"), horizon_days=30)
    assert found.reply.detail["told"] == "unknown"
    assert "auc" not in values(found)
    assert values(found)["customers"] == 40
    assert problems(workspace, found) == []


def test_customers_who_all_come_back_leave_nothing_to_tell(workspace):
    rows = [
        line(f"c{n}", f"o{n}-{k}", date(2024, 1, 1) + timedelta(days=10 * k), 5)
        for n in range(40)
        for k in range(40)
    ]
    found = validated(workspace, rule(workspace, shop(workspace, rows), "orders >= 2"))
    assert found.reply.detail["told"] == "unknown"
    assert problems(workspace, found) == []


def test_one_time_buyers_alone_are_followed_without_an_error(workspace):
    rows = [line(f"c{n}", f"o{n}", date(2023, 1, 1) + timedelta(days=n), 5) for n in range(500)]
    found = validated(workspace, rfm(workspace, shop(workspace, rows)))
    assert values(found)["came_back"] == 0
    assert found.reply.detail["told"] == "unknown"
    assert "nobody ordered" in prose("validate_segments", found.reply, "en")
    assert problems(workspace, found) == []


def test_without_single_orders_nothing_is_followed(workspace):
    people = [
        {
            "customer_id": f"c{n}",
            "first_on": None,
            "last_on": date(2024, 5, 1),
            "orders": n,
            "revenue": Decimal(n),
        }
        for n in range(1, 9)
    ]
    with pytest.raises(MethodError) as refused:
        validated(workspace, rfm(workspace, aggregated(workspace, people)))
    assert refused.value.code == "time_split_no_orders"


def test_a_short_history_is_refused_in_words(workspace):
    data = shop(workspace, [line(f"c{n}", f"o{n}", date(2024, 1, 1 + n), 5) for n in range(20)])
    with pytest.raises(MethodError) as refused:
        validated(workspace, rfm(workspace, data))
    assert refused.value.code == "time_split_history_short"


def test_returns_of_earlier_purchases_do_not_count_against_the_days_after(workspace):
    rows = [line(f"c{n}", f"a{n}", date(2024, 1, 1) + timedelta(days=n), 50) for n in range(60)]
    rows += [line(f"c{n}", f"b{n}", date(2024, 6, 1), 10) for n in range(30)]
    rows += [line(f"c{n}", f"a{n}", date(2024, 5, 20), -50) for n in range(30, 60)]
    found = validated(workspace, rule(workspace, shop(workspace, rows), "orders >= 1"))
    told = values(found)
    assert told["returned_across"] == Decimal("-1500.00")
    assert "validate_returns_across" in codes(found)
    assert values(found, "chosen")["revenue_each_calm"] == Decimal("5.00")
    assert values(found, "chosen")["revenue_each"] == Decimal("-20.00")
