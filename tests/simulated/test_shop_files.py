import csv
from datetime import date, timedelta

import numpy as np
import pytest

from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from simulated.shop_files import HORIZON_DAYS, SENT_ON, write_shop
from simulated.shop_prior import ARCHETYPES


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_horizon(line):
    return date.fromisoformat(line["order_date"]) >= SENT_ON


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one, again, other = (
        write_shop(tmp_path / name, seed=seed, customers=2_000)
        for name, seed in (("one", 3), ("again", 3), ("other", 4))
    )
    for name in ("orders", "campaign", "customers"):
        assert getattr(one, name).read_bytes() == getattr(again, name).read_bytes()
    assert one.orders.read_bytes() != other.orders.read_bytes()


def test_every_customer_has_a_history_and_at_most_one_order_in_the_horizon(tmp_path):
    files = write_shop(tmp_path, seed=5, customers=2_000)
    lines = read(files.orders)
    days = [date.fromisoformat(line["order_date"]) for line in lines]
    assert days == sorted(days)
    assert SENT_ON - timedelta(days=730) <= days[0]
    assert days[-1] == SENT_ON + timedelta(days=HORIZON_DAYS - 1)
    assert len({line["order_id"] for line in lines}) == len(lines)
    before = {line["customer_id"] for line in lines if not in_horizon(line)}
    assert before == {row["customer_id"] for row in read(files.customers)} == set(files.customer_id.tolist())
    after = [line["customer_id"] for line in lines if in_horizon(line)]
    assert len(after) == len(set(after))
    assert all(float(line["amount"]) > 0 for line in lines)
    assert all(line["discount"] == "0.00" for line in lines if not in_horizon(line))


def test_histories_are_those_of_the_planted_segments(tmp_path):
    files = write_shop(tmp_path, seed=6, noise="low", customers=6_000)
    planted = {row["customer_id"]: row["planted_segment"] for row in read(files.customers)}
    last, many, spent = {}, {}, {}
    for line in read(files.orders):
        if not in_horizon(line):
            who = line["customer_id"]
            last[who] = (SENT_ON - date.fromisoformat(line["order_date"])).days
            many[who] = many.get(who, 0) + 1
            spent[who] = spent.get(who, 0) + float(line["amount"])
    truth = files.shop.truth
    for s, name in enumerate(files.shop.known.names):
        kind = next(kind for kind in ARCHETYPES if kind.name == name)
        members = [who for who, segment in planted.items() if segment == name]
        assert np.median([last[who] for who in members]) == pytest.approx(kind.recency_days, rel=0.25, abs=2)
        assert np.mean([many[who] for who in members]) == pytest.approx(kind.past_orders, rel=0.1)
        average = sum(spent[who] for who in members) / sum(many[who] for who in members)
        assert average == pytest.approx(truth.order_value[s], rel=0.2)


def test_outcomes_in_the_orders_show_the_true_effects(tmp_path):
    files = write_shop(tmp_path, seed=7, customers=30_000)
    arm = {row["customer_id"]: row["arm"] for row in read(files.campaign)}
    planted = {row["customer_id"]: row["planted_segment"] for row in read(files.customers)}
    ordered = {line["customer_id"] for line in read(files.orders) if in_horizon(line)}
    groups = {}
    for who, received in arm.items():
        groups.setdefault((planted[who], received), []).append(who)
    alone = {name: members for (name, received), members in groups.items() if received == "control"}
    outside = cells = 0
    for (name, received), members in groups.items():
        rate = np.mean([who in ordered for who in members])
        true = files.true_base_rate(alone[name])
        if received != "control":
            action = [does.name for does in files.shop.known.actions].index(received)
            true = files.true_base_rate(members) + files.true_effect(members, action)
        outside += abs(rate - true) > 3 * np.sqrt(true * (1 - true) / len(members))
        cells += 1
    assert cells == len(files.shop.known.names) * 4
    assert outside <= 1


def test_the_truth_of_a_whole_segment_is_the_shop_s(tmp_path):
    files = write_shop(tmp_path, seed=8, customers=2_000)
    truth = files.shop.truth
    for s in range(len(truth.sizes)):
        members = files.customer_id[truth.segment == s].tolist()
        assert files.true_base_rate(members) == pytest.approx(truth.base_rate[s])
        for action in range(3):
            assert files.true_effect(members, action) == pytest.approx(truth.effect[s, action])
            assert files.true_gain(members, action) == pytest.approx(truth.gain[s, action])


def test_a_part_may_be_tested_and_the_rest_is_left_alone(tmp_path):
    files = write_shop(tmp_path, seed=9, customers=4_000, tested=1_000)
    campaign = read(files.campaign)
    assert len(campaign) == len({row["customer_id"] for row in campaign}) == 1_000
    assert {row["sent_on"] for row in campaign} == {SENT_ON.isoformat()}
    sent = {row["customer_id"]: row["arm"] for row in campaign}
    cut = {line["customer_id"] for line in read(files.orders) if line["discount"] != "0.00"}
    assert cut
    assert {sent[who] for who in cut} == {"offer_sms"}
    untested = [who for who in files.customer_id.tolist() if who not in sent]
    ordered = {line["customer_id"] for line in read(files.orders) if in_horizon(line)}
    true = files.true_base_rate(untested)
    rate = np.mean([who in ordered for who in untested])
    assert abs(rate - true) < 4 * np.sqrt(true * (1 - true) / len(untested))


def test_the_product_reads_the_files(tmp_path, workspace):
    files = write_shop(tmp_path / "shop", seed=5, customers=2_000)
    run(tool_of(load_data), {"source": str(files.orders)}, workspace)
    found = run(tool_of(rfm_segments), {"to": "2024-09-30"}, workspace)
    counted = {key: fact.value for key, fact in found.reply.facts.items() if key.endswith(".customers")}
    assert counted["rfm_segments.all.customers"] == 2_000
