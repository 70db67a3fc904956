from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from anchored_rule import anchored_scores
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.segment.rfm.cuts import Scoring, find_cuts
from customer_segmentation.segment.rfm.thresholds import spread

ENGINE = DuckDB(Path())
PEOPLE = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.one_of(st.just(1), st.integers(1, 6), st.integers(1, 40)),
        st.one_of(st.integers(-3, 8).map(Decimal), st.decimals("-50", "900", places=4)),
    ),
    min_size=1,
    max_size=60,
)


def cuts(people, scoring, classes=5, fixed=None):
    """The cuts of (recency_days, frequency, revenue) of each customer."""
    rows = ", ".join(
        f"('c{n}', {days}, {often}, CAST({much:f} AS DECIMAL(18, 4)))"
        for n, (days, often, much) in enumerate(people)
    )
    ENGINE.connection.execute(
        "CREATE OR REPLACE TEMP TABLE rfm_measures (customer_id VARCHAR, recency_days BIGINT, "
        f"frequency BIGINT, revenue DECIMAL(18, 4)); INSERT INTO rfm_measures VALUES {rows}"
    )
    return find_cuts(ENGINE, scoring, classes, fixed or {})


def scored(measure, value, four):
    reached = sum(cut <= value for cut in four)
    return 5 - reached if measure == "R" else 1 + reached


def scores(people, found):
    return [
        tuple(scored(m, value, found[m]) for m, value in zip("RFM", person, strict=True)) for person in people
    ]


@given(PEOPLE, st.integers(2, 5))
def test_anchored_scores_equal_a_slow_reading_of_the_rule(people, classes):
    by_measure = zip("RFM", zip(*people, strict=True), strict=True)
    expected = [anchored_scores(measure, values, classes) for measure, values in by_measure]
    assert scores(people, cuts(people, Scoring.ANCHORED, classes)) == list(zip(*expected, strict=True))


@given(PEOPLE, st.sampled_from(Scoring), st.integers(2, 5))
def test_better_never_scores_lower_and_equal_never_differs(people, scoring, classes):
    found = scores(people, cuts(people, scoring, classes))
    for measure in range(3):
        pairs = sorted((person[measure], score[measure]) for person, score in zip(people, found, strict=True))
        in_order = [score for _, score in pairs]
        assert in_order == sorted(in_order, reverse=measure == 0)
        assert len({value for value, _ in pairs}) == len(set(pairs))
        assert set(in_order) <= {1, 2, 3, 4, 5}


@given(PEOPLE)
def test_one_time_buyers_are_exactly_the_lowest_frequency_score(people):
    found = scores(people, cuts(people, Scoring.ANCHORED))
    assert [f == 1 for _, f, _ in found] == [often == 1 for _, often, _ in people]


@given(PEOPLE, st.integers(2, 5))
def test_a_quantile_score_is_one_plus_the_quantiles_strictly_below(people, classes):
    found = cuts(people, Scoring.QUANTILE, classes)
    labels = spread(classes)
    for measure, values in zip("RFM", zip(*people, strict=True), strict=True):
        ordered = sorted(values)
        quantiles = [ordered[-(-part * len(values) // classes) - 1] for part in range(1, classes)]
        below = [sum(quantile < value for quantile in quantiles) for value in values]
        expected = [labels[classes - 1 - n] if measure == "R" else labels[n] for n in below]
        assert [scored(measure, value, found[measure]) for value in values] == expected


def test_plain_quantiles_leave_scores_empty_where_the_anchored_rule_does_not():
    people = [
        (n + 1, often, Decimal(n))
        for n, often in enumerate([1] * 41 + [2] * 20 + [3] * 14 + [5] * 13 + [9] * 12)
    ]
    assert {f for _, f, _ in scores(people, cuts(people, Scoring.QUANTILE))} == {1, 3, 4, 5}
    assert Counter(f for _, f, _ in scores(people, cuts(people, Scoring.ANCHORED))) == {
        1: 41, 2: 20, 3: 14, 4: 13, 5: 12,
    }  # fmt: skip


def test_what_remains_is_divided_again_after_a_large_tie():
    # 60 of 100 spent 10: they fill the first class alone, the 40 left are divided by four and not by twenty.
    people = [(1, 1, Decimal(10))] * 60 + [(1, 1, Decimal(100 + n)) for n in range(40)]
    assert cuts(people, Scoring.ANCHORED)["M"] == (100, 110, 120, 130)


@pytest.mark.parametrize(
    ("counts", "first_class"),
    [
        ([15, 10, 75], 2),  # 15 + 10 overshoots the aim of 20 by as much as 15 falls short of it: taken in
        ([15, 11, 74], 1),
        ([19, 2, 79], 2),
        ([20, 1, 79], 1),
    ],
)
def test_a_class_closes_where_the_next_value_would_overshoot_more_than_it_helps(counts, first_class):
    people = [(value + 1, 1, Decimal(0)) for value, count in enumerate(counts) for _ in range(count)]
    assert cuts(people, Scoring.ANCHORED)["R"][0] == first_class + 1


def test_everybody_alike_is_one_class_and_scores_best():
    people = [(7, 3, Decimal("9.5"))] * 40
    assert set(scores(people, cuts(people, Scoring.ANCHORED))) == {(5, 5, 5)}


def test_nobody_ordered_twice():
    people = [(n, 1, Decimal(n)) for n in range(1, 11)]
    found = cuts(people, Scoring.ANCHORED)
    assert found["F"] == (2, 2, 2, 2)
    assert {f for _, f, _ in scores(people, found)} == {1}


def test_one_class_of_repeat_buyers_is_the_best_there_is():
    people = [(n, 1 + (n > 8), Decimal(n)) for n in range(1, 11)]
    assert cuts(people, Scoring.ANCHORED)["F"] == (2, 2, 2, 2)


def test_given_cuts_stand_and_only_the_others_are_found():
    people = [(n, n, Decimal(n)) for n in range(1, 11)]
    fixed = {"R": (Decimal(3), Decimal(4), Decimal(4), Decimal(9))}
    found = cuts(people, Scoring.ANCHORED, fixed=fixed)
    assert (found["R"], list(found)) == (fixed["R"], ["R", "F", "M"])
    assert found["M"] == cuts(people, Scoring.ANCHORED)["M"]


def test_k_means_finds_separate_clumps_whatever_their_sizes():
    clumps = [(1, 3), (10, 50), (100, 20), (1000, 5), (10_000, 40)]
    people = [(1, 1, Decimal(centre + n % 3)) for centre, many in clumps for n in range(many)]
    found = scores(people, cuts(people, Scoring.KMEANS))
    assert [m for _, _, m in found] == [n for n, (_, many) in enumerate(clumps, start=1) for _ in range(many)]


@given(PEOPLE, st.randoms(use_true_random=False), st.sampled_from(Scoring))
def test_the_order_of_customers_does_not_matter(people, random, scoring):
    shuffled = random.sample(people, len(people))
    assert cuts(shuffled, scoring) == cuts(people, scoring)
