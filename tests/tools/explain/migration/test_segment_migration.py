from datetime import date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from migration_answers import assignment, counted, day, matrix, migrated, moves, problems, rfm, rule

from answers import values
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop
from shop_on_disk import load_shop, sale
from small_shop import LAST, small_shop


def few(workspace):
    """Ten days apart: who has two orders is in ``chosen``; the second day is 2024-03-01."""
    rows = [
        line("begins", "b", "2023-12-01", 1),
        line("climbs", "c1", "2024-01-05", 10),
        line("climbs", "c2", "2024-02-10", 30),
        line("stays", "s1", "2024-01-01", 5),
        line("stays", "s2", "2024-01-02", 5),
        line("stays", "s3", "2024-02-20", 7),
        line("starts", "n1", "2024-02-15", 4),
        line("starts", "n2", "2024-02-16", 4),
        line("gives back", "g1", "2024-01-10", 9),
        line("gives back", "g1", "2024-02-12", -9),
        line("sleeps", "z1", "2024-01-03", 2),
    ]
    data = shop(workspace, rows, as_of=day("2024-03-01"))
    return migrated(workspace, rule(workspace, data, rule="orders >= 2"), from_="2024-02-01")


def test_every_move_of_a_few_customers_worked_by_hand(workspace):
    found = few(workspace)
    assert moves(found) == {
        ("others", "chosen"): 1,
        ("chosen", "chosen"): 1,
        ("new", "chosen"): 1,
        ("others", "gone"): 1,
        ("others", "others"): 2,
    }
    everybody = values(found, "all")
    counts = {
        m: everybody[m] for m in ("customers_before", "customers_after", "followed", "moved", "new", "gone")
    }
    assert counts == {
        "customers_before": 5,
        "customers_after": 5,
        "followed": 4,
        "moved": 1,
        "new": 1,
        "gone": 1,
    }
    assert everybody["moved_share"] == 0.25
    assert (everybody["from_on"], everybody["to_on"], everybody["days_between"]) == (
        date(2024, 2, 1),
        date(2024, 3, 1),
        29,
    )


def test_what_movers_spent_is_what_was_booked_on_its_day(workspace):
    found = few(workspace)
    stayed, moved = values(found, "stayed"), values(found, "moved")
    assert (moved["spent_before"], moved["spent_between"]) == (Decimal("10.00"), Decimal("30.00"))
    assert "spent_change" not in moved
    # 29 days lie between the two days, so the window before begins on January 3: "stays" bought too early for it.
    assert (stayed["spent_before"], stayed["spent_between"]) == (Decimal("2.00"), Decimal("7.00"))
    assert values(found, "no_longer_in")["spent_between"] == Decimal("-9.00")


def test_the_file_of_moves_names_everybody_who_is_elsewhere(workspace):
    found = few(workspace)
    rows = pd.read_parquet(found.folder / "moves.parquet")
    told = {
        row.customer_id: (row.segment_before, row.segment_after)
        for row in rows.astype(object).where(rows.notna(), None).itertuples()
    }
    assert told == {
        "climbs": ("others", "chosen"),
        "starts": (None, "chosen"),
        "gives back": ("others", None),
    }
    assert list(rows["customer_id"]) == sorted(rows["customer_id"])


def test_who_moved_is_for_the_person_alone(workspace):
    found = few(workspace)
    assert found.reply.rows["who_moved"].rows == [["climbs", "others", "chosen", 10.0, 30.0]]
    seen = for_model(found.reply, found.number, "en")
    assert "climbs" not in seen
    assert "[[table:who_moved]]" in seen


def test_moves_of_fewer_than_five_are_not_told_one_by_one(workspace):
    found = few(workspace)
    assert "moves" not in found.reply.tables
    assert "segment_migration.chosen.to_chosen =" not in for_model(found.reply, found.number, "en")


@pytest.fixture
def segmented(workspace):
    return rfm(workspace, load_shop(workspace, small_shop()).id)


def frozen_before(workspace, formed, rows, when):
    """The same cut points on a file that ends before ``when``: nothing later can have been seen."""
    past = load_shop(workspace.with_(thread="past"), [row for row in rows if row[2] < f"{when}"], as_of=when)
    cuts = formed.reply.detail["thresholds"]
    return assignment(rfm(workspace.with_(thread="past"), past.id, thresholds=cuts))


