"""The tool: planted kinds are found and named, everybody is in one segment, and the figures are those of the table."""

import duckdb
import numpy as np
import pytest
from planted_shop import COLUMNS, assigned, clustered, partition, planted, traits, uniform

from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.name import called
from customer_segmentation.kit.prose import prose
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.ledger import ThreadLedger
from rows_shop import aggregated, column, line, shop


def fact(result, subject, measure):
    return result.reply.facts[f"cluster_customers.{subject}.{measure}"].value


def codes(result):
    return [finding.code for finding in result.reply.findings]


def test_three_kinds_are_found_and_named(found):
    _, result = found
    kinds = {frozenset(c for c in assigned(result) if c[0] == kind) for kind in "rlb"}
    assert partition(assigned(result)) == kinds
    formed = Segmentation.read(result.folder)
    assert {segment.id: segment.called("en") for segment in formed.segments} == {
        "c1": "Recent, very large baskets",
        "c2": "Recent, very frequent",
        "c3": "Lapsed long ago, bought once",
    }
    assert result.reply.detail["why"] == "stable_and_separated"


def test_groups_are_numbered_by_turnover_and_add_up(found):
    _, result = found
    revenues = [fact(result, segment, "revenue") for segment in ("c1", "c2", "c3")]
    assert revenues == sorted(revenues, reverse=True)
    assert sum(revenues) == fact(result, "all", "revenue")
    rows = duckdb.sql(
        f"SELECT segment, COUNT(*), SUM(revenue), SUM(orders) FROM '{result.folder}/assignment.parquet' GROUP BY 1"
    ).fetchall()
    for segment, customers, revenue, orders in rows:
        assert fact(result, segment, "customers") == customers
        assert fact(result, segment, "revenue") == round(revenue, 2)
        assert fact(result, segment, "orders") == orders
    assert fact(result, "all", "clusters") == 3


def test_how_sure_the_groups_are_is_a_fact(found):
    _, result = found
    assert min(fact(result, segment, "stability") for segment in ("c1", "c2", "c3")) > 0.95
    assert fact(result, "all", "seed_agreement") == pytest.approx(1)
    assert 0.8 < fact(result, "all", "explained") < 1
    assert fact(result, "k3", "separation") > 0.1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_of_the_reply_is_grounded(found, language):
    workspace, result = found
    text = prose("cluster_customers", result.reply, language)
    assert check(text, ThreadLedger(workspace)) == []


def test_labels_are_those_of_the_model(found):
    _, result = found
    model = Model.read(result.folder)
    rows = duckdb.sql(
        f"SELECT segment, recency_days, orders, CAST(revenue AS DOUBLE) / orders FROM '{result.folder}/assignment.parquet'"
    ).fetchall()
    segments = [row[0] for row in rows]
    values = np.array([row[1:] for row in rows], dtype=float)
    columns = [
        ((np.log1p(np.maximum(v, 0)) if p.log else v) - p.centre) / p.scale
        for p, v in zip(model.preparation.numbers, values.T, strict=True)
    ]
    apart = np.square(np.stack(columns, axis=1)[:, None] - np.array(model.centres)[None]).sum(axis=2)
    assert [model.ids[n] for n in apart.argmin(axis=1)] == segments


def test_the_person_may_name_groups(found):
    workspace, _ = found
    result = clustered(workspace, k=3, names="c1=Big spenders; c3=Gone")
    assert result.reply.names == {"c1": "Big spenders", "c3": "Gone"}
    with pytest.raises(InputError, match="c9"):
        clustered(workspace, k=3, names="c9=Nobody")


@pytest.mark.parametrize("method", ["gmm", "hierarchical"])
def test_every_method_finds_plain_kinds(found, method):
    workspace, result = found
    other = clustered(workspace, method=method)
    assert partition(assigned(other)) == partition(assigned(result))


@pytest.mark.parametrize("method", ["dbscan", "hdbscan"])
def test_dense_places_lie_within_kinds_and_the_rest_is_noise(found, method):
    """Orders are whole numbers, so every kind has several dense places."""
    workspace, result = found
    other = clustered(workspace, method=method)
    placed = assigned(other)
    assert set(placed) == set(assigned(result))
    kinds = {segment: {c[0] for c, s in placed.items() if s == segment} for segment in placed.values()}
    assert all(len(kind) == 1 for segment, kind in kinds.items() if segment != "noise")
    assert set.union(*(kind for segment, kind in kinds.items() if segment != "noise")) == set("rlb")


def test_uniform_noise_has_no_groups(workspace):
    shop(workspace, uniform())
    with pytest.raises(MethodError) as caught:
        clustered(workspace, scaling="standard")
    assert caught.value.code in {"cluster_one_cloud", "cluster_no_structure", "cluster_unstable"}
    assert "rfm_segments" in str(caught.value)


def test_pieces_of_one_cloud_are_called_so(workspace):
    shop(workspace, uniform())
    result = clustered(workspace, k=3, scaling="standard")
    assert codes(result)[0] == "cluster_pieces"
    assert len(set(assigned(result).values()) - {"outliers"}) == 3


