"""Sheets read by a service account: tabs and ranges, what a link gives as well, what is refused, and what stays secret."""

import json
import re
import sys
from urllib.parse import unquote_plus

import pytest

from customer_segmentation.data.sheets import by_account
from customer_segmentation.data.sheets.address import part_of, sheet_of
from customer_segmentation.data.sheets.hosts import STAND_IN
from customer_segmentation.data.sheets.patience import Patience
from customer_segmentation.data.sheets.service_account import NAME, service_account
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from google_sheets import ID, LINK, Tab

pytest.importorskip("gspread")

PROBLEM = {"Content-Type": "application/json"}


def failure(load, *arguments, **fields):
    with pytest.raises(InputError) as caught:
        load(*arguments, **fields)
    return caught.value


def ranges(google):
    asked = [unquote_plus(path) for path in google.paths if "batchGet" in path]
    return [re.search(r"ranges=([^&]*)", path)[1] for path in asked]


def test_cells_as_kept_give_the_facts_of_cells_as_shown(google, load, key, account, monkeypatch):
    google.document.public = False
    kept = load()
    assert set(ranges(google)) == {"'Orders'!A1:I106"}
    monkeypatch.delenv(NAME)
    google.document.public = True
    shown = load()
    assert kept.reply.facts == shown.reply.facts
    assert kept.reply.detail["roles"] == shown.reply.detail["roles"]
    assert kept.id != shown.id


def test_an_id_of_digits_is_told_by_the_cell_that_keeps_it_as_text(google, load, account, rows):
    found = [row[0] for row in rows(load(), "orders", "order_id")]
    assert found == ["0007", "0008", "0009", "0010"]


def test_several_tabs_are_asked_for_and_a_hidden_one_is_not(google, load, account):
    google.document.tabs += [
        Tab(5, "Ann's list", google.document.tabs[0].values[:3]),
        Tab(6, "Sums", [[1]], hidden=True),
    ]
    with pytest.raises(NeedsAnswer) as asked:
        load(LINK)
    assert asked.value.options == [
        ("Orders", {"table": "'Orders'"}),
        ("Ann's list", {"table": "'Ann''s list'"}),
    ]
    assert (
        asked.value.said("en")
        == "Which tab of Corner shop holds what was bought? It has: Orders, Ann's list."
    )
    assert asked.value.said("zh") == "Corner shop 中哪个标签页记录了购买？现有：Orders, Ann's list。"
    answered = load(LINK, table="'Ann''s list'")
    assert answered.reply.facts["load_data.all.lines_read"].value == 2
    (note,) = [one for one in answered.reply.findings if one.code == "sheet_tabs_other"]
    assert note.values == {"sheets": "Orders"}


def test_the_link_says_which_tab(google, load, account):
    google.document.tabs.append(Tab(5, "March", google.document.tabs[0].values[:3]))
    assert load(f"{LINK}#gid=5").reply.facts["load_data.all.lines_read"].value == 2
    assert failure(load, f"{LINK}#gid=9").code == "sheet_part_missing"


@pytest.mark.parametrize(
    "named",
    [
        "orders",
        "'Orders'",
        "Orders!A1:F",
        "Orders!F6:A1",
        "a1:f6",
        "Orders!$A$1:$F",
        "Orders!A1:F900",
        "Orders!F:A",
    ],
)
def test_a_tab_and_a_range_are_named_as_formulas_name_them(google, account, named):
    found = by_account.by_account(service_account(), sheet_of(LINK), part_of(named), Patience())
    assert found.data.decode().splitlines()[1] == "0007,ann,ann@shop.example,45296,12.5,TRUE"
    assert found.data.decode().splitlines()[5] == "0010,cyd,cyd@shop.example,45371,40,TRUE"