@pytest.mark.parametrize("when", [LAST - timedelta(days=200), date(2024, 6, 1)])
def test_flows_are_those_between_two_files_cut_alike(workspace, segmented, when):
    found = migrated(workspace, segmented, from_=when.isoformat())
    expected = counted(frozen_before(workspace, segmented, small_shop(), when), assignment(segmented))
    assert moves(found) == expected


def test_both_days_may_lie_in_the_past(workspace, segmented):
    first, second = date(2024, 3, 1), date(2024, 9, 1)
    found = migrated(workspace, segmented, from_=first.isoformat(), to=second.isoformat())
    assignments = [frozen_before(workspace, segmented, small_shop(), when) for when in (first, second)]
    assert moves(found) == counted(*assignments)


def test_spending_is_counted_again_from_the_lines(workspace, segmented):
    found = migrated(workspace, segmented)
    first = values(found, "all")["from_on"]
    earlier = frozen_before(workspace, segmented, small_shop(), first)
    later = assignment(segmented)
    stayed = {who for who in earlier.index if later.get(who) == earlier[who]}
    before = f"{first - timedelta(days=90)}"
    spent = {"spent_before": Decimal(0), "spent_between": Decimal(0)}
    for who, _, at, _, amount, _ in small_shop():
        if who in stayed and at >= before:
            spent["spent_between" if at >= f"{first}" else "spent_before"] += Decimal(amount)
    told = values(found, "stayed")
    assert {m: told[m] for m in spent} == spent


def test_up_and_down_follow_the_declared_order(workspace, segmented):
    found = migrated(workspace, segmented)
    order = found.reply.detail["ladder"]
    assert order[0] == "champions"
    assert order[-1] == "one_time_lapsed"
    steps = {
        move: order.index(move[0]) - order.index(move[1])
        for move in moves(found)
        if "new" not in move and "gone" not in move
    }
    counts = moves(found)
    everybody = values(found, "all")
    assert everybody["up"] == sum(counts[move] for move, step in steps.items() if step > 0)
    assert everybody["down"] == sum(counts[move] for move, step in steps.items() if step < 0)
    assert everybody["up"] + everybody["down"] == everybody["moved"]


@pytest.mark.parametrize("asked", [{}, {"from_": "2024-01-15"}, {"to": "2024-05-05"}])
def test_flows_add_up(workspace, segmented, asked):
    found = migrated(workspace, segmented, **asked)
    everybody = values(found, "all")
    segments = found.reply.tables["migration"].subjects
    for segment in segments:
        told = values(found, segment)
        assert told["stayed"] + told["left"] == told["customers_before"]
        assert told["stayed"] + told["entered"] == told["customers_after"]
    for when in ("customers_before", "customers_after"):
        assert sum(values(found, segment)[when] for segment in segments) == everybody[when]
    assert everybody["followed"] + everybody["new"] == everybody["customers_after"]
    assert everybody["followed"] + everybody["gone"] == everybody["customers_before"]
    for shares in matrix(found).values():
        assert sum(shares) == pytest.approx(1.0, abs=1e-12)
    for subject in matrix(found):
        told = values(found, subject)
        counts = sum(v for m, v in told.items() if m.startswith("to_") and not m.endswith("_share"))
        assert counts == told.get("customers_before", told.get("customers"))


def test_rows_in_another_order_change_nothing(workspace, segmented):
    again = rfm(workspace, load_shop(workspace, small_shop()[::-1]).id)
    assert migrated(workspace, again).reply.facts == migrated(workspace, segmented).reply.facts


def test_other_customer_ids_change_nothing(workspace, segmented):
    other = rfm(workspace, load_shop(workspace, [(f"x{row[0][::-1]}", *row[1:]) for row in small_shop()]).id)
    assert migrated(workspace, other).reply.facts == migrated(workspace, segmented).reply.facts


def test_days_that_are_all_shifted_change_only_the_days(workspace, segmented):
    def later(row):
        return sale(
            row[0], row[1], datetime.fromisoformat(row[2]) + timedelta(days=400), row[4], row[5], row[3]
        )

    shifted = rfm(workspace, load_shop(workspace, [later(row) for row in small_shop()]).id)
    one, other = (migrated(workspace, of).reply.facts for of in (segmented, shifted))
    days = {key for key, fact in one.items() if fact.unit == "date"}
    assert len(days) == 2
    assert {k: f for k, f in one.items() if k not in days} == {
        k: f for k, f in other.items() if k not in days
    }


