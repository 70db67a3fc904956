"""The assignment as SQL: every customer's cluster from the source tables, without the fitted model at hand.

Centring and scaling are folded into the weights, so that a score is a sum of products of the features themselves:
faster than distances, and the same to the last digits, which decide only between clusters that are equally near.
"""

from collections.abc import Sequence
from textwrap import indent
from typing import Final

from customer_segmentation.data.filterables import PERSON
from customer_segmentation.data.scope import Scope
from customer_segmentation.data.selection import people_sql
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.segment.assignment_columns import MEASURES, measures_sql
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.cluster.scores import Scores
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import features_sql
from customer_segmentation.segment.features.preparation import Prepared

OUTLIERS: Final = "outliers"
NEAR: Final = 1e-9
"""Scores that differ by less than this part of themselves are a near-tie."""


def assignment_sql(model: Model, features: Sequence[Feature], scope: Scope) -> str:
    """Return the query for customer_id, segment and what the customer bought."""
    steps = _steps(model, features, scope)
    bought = "".join(f",\n  s.{name}" for name in MEASURES)
    return _chained(
        steps, f"SELECT\n  s.customer_id,\n  {_segment(model)} AS segment{bought}\nFROM scored AS s"
    )


def clusters_sql(model: Model, features: Sequence[Feature], scope: Scope) -> str:
    """Return the query of ``assignment_sql`` with the column tied: whether a second cluster is as near."""
    steps = _steps(model, features, scope)
    reach = f"s.best - {_double(NEAR)} * GREATEST(ABS(s.best), {_double(1)})"
    placed = f"SELECT\n  s.*,\n  {_segment(model)} AS segment,\n  {reach} AS reach\nFROM scored AS s"
    bought = ", ".join(f"q.{name}" for name in MEASURES)
    # The best score is among those within reach: a second one makes a near-tie.
    within = " + ".join(f"CASE WHEN q.s{n} >= q.reach THEN 1 ELSE 0 END" for n in range(len(model.ids)))
    return _chained(
        {**steps, "placed": placed},
        f"SELECT q.customer_id, q.segment, {bought}, NOT q.beyond AND {within} > 1 AS tied FROM placed AS q",
    )


def measured_sql(scope: Scope) -> str:
    """Return the query for the columns of an assignment over the table ``clustered``: customer_id, segment."""
    people = people_sql(scope.dataset, buyers_only=True)
    return (
        f"SELECT\n  k.customer_id,\n  k.segment,\n{measures_sql(scope)}\nFROM {people}\n"
        f"JOIN clustered AS k ON k.customer_id = {PERSON}.customer_id"
    )


def _steps(model: Model, features: Sequence[Feature], scope: Scope) -> dict[str, str]:
    """Return the common tables up to ``scored``: customer_id, beyond, a score s0, s1, … per cluster, and best."""
    import numpy as np

    if model.scores is None:
        message = f"{model.method} has no scores"
        raise TypeError(message)
    place = {feature.name: f"f.f{n}" for n, feature in enumerate(features, start=1)}
    numbers = model.preparation.numbers
    told = [f"{_compared(place[p.name], p)} AS x{n}" for n, p in enumerate(numbers)]
    told += [f"{place[name]} AS g{n}" for n, name in enumerate(model.preparation.categories)]
    beyond = _beyond([(place[p.name], p) for p in numbers] if model.fences else [])
    columns = "".join(f",\n  {column}" for column in told)
    scores = model.scores.unscaled(
        np.array([p.centre for p in numbers], dtype=float), np.array([p.scale for p in numbers], dtype=float)
    )
    each = [_score(scores, n) for n in range(scores.clusters)]
    scored = "".join(f",\n  {text} AS s{n}" for n, text in enumerate(each))
    names = ", ".join(f"r.s{n}" for n in range(scores.clusters))
    best = f"GREATEST({names})" if scores.clusters > 1 else names
    return {
        "features": features_sql(features, scope, beside=measures_sql(scope)),
        "compared": f"SELECT\n  {_kept('f')},\n  {beyond} AS beyond{columns}\nFROM features AS f",
        "rated": f"SELECT\n  {_kept('v')},\n  v.beyond{scored}\nFROM compared AS v",
        "scored": f"SELECT\n  {_kept('r')},\n  r.beyond,\n  {names},\n  {best} AS best\nFROM rated AS r",
    }


def _kept(alias: str) -> str:
    """Return the columns that pass through every step: who the customer is and what was bought."""
    return ", ".join(f"{alias}.{name}" for name in ("customer_id", *MEASURES))


def _chained(steps: dict[str, str], query: str) -> str:
    return (
        "WITH "
        + ",\n".join(f"{name} AS (\n{indent(text, '  ')}\n)" for name, text in steps.items())
        + f"\n{query}"
    )


def _double(value: float) -> str:
    """Return a float as a literal that every engine reads as exactly this double."""
    return f"CAST('{float(value)!r}' AS DOUBLE)"


def _compared(column: str, prepared: Prepared) -> str:
    value = f"COALESCE({column}, {_double(prepared.missing)})"
    return f"LN({_double(1)} + GREATEST({value}, {_double(0)}))" if prepared.log else value


def _beyond(columns: Sequence[tuple[str, Prepared]]) -> str:
    tests = [f"{column} < {_double(p.low)}" for column, p in columns if p.low is not None]
    tests += [f"{column} > {_double(p.high)}" for column, p in columns if p.high is not None]
    return f"CASE WHEN {' OR '.join(tests)} THEN TRUE ELSE FALSE END" if tests else "FALSE"


def _score(scores: Scores, cluster: int) -> str:
    terms = [_double(scores.constants[cluster])]
    terms += [f"{_double(weight)} * v.x{n}" for n, weight in enumerate(scores.linear[cluster])]
    if scores.quadratic:
        form = scores.quadratic[cluster]
        terms += [
            f"{_double(form[i][j] * (1 if i == j else 2))} * v.x{i} * v.x{j}"
            for i in range(len(form))
            for j in range(i, len(form))
        ]
    for n, mode in enumerate(scores.modes[cluster] if scores.modes else []):
        off = _double(-scores.mismatch)
        same = f"CASE WHEN v.g{n} = {literal(mode)} THEN {_double(0)} ELSE {off} END"
        terms.append(off if mode is None else same)
    return " + ".join(terms)


def _segment(model: Model) -> str:
    """Return the segment of a row of ``scored AS s``; of equal scores the first has it."""
    cases = [f"WHEN s.beyond THEN {literal(OUTLIERS)}"]
    cases += [f"WHEN s.s{n} = s.best THEN {literal(i)}" for n, i in enumerate(model.ids)]
    return "CASE " + " ".join(cases) + " END"
