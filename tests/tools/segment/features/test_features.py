"""Features against the same measures worked out by hand and in plain Python."""

from datetime import date

import numpy as np
import pytest

from customer_segmentation.data.scope import open_scope
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import features_sql, read_features
from rows_shop import aggregated, column, line, shop

COLUMNS = (
    column("category"),
    column("discount_code"),
    column("age", "number", "customers", "Age"),
    column("member", "boolean", "customers"),
    column("plan", "text", "customers"),
    column("mail", "text", "customers", personal=True),
)
ROWS = [
    line("a", "o1", "2024-01-01", 10, "p", 1, category="Shoes", discount_code="SALE"),
    line("a", "o1", "2024-01-01", 30, "q", 3, category="Hats"),
    line("a", "o2", "2024-01-11", 20, "p", 2, category="Shoes"),
    line("a", "o2", "2024-01-12", -20, "p", -2, category="Shoes"),
    line("a", "o3", "2024-01-31", 40, "p", 4, category="Shoes"),
    line("b", "o4", "2024-01-31", 8, "q", 1, category="Hats"),
    line("c", "o5", "2024-01-15", 5, "q", 1, category="Hats"),
]
TRAITS = [
    {"customer_id": "a", "age": 30, "member": True, "plan": "pro", "mail": "a@x"},
    {"customer_id": "b", "age": None, "member": False, "plan": "free", "mail": "b@x"},
    {"customer_id": "z", "age": 99, "member": True, "plan": "free", "mail": "z@x"},
]


@pytest.fixture
def scope(workspace):
    data = shop(workspace, ROWS, COLUMNS, TRAITS, as_of=date(2024, 2, 1))
    with open_scope(DataRequest(data=data), workspace) as opened:
        yield opened


def by_customer(matrix, name):
    return {str(i): None if np.isnan(v) else v for i, v in zip(matrix.ids, matrix.column(name), strict=True)}


def test_measures_of_purchases_by_hand(scope):
    """a: o2 is wholly returned, so two orders on 1 and 31 January, 100 bought, 20 returned, 8 units kept."""
    matrix = read_features(choose_features("rfm, behaviour, revenue", scope), scope)
    assert list(matrix.ids) == ["a", "b", "c"]
    found = {f.name: by_customer(matrix, f.name)["a"] for f in matrix.features}
    assert found == pytest.approx(
        {
            "recency_days": 1,
            "orders": 2,
            "aov": 40,
            "tenure_days": 30,
            "gap_days": 30,
            "units_per_order": 4,
            "return_rate": 0.2,
            "category=Shoes": 0.7,
            "category=Hats": 0.3,
            "discount_share": 0.1,
            "revenue": 80,
        }
    )
    assert by_customer(matrix, "gap_days") == {"a": 30, "b": None, "c": None}


def test_traits_are_those_of_buyers_and_never_personal(scope):
    matrix = read_features(choose_features("traits", scope), scope)
    assert [f.name for f in matrix.features] == ["age", "member", "plan"]
    assert by_customer(matrix, "age") == {"a": 30, "b": None, "c": None}
    assert by_customer(matrix, "member") == {"a": 1, "b": 0, "c": None}
    assert matrix.levels == {"plan": ("free", "pro")}
    assert by_customer(matrix, "plan") == {"a": 1, "b": 0, "c": None}


def test_a_feature_may_be_named_by_header_by_words_and_as_a_share(scope):
    chosen = choose_features("Age, 订单数, turnover per order, category=Hats, orders", scope)
    assert [f.name for f in chosen] == ["age", "orders", "aov", "category=Hats"]
    assert [f.words("en") for f in chosen] == ["age", "orders", "turnover per order", "share spent on Hats"]


@pytest.mark.parametrize("text", ["mail", "shoe size", "plan=pro"])
def test_what_the_data_do_not_hold_is_said(scope, text):
    with pytest.raises(InputError) as caught:
        choose_features(text, scope)
    assert text.partition("=")[0] in str(caught.value)


def test_the_query_stands_alone_over_the_source(scope):
    features = choose_features("rfm, behaviour", scope)
    alone = scope.reproduced(features_sql(features, scope))
    found = scope.engine.rows_of(f"SELECT * FROM ({alone}) ORDER BY customer_id")
    assert found == scope.engine.rows_of(
        f"SELECT * FROM ({features_sql(features, scope)}) ORDER BY customer_id"
    )


def test_a_sample_depends_on_the_seed_and_the_customers_alone(workspace):
    rows = [line(f"c{n}", f"o{n}", "2024-01-01", n + 1) for n in range(200)]
    data = shop(workspace, rows)
    other = shop(workspace, rows[::-1], identity="e" * 24)
    samples = []
    for source, seed in ((data, 0), (other, 0), (data, 1)):
        with open_scope(DataRequest(data=source), workspace) as opened:
            samples.append(read_features(choose_features("rfm", opened), opened, sample=50, seed=seed))
    assert list(samples[0].ids) == list(samples[1].ids) == sorted(samples[0].ids)
    assert (samples[0].values == samples[1].values).all()
    assert list(samples[0].ids) != list(samples[2].ids)
    assert (len(samples[0].ids), samples[0].customers) == (50, 200)


@pytest.mark.parametrize("size", [1, 40, 150, 199, 200, 500])
def test_a_sample_is_those_of_the_lowest_hashes_with_all_their_features(workspace, size):
    rows = [
        line(f"c{n % 200}", f"o{n}", f"2024-01-{1 + n % 28:02}", n + 1, category="Hats" if n % 3 else "Shoes")
        for n in range(600)
    ]
    data = shop(workspace, rows, (column("category"),))
    with open_scope(DataRequest(data=data), workspace) as opened:
        features = choose_features("rfm, behaviour", opened)
        everybody, sample = (read_features(features, opened, sample=n, seed=3) for n in (0, size))
        lowest = opened.engine.rows_of(
            f"SELECT customer_id FROM buyers ORDER BY HASH(customer_id, 3) LIMIT {size}"
        )
    assert list(sample.ids) == sorted(customer for (customer,) in lowest)
    chosen = np.isin(everybody.ids, sample.ids)
    assert np.array_equal(sample.values, everybody.values[chosen], equal_nan=True)
    assert sample.customers == everybody.customers == 200


def test_data_of_traits_alone_are_compared_by_their_traits(workspace):
    columns = (column("age", "number", "customers"), column("town", "text", "customers"))
    people = [{"customer_id": str(n), "age": 20 + n, "town": f"T{n}"} for n in range(20)]
    data = aggregated(workspace, None, columns, people)
    with open_scope(DataRequest(data=data), workspace, purchases=False) as opened:
        matrix = read_features(choose_features("", opened), opened)
    assert [f.name for f in matrix.features] == ["age"]
    assert matrix.values.shape == (20, 1)


def test_a_value_keeps_its_own_letters_within_a_sentence():
    feature = Feature("category=Shoes", "", value="Shoes {x}", header="Category")
    assert feature.words("en") == "share spent on Shoes {x}"
    assert feature.words("zh") == "Shoes {x}消费占比"
