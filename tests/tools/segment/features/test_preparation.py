"""How customers become points, against the same worked out with numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix
from customer_segmentation.segment.features.preparation import Preparation, Scaling, nearly_alike, prepare

RNG = np.random.default_rng(0)


def matrix(kinds=None, units=None, **columns):
    names = list(columns)
    features = tuple(
        Feature(name, "", (kinds or {}).get(name, "number"), (units or {}).get(name, "average"))
        for name in names
    )
    values = np.stack([np.asarray(columns[name], dtype=float) for name in names], axis=1)
    levels = {name: ("x", "y", "z") for name in names if (kinds or {}).get(name) == "category"}
    return FeatureMatrix(features, np.arange(len(values)).astype(str), values, levels, len(values))


def test_a_skewed_feature_is_compared_by_its_logarithm_and_an_even_one_as_it_is():
    found = prepare(
        matrix(skewed=RNG.lognormal(3, 1, 500), even=RNG.normal(50, 5, 500)), Scaling.AUTO, fences=False
    )
    assert [(p.name, p.log) for p in found.numbers] == [("skewed", True), ("even", False)]


@pytest.mark.parametrize(
    ("units", "values"),
    [
        ({"x": "share"}, [0.0] * 95 + [1.0] * 5),
        ({}, [0.0] * 95 + [1.0] * 5),
        ({}, list(-RNG.lognormal(3, 1, 100))),
    ],
    ids=["share", "flag", "negative"],
)
def test_shares_flags_and_negative_values_keep_their_scale(units, values):
    found = prepare(matrix(units=units, x=values), Scaling.AUTO, fences=False)
    assert not found.numbers[0].log


def test_points_are_standard_scores_of_the_logarithms():
    skewed, even = RNG.lognormal(3, 1, 500), RNG.normal(50, 5, 500)
    data = matrix(skewed=skewed, even=even)
    logs = np.log1p(skewed)
    expected = np.stack([(logs - logs.mean()) / logs.std(), (even - even.mean()) / even.std()], axis=1)
    assert prepare(data, Scaling.AUTO, fences=False).points(data) == pytest.approx(expected)


@pytest.mark.parametrize("scaling", [Scaling.STANDARD, Scaling.ROBUST, Scaling.NONE])
def test_a_named_scaling_takes_no_logarithms(scaling):
    values = RNG.lognormal(3, 1, 500)
    data = matrix(x=values)
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    expected = {
        Scaling.STANDARD: (values - values.mean()) / values.std(),
        Scaling.ROBUST: (values - middle) / (high - low),
        Scaling.NONE: values,
    }[scaling]
    assert prepare(data, scaling, fences=False).points(data)[:, 0] == pytest.approx(expected)


def test_what_is_missing_counts_as_the_median_and_is_counted():
    data = matrix(x=[1.0, 2.0, 9.0, np.nan])
    found = prepare(data, Scaling.NONE, fences=False)
    assert found.points(data)[:, 0].tolist() == [1, 2, 9, 2]
    assert found.numbers[0].unknown == 0.25


def test_features_that_tell_nothing_are_dropped():
    data = matrix(same=[5.0] * 10, unknown=[np.nan] * 6 + [1.0, 2, 3, 4], told=range(10))
    found = prepare(data, Scaling.AUTO, fences=False)
    assert (found.names, found.constant, found.unknown) == (["told"], ["same"], ["unknown"])


def test_a_category_of_one_level_is_dropped_and_missing_ones_have_no_code():
    data = matrix(kinds={"c": "category", "d": "category"}, c=[0, 1, np.nan, 1], d=[2, 2, 2, 2])
    found = prepare(data, Scaling.AUTO, fences=False)
    assert (found.categories, found.constant) == (["c"], ["d"])
    assert found.codes(data).tolist() == [[0], [1], [-1], [1]]


def test_extreme_customers_lie_beyond_the_fences_and_do_not_shift_the_scale():
    values = np.append(RNG.normal(50, 5, 500), [5_000.0, -4_000.0])
    data = matrix(x=values)
    found = prepare(data, Scaling.STANDARD, fences=True)
    assert found.outliers(data).nonzero()[0].tolist() == [500, 501]
    assert found.numbers[0].centre == pytest.approx(values[:500].mean())
    assert found.numbers[0].scale == pytest.approx(values[:500].std())


@given(st.integers(0, 10_000), st.sampled_from(["cauchy", "exponential", "pareto"]))
def test_never_more_than_a_hundredth_are_outliers(seed, kind):
    rng = np.random.default_rng(seed)
    draws = {
        "cauchy": rng.standard_cauchy,
        "exponential": rng.standard_exponential,
        "pareto": lambda n: rng.pareto(0.5, n),
    }
    data = matrix(a=draws[kind](1000), b=draws[kind](1000), c=rng.normal(size=1000))
    for scaling in Scaling:
        assert prepare(data, scaling, fences=True).outliers(data).mean() <= 0.01


def test_few_customers_have_no_fences():
    data = matrix(x=[*range(50), 10_000.0])
    assert not prepare(data, Scaling.AUTO, fences=True).outliers(data).any()


def test_later_customers_are_prepared_alike():
    data = matrix(x=RNG.lognormal(3, 1, 500))
    found = prepare(data, Scaling.AUTO, fences=True)
    read = Preparation.model_validate_json(found.model_dump_json())
    assert read == found
    later = matrix(x=[1.0, 20.0, np.nan])
    assert read.points(later).tolist() == found.points(later).tolist()


def test_features_that_tell_nearly_the_same_are_named():
    x = RNG.normal(size=200)
    points = np.stack([x, RNG.normal(size=200), -x + RNG.normal(0, 0.01, 200)], axis=1)
    assert nearly_alike(points, ["a", "b", "c"]) == [("a", "c")]
