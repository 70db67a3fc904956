"""Names say what sets a cluster apart, and no two are alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.name import NamePart, spelled
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.cluster.naming import _OURS, Trait, cluster_traits, named
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix
from customer_segmentation.segment.features.preparation import Scaling, prepare


def names_of(columns, labels, kinds=None, **more):
    features = tuple(
        Feature(name, "", (kinds or {}).get(name, "number"), **more.get(name, {})) for name in columns
    )
    values = np.stack([np.asarray(v, dtype=float) for v in columns.values()], axis=1)
    levels = {name: ("x", "y") for name, kind in (kinds or {}).items() if kind == "category"}
    matrix = FeatureMatrix(features, np.arange(len(values)).astype(str), values, levels, len(values))
    clusters = max(labels) + 1
    preparation = prepare(matrix, Scaling.STANDARD, fences=False)
    traits = cluster_traits(matrix, np.array(labels), clusters, preparation)
    found = named(traits, [f"c{n}" for n in range(1, clusters + 1)])
    return [spelled(parts, "en") for parts in found.values()]


def test_the_strongest_differences_make_the_name():
    assert names_of(
        {
            "recency_days": [10, 12, 300, 310, 100, 100],
            "orders": [9, 9, 1, 1, 3, 3],
            "aov": [50, 51, 50, 51, 50, 51],
        },
        [0, 0, 1, 1, 2, 2],
    ) == ["Recent, very frequent", "Lapsed long ago, bought once", "Some orders"]


def test_clusters_of_one_name_are_parted_by_what_differs_between_them():
    found = names_of(
        {
            "orders": [9, 9, 9, 9, 1, 1, 1, 1],
            "recency_days": [10, 10, 11, 11, 90, 90, 91, 91],
            "aov": [60, 60, 50, 50, 54, 56, 55, 55],
        },
        [0, 0, 1, 1, 2, 2, 2, 2],
    )
    assert len(set(found)) == 3
    assert "large baskets" in found[0]
    assert "small baskets" in found[1]


def test_what_nothing_parts_is_told_by_its_id():
    assert names_of({"orders": [1, 2, 1, 2]}, [0, 0, 1, 1]) == ["Some orders", "Some orders (c2)"]


def test_shares_flags_categories_and_own_columns_have_words():
    columns = {
        "category=Shoes": [0.9, 0.8, 0.0, 0.0],
        "member": [1, 1, 0, 0],
        "plan": [0, 0, 1, 1],
        "age": [20, 22, 60, 61],
    }
    more = {
        "category=Shoes": {"unit": "share", "header": "Category", "value": "Shoes"},
        "member": {"unit": "share", "header": "Member"},
        "plan": {"header": "Plan"},
        "age": {"header": "Age"},
    }
    alone = {
        name: names_of({name: column}, [0, 0, 1, 1], {"plan": "category"} if name == "plan" else None, **more)
        for name, column in columns.items()
    }
    assert alone == {
        "category=Shoes": ["Mostly Shoes", "Little Shoes"],
        "member": ["Member: yes", "Member: no"],
        "plan": ["Plan: x", "Plan: y"],
        "age": ["Low Age", "High Age"],
    }


@given(
    st.lists(
        st.lists(st.sampled_from([-2.0, -0.7, 0.0, 0.7, 2.0]), min_size=3, max_size=3),
        min_size=1,
        max_size=10,
    )
)
def test_no_two_names_are_alike(clusters):
    traits = [
        [
            Trait(away, NamePart(code="trait_high", values={"trait": f"f{j}{away}"}))
            for j, away in enumerate(own)
        ]
        for own in clusters
    ]
    found = named(traits, [f"c{n}" for n in range(1, len(clusters) + 1)])
    spoken = [spelled(parts, "en") for parts in found.values()]
    assert len(set(spoken)) == len(clusters)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_a_name_may_need_is_there(language):
    parts = words_of("labels", language)["name_parts"]
    levels = ("high", "typical", "low")
    graded = (*levels, "very_high", "very_low")
    shares = {"return_rate", "discount_share"}
    wanted = {f"{name}_{level}" for name in _OURS - shares for level in graded}
    wanted |= {f"{name}_{level}" for name in shares | {"share", "flag"} for level in levels}
    wanted |= {f"trait_{level}" for level in graded}
    wanted |= {
        "orders_one",
        "share_mostly",
        "flag_yes",
        "flag_no",
        "category_mostly",
        "category_often",
        "category_mixed",
        "cluster_id",
    }
    assert wanted - set(parts) == set()
    assert len({parts[code] for code in wanted}) == len(wanted)
