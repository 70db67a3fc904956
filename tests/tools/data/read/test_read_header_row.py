import pytest

from customer_segmentation.data.read.header_row import has_header, table_start


@pytest.mark.parametrize(
    ("top", "body"),
    [
        (["id", "amount"], [["1", "5"], ["2", "6"]]),
        (["name", "city"], [["Anna", "Rome"], ["Bert", "Oslo"]]),
        (["customer", "2019", "2020"], [["A1", "3", "4"], ["A2", "5", "6"]]),
        (["x1", "x2"], [["1", "5"], ["2", "6"]]),
        (["when"], [["2024-01-05"], ["2024-02-01"]]),
        (["contact"], [["a@b.de"], ["c@d.fr"]]),
        (["order"], [["SO-1001"], ["SO-1002"]]),
        (["订单号", "金额"], [["A1001", "¥88.50"], ["A1002", "¥120"]]),
        (["id", "name"], []),
        (["amount", "N/A"], [["1", "2"], ["2", "n/a"]]),
    ],
)
def test_headers(top, body):
    assert has_header(top, body)


@pytest.mark.parametrize(
    ("top", "body"),
    [
        (["1", "19970101", "11.77"], [["2", "19970112", "12.00"]]),
        (["a@b.de", "Anna"], [["c@d.fr", "Bert"]]),
        (["Germany", "Anna"], [["France", "Bert"], ["Germany", "Carl"]]),
        (["SO-1001", "Lamp"], [["SO-1002", "Mug"]]),
        (
            ["C536379", "27"],
            [["536380", "9"], ["536381", "1"], ["536382", "4"], ["536383", "2"], ["536384", "3"]],
        ),
        (["1,234.50 €", "x"], [["7.00 €", "y"]]),
        (["7", "8"], []),
    ],
)
def test_first_rows_that_are_data(top, body):
    assert not has_header(top, body)


def test_titles_fill_fewer_cells_than_the_table():
    rows = [
        ["Orders", None, None, None],
        [None, None, None, None],
        ["id", "name", "day", "amount"],
        ["1", "a", None, "5"],
    ]
    assert table_start(rows) == (2, True)


def test_a_table_without_titles_or_header():
    assert table_start([["1", "2"], ["3", "4"]]) == (0, False)
