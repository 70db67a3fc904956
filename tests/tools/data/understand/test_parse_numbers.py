from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.parse_numbers import NumberStyle, looks_like_number


def read(cells, mark="point"):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INTEGER, c1 VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(cells)))
        levels = Levels("t").add({"n": "n", "c1": "c1"})
        with_values(levels, [Cell("v", RawColumn("c1", "v"), "number", number=NumberStyle(mark))])
        return [row[0] for row in connection.execute(f"SELECT v FROM ({levels.sql()}) ORDER BY n").fetchall()]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.5", "12.5"), ("-12.50", "-12.5"), ("+5", "5"), (".5", ".5"), ("5.", "5"), ("1.2E+03", "1200"),
        ("1,234.50", "1234.5"), ("1,234,567", "1234567"), ("12,34,567.89", "1234567.89"), ("1'234.50", "1234.5"),
        ("1 234.50", "1234.5"), ("1\u00a0234", "1234"), ("1\u202f234.5", "1234.5"), ("１２．５", "12.5"),
        ("€1.50", "1.5"), ("1.50 €", "1.5"), ("EUR 1.50", "1.5"), ("1.50EUR", "1.5"), ("US$1.50", "1.5"),
        ("Rs. 100", "100"), ("￥100", "100"), ("100元", "100"), ("R$ 10", "10"), ("5.-", "5"),
        ("(5.00)", "-5"), ("($5.00)", "-5"), ("5.00-", "-5"), ("5 €-", "-5"), ("−5", "-5"), ("-€5", "-5"),
        ("€-5", "-5"), ("- 5", "-5"), ("12.5%", "0.125"), ("-3％", "-0.03"), (" 7 ", "7"),
    ],
)  # fmt: skip
def test_numbers_with_a_decimal_point(cell, expected):
    assert read([cell]) == [Decimal(expected)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12,5", "12.5"), ("1.234,50", "1234.5"), ("1.234.567", "1234567"), ("1 234,50", "1234.5"), ("1.234", "1234"),
        ("1,234", "1.234"), ("12,50 €", "12.5"), ("(1.234,00)", "-1234"), ("5,-", "5"), ("-0,5", "-0.5"), (",5", ".5"),
    ],
)  # fmt: skip
def test_numbers_with_a_decimal_comma(cell, expected):
    assert read([cell], "comma") == [Decimal(expected)]


@pytest.mark.parametrize(
    "cell",
    [
        "five",
        "N/A",
        "",
        "-",
        "5-3",
        "12 34",
        "1,23",
        "1.234,5",
        "5kg",
        "A12",
        "2024-03-05",
        "1.2.3",
        "nan",
        "1e999",
    ],
)
def test_what_is_no_number_is_not_read(cell):
    assert read([cell]) == [None]


@pytest.mark.parametrize("cell", ["12.50", "12,50", "12", "1.2.3", "1.23,4"])
def test_a_point_never_counts_as_a_comma(cell):
    assert read([cell], "comma") == [{"12,50": Decimal("12.5"), "12": Decimal(12)}.get(cell)]


def written(value, mark, sign, unit):
    whole, _, cents = f"{abs(value):,.2f}".partition(".")
    text = f"{whole}.{cents}" if mark == "point" else f"{whole.replace(',', '.')},{cents}"
    if value < 0:
        text = {"minus": f"-{text}", "after": f"{text}-", "brackets": f"({text})"}[sign]
    return f"{unit}{text}"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.decimals(-10_000_000, 10_000_000, places=2), min_size=1, max_size=20),
    st.sampled_from(["point", "comma"]),
    st.sampled_from(["minus", "after", "brackets"]),
    st.sampled_from(["", "€", "$ ", "EUR ", "￥"]),
)
def test_what_was_written_is_read_back(values, mark, sign, unit):
    assert read([written(value, mark, sign, unit) for value in values], mark) == values


def test_looks_are_those_of_any_style():
    with duckdb.connect() as connection:
        looks = {
            cell: connection.execute("SELECT regexp_matches(?, ?)", [cell, looks_like_number()]).fetchone()[0]
            for cell in ("1.234,50 €", "(5)", "１２", "1e3", "CHF 5", "S100", "5 Mar 2024", "five")
        }
    assert [cell for cell, yes in looks.items() if yes] == ["1.234,50 €", "(5)", "１２", "1e3", "CHF 5"]
