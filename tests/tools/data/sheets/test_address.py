"""Links of Google Sheets in all their forms, and the parts of a document that a text names."""

import pytest

from customer_segmentation.data.sheets.address import Part, SheetAddress, part_of, sheet_of
from google_sheets import ID, LINK

HOME = f"https://docs.google.com/spreadsheets/d/{ID}"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (HOME, SheetAddress(ID)),
        (f" {LINK} ", SheetAddress(ID)),
        (f"{LINK}#gid=0", SheetAddress(ID, "0")),
        (f"{LINK}?gid=5#gid=12", SheetAddress(ID, "12")),
        (f"{LINK}?usp=sharing", SheetAddress(ID)),
        (f"{HOME}/view?gid=5", SheetAddress(ID, "5")),
        (f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit", SheetAddress(ID)),
        (f"https://docs.google.com/a/shop.example/spreadsheets/d/{ID}/edit", SheetAddress(ID)),
        (f"https://docs.google.com/spreadsheets/d/e/{ID}/pubhtml", SheetAddress(ID, published=True)),
    ],
)
def test_a_link_names_a_sheet(source, address):
    assert sheet_of(source) == address


@pytest.mark.parametrize(
    "source",
    [
        "orders.csv",
        "sqlite:///shop.db",
        "https://docs.google.com/spreadsheets/d/short/edit",
        f"http://docs.google.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com.evil.example/spreadsheets/d/{ID}/edit",
        f"https://evil.example/?https://docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com@evil.example/spreadsheets/d/{ID}",
        f"https://docs.google.com/document/d/{ID}/edit",
        f"{HOME}%2f..%2f..",
    ],
)
def test_what_is_no_sheet(source):
    assert sheet_of(source) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", Part()),
        ("Orders", Part("Orders")),
        ("Orders!A1:F", Part("Orders", "A1:F")),
        ("Orders!a1:f200", Part("Orders", "A1:F200")),
        ("'My orders'!$B:$D", Part("My orders", "B:D")),
        ("'Ann''s'", Part("Ann's")),
        ("订单!A:F", Part("订单", "A:F")),
        ("A1:F", Part(cells="A1:F")),
        ("2024", Part("2024")),
        ("Sold! Gone", Part("Sold! Gone")),
    ],
)
def test_what_a_text_names(text, part):
    assert part_of(text) == part
