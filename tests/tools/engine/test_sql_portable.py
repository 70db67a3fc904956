"""The analysis SQL keeps to the subset that means the same on DuckDB, PostgreSQL and Spark."""

from pathlib import Path

import pytest
import sqlglot
from sql_cases import CASES
from sqlglot import exp

from customer_segmentation.engine import sql_file
from customer_segmentation.engine.sql_file import bound

FILES = sorted((Path(sql_file.__file__).parent / "sql").glob("*.sql"))

FUNCTIONS = (
    *(
        exp.Count,
        exp.Sum,
        exp.Min,
        exp.Max,
        exp.Coalesce,
        exp.Nullif,
        exp.Greatest,
        exp.Least,
        exp.Abs,
        exp.Ln,
    ),
    *(exp.Case, exp.If, exp.Cast, exp.RowNumber, exp.Rank, exp.Lag, exp.Median, exp.DateDiff, exp.DateTrunc),
    *(exp.TimestampTrunc, exp.And, exp.Or, exp.Exists),
)
FORBIDDEN = {
    exp.Div: "/ (divide in Python)",
    exp.Star: "*",
    exp.Lateral: "LATERAL",
    exp.Unnest: "UNNEST",
    exp.Pivot: "PIVOT",
    exp.Array: "a list",
    exp.Struct: "a struct",
    exp.Bracket: "an index",
    exp.Qualify: "QUALIFY",
    exp.Limit: "LIMIT",
    exp.Filter: "FILTER",
    exp.Parameter: "a parameter that was not bound",
    exp.Interval: "INTERVAL",
    exp.Hint: "a hint",
    exp.Distinct: "DISTINCT (group by instead)",
}
TYPES = {"VARCHAR", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP"}
DIGITS = 38


def text_of(path):
    return path.read_text(encoding="utf-8")


def parsed(path):
    return [
        tree for tree in sqlglot.parse(bound(text_of(path), **CASES[path.stem][0]), read="duckdb") if tree
    ]


def complaints(path):
    """Return what a file does that does not travel."""
    trees = parsed(path)
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        return ["not one SELECT"]
    [tree] = trees
    found = [f"{node.sql()}: {word}" for kind, word in FORBIDDEN.items() for node in tree.find_all(kind)]
    for check in (_functions, _types, _windows, _days, _names, _joins, _outputs):
        found += check(tree)
    return found


def _functions(tree):
    return [f"function {node.sql()}" for node in tree.find_all(exp.Func) if not isinstance(node, FUNCTIONS)]


def _types(tree):
    for cast in tree.find_all(exp.Cast):
        kind = cast.to
        if kind.this is exp.DataType.Type.DECIMAL:
            sizes = [int(size.name) for size in kind.expressions]
            if len(sizes) != 2 or sizes[0] > DIGITS:
                yield f"{kind.sql()} without digits and places"
        elif kind.sql("duckdb").replace("TEXT", "VARCHAR") not in TYPES:
            yield f"cast to {kind.sql()}"
    for cast in tree.find_all(exp.TryCast):
        yield f"{cast.sql()} swallows what it cannot read"


def _windows(tree):
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, (exp.RowNumber, exp.Rank, exp.Lag)) and not window.args.get("order"):
            yield f"{window.sql()} has no order"
        if isinstance(window.this, exp.Median):
            yield f"{window.sql()}: MEDIAN is no window function everywhere"


def _days(tree):
    for difference in tree.find_all(exp.DateDiff):
        if difference.args["unit"].name.lower() not in {"day", "month"}:
            yield f"{difference.sql()} counts neither days nor months"
    for cut in tree.find_all(exp.DateTrunc, exp.TimestampTrunc):
        if not (isinstance(cut.parent, exp.Cast) and cut.parent.to.this is exp.DataType.Type.DATE):
            yield f"{cut.sql()} is not cast to a date"


def _names(tree):
    """Columns say which table they belong to, so that no alias is used where engines differ on it."""
    last = tree.args.get("order")
    for column in tree.find_all(exp.Column):
        if not column.table and not (last and column.find_ancestor(exp.Order) is last):
            yield f"{column.sql()} does not say its table"
    for group in tree.find_all(exp.Group):
        if group.args.get("all") or any(isinstance(item, exp.Literal) for item in group.expressions):
            yield f"{group.sql()} does not name its columns"


def _joins(tree):
    for join in tree.find_all(exp.Join):
        if join.kind in {"SEMI", "ANTI", "ASOF"} or join.args.get("using") or join.method == "NATURAL":
            yield f"{join.sql()} is not understood everywhere"
    for inside in tree.find_all(exp.In):
        if isinstance(inside.this, exp.Tuple):
            yield f"{inside.sql()}: IN of several columns"
    for table in tree.find_all(exp.CTE):
        if table.args.get("materialized") is not None:
            yield "MATERIALIZED"


def _outputs(tree):
    """Sums and arithmetic leave with an explicit type; MIN and MAX keep that of their column."""
    selects = list(tree.find_all(exp.Select)) if isinstance(tree, exp.SetOperation) else [tree]
    within = [select for select in selects if not select.find_ancestor(exp.CTE)]
    plain = (exp.Column, exp.Cast, exp.Literal, exp.Predicate, exp.Min, exp.Max, exp.Boolean)
    for select in within:
        for output in select.expressions:
            if not isinstance(output.unalias(), plain):
                yield f"{output.sql()} leaves without a type"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_keeps_to_the_subset(path):
    assert list(complaints(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_first_what_it_gives(path):
    assert text_of(path).startswith("-- ")
    assert text_of(path).endswith("\n")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT a.x / a.y AS z FROM a",
        "SELECT * FROM a",
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM a",
        "SELECT ROUND(a.x, 2) AS x FROM a",
        "SELECT CAST(a.x AS FLOAT) AS x FROM a",
        "SELECT TRY_CAST(a.x AS BIGINT) AS x FROM a",
        "SELECT SUM(a.x) AS x FROM a",
        "SELECT x FROM a",
        "SELECT a.x FROM a LIMIT 1",
        "SELECT a.x FROM a SEMI JOIN b ON a.x = b.x",
        "SELECT a.x FROM a JOIN b USING (x)",
        "SELECT a.x FROM a QUALIFY ROW_NUMBER() OVER (ORDER BY a.x) = 1",
        "SELECT a.x FROM a WHERE (a.x, a.y) IN (SELECT b.x, b.y FROM b)",
        "SELECT CAST(ROW_NUMBER() OVER () AS BIGINT) AS n FROM a",
        "SELECT CAST(DATE_DIFF('week', a.x, a.y) AS BIGINT) AS n FROM a",
        "SELECT DATE_TRUNC('month', a.x) AS x FROM a",
        "SELECT CAST(SUM(a.x) FILTER (WHERE a.y) AS BIGINT) AS n FROM a",
        "SELECT LOWER(a.x) AS x FROM a",
        "SELECT a.x FROM a GROUP BY 1",
        "SELECT a.x FROM a GROUP BY ALL",
        "WITH b AS MATERIALIZED (SELECT a.x FROM a) SELECT b.x FROM b",
        "SELECT UNNEST([1, 2]) AS x",
        "SELECT a.x FROM a; SELECT a.y FROM a",
        "DELETE FROM a",
    ],
)
def test_the_lint_sees(text, tmp_path, monkeypatch):
    path = tmp_path / "wrong.sql"
    path.write_text(text)
    monkeypatch.setitem(CASES, "wrong", ({},))
    assert list(complaints(path)) != []