def test_text_is_compared_by_k_prototypes(workspace):
    shop(workspace, planted(), COLUMNS, traits())
    result = clustered(workspace, features="age, plan", k=3)
    formed = Segmentation.read(result.folder)
    assert formed.method == "kprototypes"
    kinds = {frozenset(c for c in assigned(result) if c[0] == kind) for kind in "rlb"}
    assert partition(assigned(result)) == kinds
    names = {called(s.id, "en", parts=s.parts) for s in formed.segments}
    assert names == {"Low age, plan: pro", "High age, plan: free", "Plan: team"}
    with pytest.raises(MethodError, match="kprototypes"):
        clustered(workspace, features="age, plan", method="kmeans")


def test_data_of_traits_alone_have_groups(workspace):
    people = [{**row, "plan": None} for row in traits()]
    aggregated(workspace, None, COLUMNS, people)
    result = clustered(workspace, features="age", k=3)
    assert len(assigned(result)) == 240
    assert "cluster_customers.c1.revenue" not in result.reply.facts
    assert result.reply.tables["means"].measures == ["mean_1"]


@pytest.mark.parametrize(
    ("rows", "request_fields", "code"),
    [
        ([line("a", "o", "2024-01-01", 5)], {}, "cluster_few_customers"),
        ([line(f"c{n}", f"o{n}", "2024-01-01", 5) for n in range(80)], {}, "cluster_all_alike"),
        (planted(20), {"method": "kprototypes"}, "cluster_no_categories"),
    ],
    ids=["one customer", "all alike", "no text"],
)
def test_what_data_cannot_support_is_said(workspace, rows, request_fields, code):
    shop(workspace, rows)
    with pytest.raises(MethodError) as caught:
        clustered(workspace, **request_fields)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("request_fields", "code"),
    [
        ({"method": "dbscan", "k": 3}, "cluster_density_k"),
        ({"k": 1}, "field_wrong"),
        ({"k": "many"}, "field_wrong"),
        ({"features": "shoe size"}, "feature_unknown"),
        ({"as_of": "soon"}, "scope_date_wrong"),
    ],
)
def test_what_needs_mending_is_said(found, request_fields, code):
    workspace, _ = found
    with pytest.raises(InputError) as caught:
        clustered(workspace, **request_fields)
    assert caught.value.code == code


def test_one_time_buyers_alone_are_compared_by_what_is_left(workspace):
    rows = [line(f"c{n}", f"o{n}", f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}", 5 + n % 40) for n in range(200)]
    shop(workspace, rows)
    result = clustered(workspace, k=2)
    assert "cluster_constant" in codes(result)
    assert result.reply.detail["compared"] == ["f1", "f3"]
    assert len(assigned(result)) == 200


def test_text_known_of_few_is_refused_and_not_silently_left_out(workspace):
    people = [{**row, "plan": row["plan"] if n % 3 == 0 else None} for n, row in enumerate(traits())]
    shop(workspace, planted(), COLUMNS, people)
    with pytest.raises(MethodError, match="Too few customers have a value of plan") as caught:
        clustered(workspace, features="age, plan", k=3)
    assert caught.value.code == "cluster_known_of_few"


def test_one_text_alone_is_refused_since_its_values_would_come_back_as_groups(workspace):
    shop(workspace, planted(), COLUMNS, traits())
    with pytest.raises(MethodError, match="trait_segments") as caught:
        clustered(workspace, features="plan")
    assert caught.value.code == "cluster_one_category"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_speaks_for_each_number_of_groups_is_told_where_none_holds(workspace, language):
    """Nothing is formed: later tools do not take it for the latest segmentation."""
    shop(workspace, uniform())
    result = clustered(workspace, k="compare", scaling="standard")
    assert result.reply.detail["chosen"] is False
    assert result.reply.tables["groups_tried"].subjects[:3] == ["k2", "k3", "k4"]
    assert "place_rank" not in result.reply.tables["groups_tried"].measures
    assert check(prose("cluster_customers", result.reply, language), ThreadLedger(workspace)) == []
    with pytest.raises(InputError):
        workspace.result("latest", "segmentation")


def test_features_that_do_not_divide_are_said(workspace):
    people = [{**row, "age": 40 + n % 7} for n, row in enumerate(traits())]
    shop(workspace, planted(), COLUMNS, people)
    result = clustered(workspace, features="recency_days, orders, age", k=3)
    assert ("cluster_not_dividing", "f3") in {(f.code, f.subject) for f in result.reply.findings}
    assert fact(result, "f3", "effect") < 0.1 < fact(result, "f1", "effect")


def test_groups_that_are_values_of_one_feature_are_no_finding(found):
    workspace, _ = found
    result = clustered(workspace, method="dbscan", features="orders, aov")
    assert "cluster_mere_values" in codes(result)


def test_age_is_protected_however_it_is_told(workspace):
    columns = (column("birth_year", "number", "customers"),)
    people = [{"customer_id": row["customer_id"], "birth_year": 2024 - row["age"]} for row in traits()]
    shop(workspace, planted(), columns, people)
    assert "cluster_protected" in codes(clustered(workspace, features="orders, birth_year", k=3))
