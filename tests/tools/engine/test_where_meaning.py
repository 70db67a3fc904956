"""A filter gives the rows that the same expression gives in plain Python."""

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_where import FIELDS

from customer_segmentation.engine.condition import conjuncts, sql_of, words_of
from customer_segmentation.engine.where import parse_where

# Random expressions: each is drawn as text together with what it means in Python.

COUNTRIES = ["Germany", "France", "it's", "U K", None]
DAYS = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 12, 31), None]
ROWS = [
    {"country": c, "orders": n, "last_on": d, "consent": b}
    for c in COUNTRIES
    for n in (0, 1, 2, 5, None)
    for d in DAYS
    for b in (True, False, None)
]
COMPARE = {
    ("=", "等于"): lambda a, b: a == b,
    ("<>", "!="): lambda a, b: a != b,
    ("<", "小于"): lambda a, b: a < b,
    ("<=", "≤"): lambda a, b: a <= b,
    (">", "大于"): lambda a, b: a > b,
    (">=", "不少于"): lambda a, b: a >= b,
}


def quoted(value):
    return "'" + str(value).replace("'", "''") + "'"


def leaf(field, text, test, *, unknown=False):
    """An expression and its meaning; of an unknown value only IS NULL and <> hold."""
    return text, lambda row: unknown if row[field] is None else test(row[field])


@st.composite
def comparisons(draw):
    spelt = draw(st.sampled_from(sorted(COMPARE)))
    sign, test = draw(st.sampled_from(spelt)), COMPARE[spelt]
    unknown = spelt[0] == "<>"
    if draw(st.booleans()):
        value = draw(st.integers(-1, 5))
        name = draw(st.sampled_from(["orders", "订单数", '"ORDERS"']))
        return leaf("orders", f"{name} {sign} {value}", lambda x: test(x, value), unknown=unknown)
    value = draw(st.sampled_from(DAYS[:3]))
    day = draw(st.sampled_from([str(value), quoted(value)]))
    return leaf("last_on", f"last_on {sign} {day}", lambda x: test(x, value), unknown=unknown)


@st.composite
def texts(draw):
    value = draw(st.sampled_from(COUNTRIES[:4]))
    name = draw(st.sampled_from(["country", "Land", "国家"]))
    kind = draw(st.sampled_from(["=", "<>", "in", "not in", "contains", "like", "null", "not null"]))
    more = draw(st.sampled_from(COUNTRIES[:4]))
    part = value[1:3]
    pairs = {
        "=": (f"{name} = {quoted(value)}", lambda x: x == value, False),
        "<>": (f"{name} <> {quoted(value)}", lambda x: x != value, True),
        "in": (f"{name} in ({quoted(value)}, {quoted(more)})", lambda x: x in (value, more), False),
        "not in": (f"{name} not in ({quoted(value)})", lambda x: x != value, True),
        "contains": (f"{name} contains {quoted(part.upper())}", lambda x: part.lower() in x.lower(), False),
        "like": (f"{name} like {quoted(f'{value[0].lower()}%')}", lambda x: x[0] == value[0], False),
        "null": (f"{name} is null", lambda _: False, True),
        "not null": (f"{name} is not null", lambda _: True, False),
    }
    text, test, unknown = pairs[kind]
    return leaf("country", text, test, unknown=unknown)


@st.composite
def others(draw):
    low, high = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    return draw(
        st.sampled_from(
            [
                leaf("orders", f"orders between {low} and {high}", lambda x: low <= x <= high),
                leaf(
                    "orders",
                    f"orders not between {low} and {high}",
                    lambda x: not low <= x <= high,
                    unknown=True,
                ),
                leaf("consent", "consent", bool),
                leaf("consent", "consent = no", lambda x: not x),
                leaf("orders", f"{low} <= orders", lambda x: low <= x),
            ]
        )
    )


def combined(parts):
    def joined(pair, both):
        (left, l_test), (right, r_test) = pair
        word = "and" if both else "或"
        test = (lambda row: l_test(row) and r_test(row)) if both else (lambda row: l_test(row) or r_test(row))
        return f"({left}) {word} ({right})", test

    return st.one_of(
        st.builds(joined, st.tuples(parts, parts), st.booleans()),
        st.builds(lambda part: (f"not ({part[0]})", lambda row: not part[1](row)), parts),
    )


EXPRESSIONS = st.recursive(st.one_of(comparisons(), texts(), others()), combined, max_leaves=8)


@pytest.fixture(scope="module")
def rows():
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE rows (n BIGINT, country VARCHAR, orders BIGINT, last_on DATE, consent BOOLEAN)"
    )
    values = [[n, r["country"], r["orders"], r["last_on"], r["consent"]] for n, r in enumerate(ROWS)]
    connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", values)
    return connection


@given(EXPRESSIONS)
def test_a_filter_gives_the_rows_that_python_gives(rows, expression):
    text, test = expression
    condition = parse_where(text, FIELDS)
    expected = [n for n, row in enumerate(ROWS) if test(row)]
    for meant in (condition, parse_where(words_of(condition), FIELDS)):
        found = rows.execute(f"SELECT n FROM rows WHERE {sql_of(meant)} ORDER BY n").fetchall()
        assert [n for (n,) in found] == expected


@given(EXPRESSIONS)
def test_the_conjuncts_together_are_the_whole(rows, expression):
    condition = parse_where(expression[0], FIELDS)
    together = " AND ".join(sql_of(part) for part in conjuncts(condition))
    query = "SELECT n FROM rows WHERE {} ORDER BY n"
    assert (
        rows.execute(query.format(together)).fetchall()
        == rows.execute(query.format(sql_of(condition))).fetchall()
    )
