"""The file of refused customers: who and why, and nothing that a spreadsheet would carry out."""

import csv

from customer_segmentation.act.send.connector import Refusal
from customer_segmentation.act.send.refused_file import refused_file


def test_who_and_why_and_no_formula(tmp_path):
    refused = [
        Refusal("c1", "invalid"),
        Refusal("=HYPERLINK(1)", "duplicate"),
        Refusal("+49", "-1"),
        Refusal("@SUM(A1)", "＝1"),
        Refusal('with "quotes", and\na line', "x"),
        Refusal("王小明", "other"),
    ]
    file = refused_file(refused, tmp_path)
    assert (file.name, file.media_type, file.for_people) == ("refused-customers.csv", "text/csv", True)
    with (tmp_path / file.path).open(encoding="utf-8", newline="") as rows:
        assert list(csv.reader(rows)) == [
            ["customer_id", "reason"],
            ["c1", "invalid"],
            ["'=HYPERLINK(1)", "duplicate"],
            ["'+49", "'-1"],
            ["'@SUM(A1)", "'＝1"],
            ['with "quotes", and\na line', "x"],
            ["王小明", "other"],
        ]
