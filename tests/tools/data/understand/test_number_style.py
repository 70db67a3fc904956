import pytest

from customer_segmentation.data.understand.number_style import mark_implied, mark_told, number_evidence
from customer_segmentation.engine.duckdb_engine import DuckDB


def evidence(*cells):
    values = ", ".join(f"('{cell}')" for cell in cells)
    return number_evidence(DuckDB("unused"), {"x": "x"}, f"(VALUES {values}) t(x)")["x"]


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["12.5"], "point"), (["1,234.50"], "point"), (["1,234,567"], "point"), (["0.500"], "point"),
        (["12,5"], "comma"), (["1.234,50"], "comma"), (["1.234.567"], "comma"), (["0,500"], "comma"),
        (["1.234", "12,5"], "comma"), (["1,234", "12.5"], "point"), (["€1.234,50"], "comma"), (["5.-"], "point"),
        (["1.234"], None), (["1,234"], None), (["12", "7"], None),
    ],
)  # fmt: skip
def test_the_whole_column_tells_its_mark(cells, mark):
    assert mark_told(evidence(*cells)) == mark


def test_the_majority_of_a_mixed_column_tells():
    assert mark_told(evidence("12,5", "13,5", "1.5")) == "comma"


def test_circumstances_tell_where_cells_do_not():
    assert mark_implied(evidence("12", "7"), None) == "point"
    assert mark_implied(evidence("1,234", "950"), None) == "point"
    assert mark_implied(evidence("1.234", "1950"), None) == "point"
    assert mark_implied(evidence("1.234", "950"), None) is None
    assert mark_implied(evidence("1.234"), "comma") == "comma"
    assert mark_implied(evidence("1.234"), "point") == "point"
    assert mark_implied(evidence("1.234"), None) is None
    assert mark_implied(evidence("1.234", "1,234"), None) is None
