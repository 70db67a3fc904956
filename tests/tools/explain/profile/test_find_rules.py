import duckdb
import numpy as np
import pytest

from customer_segmentation.explain.profile.aspects import Aspect, Compared
from customer_segmentation.explain.profile.find_rules import find_rules
from customer_segmentation.explain.profile.rule import Fit, rules_sql
from customer_segmentation.segment.features.feature import Feature


def compared(columns, segments, units=None):
    features = [Feature(name, "", unit=(units or {}).get(name, "average")) for name in columns]
    aspects = [
        Aspect(f.name, f, place, "", np.asarray(columns[f.name], dtype=float), formed=False)
        for place, f in enumerate(features, start=1)
    ]
    ids = sorted(set(segments))
    return Compared(features, aspects, ids, np.array([ids.index(s) for s in segments]))


def shop(many=3000, seed=1):
    draw = np.random.default_rng(seed)
    orders, spent = draw.integers(1, 20, many), draw.gamma(2, 60, many)
    segment = np.where((orders >= 7) & (spent < 151.7), "c1", "c2")
    return {"orders": orders, "revenue": spent}, segment


def test_a_planted_rule_is_found_in_round_numbers():
    columns, segments = shop()
    found = compared(columns, segments)
    rule = next(r for r in find_rules(found, 3, 0) if r.segment == "c1")
    cuts = {(cut.aspect.id, cut.below): float(cut.at) for cut in rule.cuts}
    assert cuts == {("orders", False): 7, ("revenue", True): pytest.approx(150, abs=3)}
    assert len(str(cuts["revenue", True]).rstrip("0").rstrip(".")) <= 3
    assert rule.fit.precision > 0.95
    assert rule.fit.coverage > 0.95
    assert rule.fit.tells
    assert rule.fit.tested == 1000


def test_the_fit_is_that_of_customers_held_out():
    columns, segments = shop()
    rule = find_rules(compared(columns, segments), 3, seed=9)[0]
    order = np.random.default_rng(9).permutation(len(segments))[:1000]
    chosen = np.ones(1000, dtype=bool)
    for cut in rule.cuts:
        told = columns[cut.aspect.id][order]
        chosen &= told < float(cut.at) if cut.below else told >= float(cut.at)
    members = segments[order] == rule.segment
    assert rule.fit == Fit(1000, int(chosen.sum()), int(members.sum()), int((chosen & members).sum()))


def test_without_rounding_or_pruning_a_rule_is_a_leaf_of_the_tree():
    """Depth one: the better side of the best split, as scikit-learn finds it."""
    from sklearn.tree import DecisionTreeClassifier

    columns, segments = shop()
    rule = next(
        r for r in find_rules(compared({"orders": columns["orders"]}, segments), 1, 0) if r.segment == "c1"
    )
    order = np.random.default_rng(0).permutation(len(segments))[1000:]
    values = columns["orders"][order][:, None].astype(np.float32)
    tree = DecisionTreeClassifier(max_depth=1, class_weight="balanced", random_state=0, min_samples_leaf=15)
    leaves = tree.fit(values, segments[order] == "c1").apply(values)
    [cut] = rule.cuts
    chosen = cut.holds(values[:, 0])
    assert any((chosen == (leaves == leaf)).all() for leaf in set(leaves))


def test_the_sql_chooses_the_same_customers():
    columns, segments = shop(seed=4)
    columns["revenue"][::50] = np.nan
    columns["city"] = np.where(segments == "c1", 1.0, 0.0)
    found = compared(columns, segments)
    city = found.aspects[2]
    level = Aspect(
        "f1", Feature("city", "", kind="category", header="City"), 3, "O'Hare", city.values, formed=False
    )
    found = Compared(found.features, [*found.aspects[:2], level], found.segments, found.places)
    rules = find_rules(found, 3, 0)
    connection = duckdb.connect()
    connection.execute("CREATE TABLE q (customer_id VARCHAR, f1 DOUBLE, f2 DOUBLE, f3 VARCHAR)")
    rows = [
        (f"{n:05}", float(o), None if np.isnan(r) else float(r), "O'Hare" if c else "Ulm")
        for n, (o, r, c) in enumerate(
            zip(columns["orders"], columns["revenue"], columns["city"], strict=True)
        )
    ]
    connection.executemany("INSERT INTO q VALUES (?, ?, ?, ?)", rows)
    told = connection.execute(f"SELECT * FROM ({rules_sql(rules, 'SELECT * FROM q')}) ORDER BY 1").fetchall()
    for n, rule in enumerate(rules, start=1):
        chosen = np.ones(len(segments), dtype=bool)
        for cut in rule.cuts:
            chosen &= cut.holds(cut.aspect.values)
        assert [row[n] for row in told] == chosen.tolist()


def test_segments_too_small_for_a_rule_get_none():
    columns, segments = shop(many=300)
    segments[:] = "c2"
    segments[:40] = "c1"
    assert find_rules(compared(columns, segments), 3, 0) == []


def test_a_rule_no_better_than_picking_anybody_is_not_told():
    assert not Fit(tested=1000, chosen=990, members=920, hits=911).tells
    assert Fit(tested=1000, chosen=900, members=920, hits=890).tells
    assert not Fit(tested=1000, chosen=0, members=10, hits=0).tells


def test_what_many_customers_lack_is_not_used_in_a_rule():
    columns, segments = shop()
    columns["gap"] = np.where(np.arange(len(segments)) % 2 == 0, np.nan, segments == "c1")
    used = {cut.aspect.id for rule in find_rules(compared(columns, segments), 3, 0) for cut in rule.cuts}
    assert "gap" not in used


def test_more_depth_never_finds_a_longer_rule_than_it_allows():
    columns, segments = shop()
    for depth in (1, 2, 5):
        assert all(len(rule.cuts) <= depth for rule in find_rules(compared(columns, segments), depth, 0))
