"""The features of customers as one query, and as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.filterables import BUYER, LINE, TRAIT
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import literal, sql
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.measures import HABIT, MIX

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Texts = np.ndarray[tuple[int, ...], np.dtype[np.object_]]

EVERYBODY: Final = 0
"""No sample: all customers."""
_HASHES: Final = 2**64
"""How many values a hash of the engine has."""
_SPARE: Final = 100
"""So many more are let through, lest chance let through fewer than a small sample."""


@dataclass(frozen=True)
class FeatureMatrix:
    """Features of customers, sorted by customer.

    Attributes:
        features: What the columns are.
        ids: Customer ids, shape (customers,).
        values: Shape (customers, features), float64; NaN where a value is not known. A category is the place
            of its level in ``levels``.
        levels: By feature name, the values of a category in ascending order.
        customers: How many customers there are, those outside a sample included.
    """

    features: tuple[Feature, ...]
    ids: "Texts"
    values: "Numbers"
    levels: dict[str, tuple[str, ...]]
    customers: int

    def column(self, name: str) -> "Numbers":
        """Return the values of one feature; raises KeyError for one that is not here."""
        places = {feature.name: n for n, feature in enumerate(self.features)}
        return self.values[:, places[name]]


def features_sql(features: Sequence[Feature], scope: Scope, *, beside: str = "") -> str:
    """Return the query for customer_id and the features as f1, f2, …, one row per customer with a valid order.

    It reads the tables of a scope, so that ``scope.reproduced`` makes it stand alone. For data of traits
    alone there is one row per customer.

    Args:
        features: The columns.
        scope: Whose tables are read.
        beside: Further columns over ``buyers AS b``, or constants.
    """
    shares = [f for f in features if f.summed]
    placed = {f.name: f"m{n}" for n, f in enumerate(shares, start=1)}
    whole = f"NULLIF(CAST({MIX}.spent AS DOUBLE), 0)"
    columns = [
        replace(f, sql=f"CAST({MIX}.{placed[f.name]} AS DOUBLE) / {whole}") if f.summed else f
        for f in features
    ]
    steps: dict[str, str] = {}
    person, people = people_of(columns, scope)
    if any(f"{HABIT}." in f.sql for f in columns):
        steps["habits"] = sql("customer_habits").strip()
        people += f"\nLEFT JOIN habits AS {HABIT} ON {HABIT}.customer_id = {person}.customer_id"
    if shares:
        sums = "".join(f",\n  {f.summed} AS {placed[f.name]}" for f in shares)
        steps["mix"] = (
            f"SELECT\n  {LINE}.customer_id,\n  SUM({LINE}.amount) AS spent{sums}\nFROM transactions AS {LINE}\n"
            f"WHERE {LINE}.amount > 0\nGROUP BY {LINE}.customer_id"
        )
        people += f"\nLEFT JOIN mix AS {MIX} ON {MIX}.customer_id = {person}.customer_id"
    before = ",\n".join(f"{name} AS (\n{indent(text, '  ')}\n)" for name, text in steps.items())
    told = "".join(f",\n  {f.sql} AS f{n}" for n, f in enumerate(columns, start=1))
    told += f",\n{beside}" if beside else ""
    return (f"WITH {before}\n" if before else "") + f"SELECT\n  {person}.customer_id{told}\nFROM {people}"


def people_of(columns: Sequence[Feature], scope: Scope) -> tuple[str, str]:
    """Return the alias of the relation that holds each customer once, and the FROM clause with traits if needed."""
    if scope.dataset.grain is Grain.ATTRIBUTES:
        return TRAIT, f"customers AS {TRAIT}"
    people = f"buyers AS {BUYER}"
    if any(f"{TRAIT}." in f.sql for f in columns):
        people += f"\nLEFT JOIN customers AS {TRAIT} ON {TRAIT}.customer_id = {BUYER}.customer_id"
    return BUYER, people


def read_features(
    features: Sequence[Feature], scope: Scope, *, sample: int = EVERYBODY, seed: int = 0
) -> FeatureMatrix:
    """Return the features of all customers, or of a sample that depends on nothing but the seed and their ids."""
    import numpy as np

    person, people = people_of((), scope)
    [(customers,)] = scope.engine.rows_of(f"SELECT COUNT(*) FROM {people}")
    query = features_sql(features, scope)
    if 0 < sample < customers:
        drawn = f"  HASH({person}.customer_id, {literal(seed)}) AS drawn"
        query = _sampled(features_sql(features, scope, beside=drawn), sample, customers)
    found = scope.engine.connection.execute(
        f"SELECT q.* FROM ({query}) AS q ORDER BY q.customer_id"
    ).fetchnumpy()
    values = np.empty((len(found["customer_id"]), len(features)), dtype=np.float64)
    levels: dict[str, tuple[str, ...]] = {}
    for n, feature in enumerate(features):
        told = found[f"f{n + 1}"]
        if feature.kind == "category":
            values[:, n], levels[feature.name] = _coded(told)
        else:
            values[:, n] = np.ma.filled(np.ma.asarray(told, dtype=np.float64), np.nan)
    ids = np.ma.getdata(found["customer_id"])
    return FeatureMatrix(tuple(features), ids, values, levels, int(customers))


def _sampled(query: str, sample: int, customers: int) -> str:
    """Return the rows of a query with the ``sample`` lowest values of its column ``drawn``, a hash.

    The engine's own hash, as a digest of ten million ids would cost more than the fit; a bound that lets through
    a little more than twice as many spares sorting everybody.
    """
    bound = min((2 * sample + _SPARE) * _HASHES // customers, _HASHES - 1)
    return (
        f"SELECT d.* EXCLUDE (drawn) FROM ({query}) AS d WHERE d.drawn <= {bound} "
        f"ORDER BY d.drawn, d.customer_id LIMIT {sample}"
    )


def _coded(told: Any) -> tuple["Numbers", tuple[str, ...]]:
    """Return each text's place among the distinct ones, NaN for none."""
    import numpy as np

    missing = np.ma.getmaskarray(told)
    known = np.ma.getdata(told)[~missing].astype(str)
    levels, places = np.unique(known, return_inverse=True)
    coded = np.full(len(told), np.nan)
    coded[~missing] = places
    return coded, tuple(str(level) for level in levels)
