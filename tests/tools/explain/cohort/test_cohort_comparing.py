"""Newer cohorts against earlier ones, cohorts that stand out, and the same look back for all."""

from datetime import date, timedelta

import pytest
from cohort_answers import answer, codes, joined, said

from customer_segmentation.explain.cohort.comparing import _each_against_rest
from customer_segmentation.explain.cohort.equal_terms import Again
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.stats.shares import difference
from rows_shop import line

START, END = line("s", "s", "2023-01-01", 1), line("z", "z", "2024-12-31", 1)


def month(place, number, again):
    """Newcomers of a month from January 2023 on, so many of whom order again after ten days."""
    day = date(2023 + place // 12, place % 12 + 1, 5)
    return [*joined(f"m{place}-", again, day, 10), *joined(f"o{place}-", number - again, day)]


def test_the_newest_are_compared_with_the_same_season_a_year_earlier(workspace):
    rows = [START, END]
    for place in range(3, 21):
        rows += month(place, 50, 40 if place in {6, 7, 8} else 10 if place >= 18 else 20)
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "newest_from", "newest_to") == [date(2024, 7, 1), date(2024, 9, 30)]
    assert said(reply, "all", "earlier_from", "earlier_to") == [date(2023, 7, 1), date(2023, 9, 30)]
    assert said(reply, "all", "newest_share", "earlier_share") == [30 / 150, 120 / 150]
    points = difference(30, 150, 120, 150)
    assert said(reply, "all", "newest_points", "newest_points_low", "newest_points_high") == list(points)
    assert (reply.detail["verdict"], reply.detail["a_year_ago"]) == ("worse", True)


def test_or_with_all_earlier_ones_where_asked(workspace):
    rows = [START, END]
    for place in range(3, 21):
        rows += month(place, 50, 40 if place in {6, 7, 8} else 30)
    reply = answer(workspace, rows, period="month", compare="earlier")
    assert said(reply, "all", "earlier_from", "earlier_to") == [date(2023, 4, 1), date(2024, 6, 30)]
    assert said(reply, "pooled", "earlier_followed", "earlier_ordered_again") == [750, 480]
    assert (reply.detail["verdict"], reply.detail["a_year_ago"]) == ("alike", False)


def test_a_season_that_is_not_there_cannot_be_asked_for(workspace):
    rows = [START, line("z", "z", "2023-12-31", 1)]
    for place in range(3, 9):
        rows += month(place, 50, 20)
    with pytest.raises(MethodError) as refused:
        answer(workspace, rows, period="month", compare="year_ago")
    assert refused.value.code == "cohort_no_year_ago"


def test_more_cohorts_are_the_newest_where_a_few_are_too_small(workspace):
    rows = [START, END]
    for place in range(9, 21):
        rows += month(place, 8, 4)
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "newest_from") == date(2024, 6, 1)
    assert said(reply, "pooled", "newest_followed", "earlier_followed") == [32, 64]


def test_old_customers_do_not_flatter_early_cohorts(workspace):
    """Regulars who buy every 150 days and again ten days later pass for new early in the data; nobody changed."""
    rows = [START, END]
    for place in range(3, 21):
        rows += month(place, 20, 2)
    for n in range(120):
        day = date(2023, 1, 1) + timedelta(days=n)
        while day + timedelta(days=10) <= date(2024, 12, 31):
            rows += [
                line(f"r{n}", f"r{n}-{day}", day, 5),
                line(f"r{n}", f"r{n}-{day}b", day + timedelta(days=10), 5),
            ]
            day += timedelta(days=150)
    rows = [row for row in rows if row["ordered_at"].date() >= date(2023, 2, 20)]
    reply = answer(workspace, rows, period="month", compare="earlier")
    raw = [said(reply, f"2023-{m:02}", "ordered_again_share") for m in (6, 12)]
    assert raw[0] is None or raw[0] > 0.5
    assert said(reply, "all", "look_back_days") == (date(2023, 6, 1) - date(2023, 2, 20)).days
    assert reply.detail["verdict"] == "alike"
    assert "cohort_stands_out" not in codes(reply)


def test_new_is_whoever_had_no_order_for_the_whole_look_back(workspace):
    """In September 2024 the look back of 90 days begins on 3 June: who ordered that day is not new."""
    rows = [START, END]
    for place in range(3, 21):
        rows += month(place, 20, 10)
    for first, name in ((date(2024, 6, 3), "silent too short"), (date(2024, 6, 2), "silent enough")):
        rows += joined(name, 35, first, (date(2024, 9, 5) - first).days)
    reply = answer(workspace, rows, period="month", compare="earlier")
    assert said(reply, "all", "look_back_days") == 90
    assert said(reply, "pooled", "newest_followed", "newest_ordered_again") == [3 * 20 + 35, 30]


def test_a_planted_cohort_stands_out(workspace):
    rows = [START, END]
    for place in range(3, 21):
        rows += month(place, 60, 45 if place == 10 else 15)
    reply = answer(workspace, rows, period="month")
    assert [f.subject for f in reply.findings if f.code == "cohort_stands_out"] == ["2023-11"]
    points = difference(45, 60, 17 * 15, 17 * 60)
    assert said(reply, "2023-11", "again_points", "again_points_low", "again_points_high") == list(points)


def test_chance_alone_seldom_stands_out():
    """Of forty cohorts alike, one that a single look would call different is not called so."""
    counts = {n: Again(100, 30) for n in range(39)} | {39: Again(100, 40)}
    apart = _each_against_rest(counts)
    assert apart[39].points.low > 0
    assert not any(found.reliable for found in apart.values())


def test_the_few_are_not_compared():
    counts = {"a": Again(29, 29), "b": Again(100, 0), "c": Again(0, 0)}
    assert _each_against_rest(counts) == {}
    assert set(_each_against_rest(counts | {"d": Again(30, 0)})) == {"b", "d"}
    assert _each_against_rest({}) == {}
