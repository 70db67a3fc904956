from datetime import date

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from customer_segmentation.explain.time_split import Window
from customer_segmentation.explain.validation.followed import Followed
from customer_segmentation.explain.validation.scores import Score, Split, all_scores, learnt_rates

WINDOW = Window(date(2024, 1, 1), date(2024, 4, 1), date(2023, 1, 1), date(2023, 4, 1), 500)


def customers(seed=1, size=300, segments=("c1", "c2", "c3")):
    draw = np.random.default_rng(seed)
    codes = draw.integers(0, len(segments), size)
    came = draw.random(size) < np.array([0.7, 0.2, 0.4])[codes]
    return Followed(
        window=WINDOW,
        segments=segments,
        numbers=np.arange(size),
        codes=codes,
        recency_days=draw.integers(1, 300, size).astype(float),
        orders=draw.integers(1, 9, size).astype(float),
        revenue=draw.normal(50, 40, size),
        came_back=came,
        orders_after=came.astype(np.int64),
        spent_after=came * 10.0,
    )


def test_a_declared_order_needs_no_past():
    now = customers()
    scores = all_scores(Split(now, None), ["c3", "c1", "c2"])
    assert [set(scores[Score.SEGMENTS][now.of(s)]) for s in ("c3", "c1", "c2")] == [{0.0}, {-1.0}, {-2.0}]
    assert Score.FORMULA not in scores


def test_without_a_declared_order_and_without_a_past_there_is_none():
    assert Score.SEGMENTS not in all_scores(Split(customers(), None), [])


def test_an_order_is_learnt_from_before_and_never_from_the_days_that_judge():
    now, before = customers(1), customers(2)
    scores = all_scores(Split(now, before), [])[Score.SEGMENTS]
    mirrored = Followed(**{**vars(now), "came_back": ~now.came_back})
    assert (all_scores(Split(mirrored, before), [])[Score.SEGMENTS] == scores).all()
    rates = learnt_rates(before)
    assert sorted(rates, key=rates.get) == ["c2", "c3", "c1"]
    own = before.came_back[before.of("c1")]
    assert rates["c1"] == pytest.approx((own.sum() + 30 * before.came_back.mean()) / (len(own) + 30))


def test_a_segment_in_which_nobody_was_then_counts_as_average():
    now, before = customers(1, segments=("c1", "c2", "c9")), customers(2, segments=("c1", "c2", "c3"))
    scores = all_scores(Split(now, before), [])[Score.SEGMENTS]
    assert set(scores[now.of("c9")]) == {before.came_back.mean()}
    assert len(set(scores)) == 3


def test_the_formula_is_scikit_learns_logistic_regression():
    now, before = customers(1), customers(2)

    def known(of):
        return np.log1p(np.column_stack([of.recency_days, of.orders, np.maximum(of.revenue, 0)]))

    centre, scale = known(before).mean(axis=0), known(before).std(axis=0)
    peer = LogisticRegression(tol=1e-12, max_iter=10_000).fit(
        (known(before) - centre) / scale, before.came_back
    )
    expected = peer.decision_function((known(now) - centre) / scale) - peer.intercept_
    found = all_scores(Split(now, before), [])[Score.FORMULA]
    assert found == pytest.approx(expected, abs=1e-4)


def test_a_past_in_which_everybody_came_back_teaches_nothing():
    before = customers(2)
    always = Followed(**{**vars(before), "came_back": np.ones(before.customers, dtype=bool)})
    assert set(all_scores(Split(customers(1), always), [])) == {
        Score.RECENCY,
        Score.FREQUENCY,
        Score.REVENUE,
    }