def test_groups_of_what_does_not_change_do_not_move(workspace):
    rows = [
        line(f"c{n}", f"o{n}-{k}", day(f"2024-0{1 + k}-0{1 + n % 9}"), 5) for n in range(40) for k in range(3)
    ]
    traits = [{"customer_id": f"c{n}", "country": "DE" if n % 2 else "FR"} for n in range(40)]
    data = shop(workspace, rows, [column("country", table="customers")], traits)
    found = migrated(workspace, run(tool_of(trait_segments), {"data": data, "traits": "country"}, workspace))
    assert values(found, "all")["moved"] == 0
    assert "moves" not in found.reply.tables
    assert not problems(workspace, found, "en")


def test_a_rule_that_nobody_fulfilled_yet_leaves_everybody_outside(workspace):
    rows = [line(f"c{n}", f"a{n}", "2024-01-05", 5) for n in range(8)]
    rows += [line(f"c{n}", f"b{n}", "2024-03-05", 5) for n in range(6)]
    rows += [line("old", "o", "2023-12-01", 5)]
    data = shop(workspace, rows)
    found = migrated(workspace, rule(workspace, data, rule="orders >= 2"), from_="2024-02-01")
    assert moves(found) == {("others", "chosen"): 6, ("others", "others"): 3}
    assert values(found, "move1")["customers"] == 6
    assert "net_change" not in values(found, "chosen")


def test_one_customer_alone_is_followed(workspace):
    rows = [line("only", "o1", "2024-01-01", 5), line("only", "o2", "2024-06-01", 5)]
    found = migrated(workspace, rfm(workspace, shop(workspace, rows)))
    assert values(found, "all")["followed"] == 1
    for language in ("en", "zh"):
        assert problems(workspace, found, language) == []


def test_a_filter_holds_on_both_days(workspace):
    data = load_shop(workspace, small_shop())
    found = migrated(workspace, rfm(workspace, data.id, where="orders >= 2"))
    assert values(found, "all")["customers_before"] > 0
    assert found.reply.detail["filter"] == ""
    assert problems(workspace, found, "en") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reply_is_grounded(workspace, segmented, language):
    assert problems(workspace, migrated(workspace, segmented), language) == []


def test_names_that_a_person_gave_stand_in_the_moves(workspace):
    data = load_shop(workspace, small_shop())
    formed = rfm(workspace, data.id, names='champions=VIPs [[x]] "a"', merge="at_risk+cant_lose=Win back")
    found = migrated(workspace, formed)
    assert {"m1"} <= set(found.reply.tables["migration"].subjects)
    assert not {"m1"} & set(found.reply.tables.get("moves").subjects)
    for language in ("en", "zh"):
        assert problems(workspace, found, language) == []


def test_better_and_worse_clusters_follow_turnover_each_and_it_is_said(workspace):
    formed = run(
        tool_of(cluster_customers),
        {"data": load_shop(workspace, small_shop()).id, "method": "kmeans", "k": 3, "outliers": "keep"},
        workspace,
    )
    found = migrated(workspace, formed)
    people = pd.read_parquet(formed.folder / "assignment.parquet")
    each = people.groupby("segment")["revenue"].sum() / people.groupby("segment").size()
    ladder = sorted(each.index, key=lambda segment: -each[segment])
    assert (found.reply.detail["ladder"], found.reply.detail["by_turnover"]) == (ladder, True)
    up = sum(
        many
        for (before, after), many in moves(found).items()
        if {before, after} <= set(ladder) and ladder.index(after) < ladder.index(before)
    )
    assert values(found, "all")["up"] == up > 0
    assert "turnover per customer" in prose("segment_migration", found.reply, "en")
    for language in ("en", "zh"):
        assert problems(workspace, found, language) == []


def test_below_thirty_customers_counts_are_told_and_no_change(workspace):
    rows = [line(f"c{n}", f"a{n}", "2024-01-05", 5) for n in range(35)]
    rows += [line(f"c{n}", f"x{n}", "2024-01-20", 5) for n in range(4)]
    rows += [line(f"c{n}", f"b{n}", "2024-03-05", 5) for n in range(10)]
    found = migrated(
        workspace, rule(workspace, shop(workspace, rows), rule="orders >= 2"), from_="2024-02-01"
    )
    small, large = values(found, "chosen"), values(found, "others")
    assert (small["customers_before"], small["customers_after"]) == (4, 10)
    assert "net_change" not in small
    assert large["net_change"] == pytest.approx(25 / 31 - 1)