@pytest.mark.parametrize(
    ("named", "lines"), [("B2:C3", ["ann,ann@shop.example", "bob,bob@shop.example"]), ("A50:F", [])]
)
def test_a_range_is_cut_where_it_says(google, account, named, lines):
    found = by_account.by_account(service_account(), sheet_of(LINK), part_of(named), Patience())
    assert found.data.decode().splitlines() == lines


def test_customers_stand_in_a_tab_beside_the_orders_or_in_a_sheet_of_their_own(
    google, load, account, tmp_path, rows
):
    listed = [["Customer", "City"], ["ann", "Kyoto"], ["bob", "Lyon"], ["cyd", "Lyon"]]
    google.document.tabs.append(Tab(5, "People", listed))
    path = tmp_path / "people.csv"
    path.write_text("".join(",".join(row) + "\n" for row in listed), encoding="utf-8")
    file = load(f"{LINK}#gid=0", table="Orders", customers=str(path))
    for people in ("People", f"{LINK}#gid=5"):
        found = load(f"{LINK}#gid=0", table="Orders", customers=people)
        assert found.reply.facts == file.reply.facts
        assert rows(found, "customers") == rows(file, "customers") != []
        assert not [one for one in found.folder.iterdir() if one.suffix == ".csv"]
    assert failure(load, customers="nobody.csv").code.startswith("read_missing")


def test_the_sheet_of_a_workbook_means_the_tab_too(google, load, account):
    assert load(LINK, sheet="Orders").reply.facts["load_data.all.orders"].value == 4


def test_a_tab_that_is_not_there_is_named_with_those_that_are(google, load, account):
    assert failure(load, table="Order").said() == (
        "There is no tab Order in Corner shop. Did you mean Orders? Its tabs are: Orders."
    )
    assert failure(load, table="zzz").code == "sheet_tab_missing"
    assert failure(load, table="Orders!A500:F900").code == "sheet_empty"


def test_a_document_is_called_on_one_line(google, load, account):
    google.document.title = "Shop\n\n" + "x" * 500
    assert load().reply.detail["source"] == "Shop " + "x" * 115 + " - Orders"
    google.document.title = ""
    assert load().reply.detail["source"] == "Google Sheets - Orders"


def test_a_large_tab_comes_in_blocks(google, load, account, monkeypatch):
    whole = load().reply.facts
    monkeypatch.setattr(by_account, "_AT_ONCE", 18)
    before = len(ranges(google))
    assert load(table="Orders").reply.facts == whole
    assert ranges(google)[before : before + 3] == ["'Orders'!A1:I2", "'Orders'!A3:I4", "'Orders'!A5:I6"]


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (18278, "ZZZ")],
)
def test_columns_have_letters(column, letters):
    assert by_account._letters(column) == letters
    assert by_account._column(letters) == column


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (7, "7"),
        (12.5, "12.5"),
        (19.990000000000002, "19.99"),
        (0.1 + 0.2, "0.3"),
        (1e16, "10000000000000000"),
        (1.5e-7, "0.00000015"),
        ("007", "007"),
    ],
)
def test_a_cell_is_what_a_person_would_have_typed(cell, text):
    assert by_account._text(cell) == text


def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(google, load, account):
    google.document.shared = False
    error = failure(load)
    assert error.code == "sheet_not_shared"
    assert "Share it with reader@shop.iam.gserviceaccount.example as Viewer" in error.said("en")
    assert "共享给 reader@shop.iam.gserviceaccount.example" in error.said("zh")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([(404, PROBLEM, b"{}")], "sheet_missing"),
        ([(401, PROBLEM, b"{}")] * 3, "sheet_key_refused"),
        ([(400, PROBLEM, b"{}")], "sheet_part_missing"),
        ([(302, {"Location": "https://elsewhere.example"}, b"")], "sheet_problem"),
        ([(200, PROBLEM, b"<html>")], "sheet_problem"),
        ([(429, {"Retry-After": "0"}, b"{}")] * 6, "sheet_quota"),
        ([(503, {"Retry-After": "0"}, b"{}")] * 6, "sheet_problem"),
        ([(None, {}, b"")] * 3, "sheet_unreachable"),
    ],
)
def test_what_the_interface_answers_is_said(google, load, account, answers, code):
    google.first = list(answers)
    error = failure(load)
    assert error.code == code
    assert "{" not in error.said("en") + error.said("zh")


