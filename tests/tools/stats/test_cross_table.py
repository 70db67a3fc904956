from customer_segmentation.stats.cross_table import margins


def test_rows_and_columns_are_added_up():
    rows, columns = margins({("a", "x"): 2, ("a", "y"): 3, ("b", "x"): 5})
    assert (dict(rows), dict(columns)) == ({"a": 5, "b": 5}, {"x": 7, "y": 3})
    assert rows.total() == columns.total() == 10