def test_a_quota_is_waited_for(google, load, account):
    google.first = [(429, {"Retry-After": "0"}, b"{}"), (500, {"Retry-After": "0"}, b"not JSON")]
    assert load().reply.facts["load_data.all.orders"].value == 4


def test_a_published_document_is_not_asked_of_the_interface(google, load, account):
    google.first = [
        (200, {"Content-Type": "text/csv"}, b"Customer,Date,Amount\na,2024-01-02,3\nb,2024-02-02,4\n")
    ] * 2
    load(f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pubhtml")
    assert google.tokens == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "authorized_user"}, "sheet_key_wrong"),
        ({"private_key": ""}, "sheet_key_wrong"),
        (
            {"private_key": "-----BEGIN PRIVATE KEY-----\nsecret-words\n-----END PRIVATE KEY-----"},
            "sheet_key_refused",
        ),
        ({"token_uri": "https://evil.example/token"}, "sheet_redirected"),
        ({"token_uri": "https://oauth2.googleapis.com.evil.example/token"}, "sheet_redirected"),
    ],
)
def test_a_key_that_is_none_is_not_quoted(google, load, key, account, change, code):
    account.write_text(json.dumps({**key, **change}), encoding="utf-8")
    error = failure(load)
    assert error.code == code
    assert "secret-words" not in error.said("en") + repr(error.values) + repr(error.__cause__)
    assert google.paths == []


@pytest.mark.parametrize("text", ["", "{secret-words", "[]", '"secret-words"'])
def test_a_file_that_is_no_key_is_not_quoted(google, load, account, text):
    account.write_text(text, encoding="utf-8")
    if text:
        error = failure(load)
        assert (error.code, error.values) == ("sheet_key_wrong", {"name": NAME})
    else:
        assert load().reply.facts["load_data.all.orders"].value == 4


def test_a_key_file_that_is_not_there_is_said(google, load, monkeypatch):
    monkeypatch.setenv(NAME, "/nowhere/key.json")
    assert failure(load).said() == (
        f"{NAME} names a file that I cannot read. Check its path, or remove the variable to read sheets that are open "
        "to everybody with the link."
    )


def test_the_key_may_lie_in_the_keyring(google, load, key, monkeypatch):
    keyring = pytest.importorskip("keyring")
    google.document.public = False
    kept = {("customer-segmentation", NAME): json.dumps(key)}
    monkeypatch.setattr(keyring, "get_password", lambda *asked: kept.get(asked))
    assert load().reply.facts["load_data.all.orders"].value == 4


def test_nothing_of_the_key_is_written_or_said(google, load, key, account, written):
    load()
    google.document.shared = False
    said = failure(load).said()
    lines = [line for line in key["private_key"].splitlines() if "-" not in line]
    for secret in (*lines, "id-of-the-key", "ya29.of-the-test"):
        assert secret.encode() not in written()
        assert secret not in said


def test_without_gspread_a_link_is_read_and_a_private_sheet_says_what_is_missing(
    google, load, account, monkeypatch
):
    monkeypatch.setitem(sys.modules, "gspread", None)
    assert load().reply.facts["load_data.all.orders"].value == 4
    google.document.public = False
    assert failure(load).code == "sheet_needs_gspread"
    assert failure(load, table="Orders").code == "sheet_needs_gspread"


def test_the_stand_in_is_no_way_to_another_machine(google, load, account, monkeypatch):
    monkeypatch.setenv(STAND_IN, "https://evil.example")
    assert failure(load).code == "sheet_stand_in"
    assert google.paths == []
