"""A link that everybody may read: what is exported, what is said where it is not open, where no export may lead."""

import csv

import pytest

from customer_segmentation.data.changed_source import changed_source
from customer_segmentation.data.load_data import load_data
from customer_segmentation.data.sheets.address import Part, sheet_of
from customer_segmentation.data.sheets.hosts import STAND_IN, check_redirect
from customer_segmentation.data.sheets.patience import Patience
from customer_segmentation.data.sheets.shared_link import by_link
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from google_sheets import ID, LINK, Tab

HTML = {"Content-Type": "text/html; charset=utf-8"}


def failure(load, *arguments, **fields):
    with pytest.raises(InputError) as caught:
        load(*arguments, **fields)
    return caught.value


def test_a_sheet_gives_the_facts_and_tables_of_its_download(google, load, workspace, tmp_path, rows):
    path = tmp_path / "Corner shop - Orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(google.document.tabs[0].shown)
    file = run(tool_of(load_data), {"source": str(path)}, workspace.with_(typed=frozenset({str(path)})))
    sheet = load()
    assert sheet.reply.facts == file.reply.facts
    assert sheet.reply.detail["roles"] == file.reply.detail["roles"]
    assert sheet.reply.facts["load_data.all.orders"].value == 4
    for name in ("transactions", "orders", "customers"):
        assert rows(sheet, name) == rows(file, name) != []


def test_nothing_of_the_cells_stays_but_the_typed_tables(google, load):
    assert not [path.name for path in load().folder.iterdir() if path.suffix == ".csv"]


def test_the_tab_and_the_range_are_asked_for(google, load):
    google.document.tabs.append(
        Tab(77, "March", google.document.tabs[0].values[:4], google.document.tabs[0].shown)
    )
    assert load(f"{LINK}?gid=0#gid=77", table="B1:F4").reply.facts["load_data.all.lines_read"].value == 3
    assert google.paths[0] == f"/spreadsheets/d/{ID}/export?format=csv&gid=77&range=B1%3AF4"


def test_a_published_document_is_read_where_it_was_published(google, load):
    google.first = [
        (200, {"Content-Type": "text/csv"}, b"Customer,Date,Amount\na,2024-01-02,3\nb,2024-02-02,4\n")
    ] * 2
    load(f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pubhtml?gid=5&single=true")
    assert set(google.paths) == {f"/spreadsheets/d/e/2PACX-{ID}/pub?output=csv&single=true&gid=5"}


def test_a_sheet_that_is_not_open_is_recognised(google, load):
    google.document.public = False
    assert failure(load).code == "sheet_not_public"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, HTML, b"<!doctype html><title>Sign in</title>"), "sheet_not_public"),
        ((401, HTML, b""), "sheet_not_public"),
        ((403, HTML, b""), "sheet_not_public"),
        ((404, HTML, b""), "sheet_missing"),
        ((410, HTML, b""), "sheet_missing"),
        ((400, HTML, b""), "sheet_part_missing"),
        ((418, HTML, b""), "sheet_problem"),
        ((302, {"Location": "https://elsewhere.example/orders.csv"}, b""), "sheet_redirected"),
        ((302, {"Location": "https://accounts.google.com/ServiceLogin?x=1"}, b""), "sheet_not_public"),
        ((200, {"Content-Type": "text/csv"}, b"Order,Amount\r\n"), "sheet_empty"),
        ((None, {}, b""), "sheet_unreachable"),
        ((200, {"Content-Type": "text/csv", "Content-Length": "99"}, b"a,b\r\n1,2\r\n"), "sheet_unreachable"),
    ],
)
def test_what_google_answers_is_said_in_both_languages(google, load, answer, code):
    google.first = [answer] * 2
    error = failure(load)
    assert error.code == code
    assert error.said("en") != error.said("zh")
    assert "{" not in error.said("en") + error.said("zh")


def test_a_quota_is_waited_for(google, load):
    google.first = [(429, {"Retry-After": "0"}, b""), (503, {"Retry-After": "0"}, b"")]
    assert load().reply.facts["load_data.all.orders"].value == 4


def test_a_quota_that_stays_is_said(google, load):
    google.first = [(429, {"Retry-After": "0"}, b"")] * 6
    assert failure(load).code == "sheet_quota"
    assert len(google.paths) == 6


def test_a_pause_longer_than_anyone_would_wait_is_said_at_once(google, load):
    google.first = [(429, {"Retry-After": "3600"}, b"")]
    assert failure(load).code == "sheet_quota"


def test_a_tab_cannot_be_found_by_name_through_a_link(google, load):
    assert failure(load, table="March").code == "sheet_tab_by_link"
    assert google.paths == []


def test_a_sheet_that_is_too_large_is_not_read_to_its_end(google):
    with pytest.raises(InputError) as caught:
        by_link(sheet_of(LINK), Part(), Patience(most_bytes=20))
    assert caught.value.code == "sheet_too_large"


def test_a_reading_ends_when_its_time_is_over(google):
    with pytest.raises(InputError) as caught:
        by_link(sheet_of(LINK), Part(), Patience(seconds=-1))
    assert caught.value.code == "sheet_too_slow"


def test_a_sheet_changed_between_two_looks_is_not_used(google, load):
    csv_type = {"Content-Type": "text/csv"}
    google.first = [(200, csv_type, b"Customer,Date,Amount\na,2024-01-02,3\n")]
    assert failure(load).code == "sheet_changed"


def test_a_changed_sheet_is_noticed(google, load, workspace):
    load()
    assert changed_source(workspace) == ""
    google.document.tabs[0].shown = [*google.document.tabs[0].shown, ["11", "dan", "", "2024-03-21", "9", ""]]
    assert changed_source(workspace) == "Corner shop - Orders"
    google.document.public = False
    assert changed_source(workspace) == ""


def test_a_query_is_for_databases_only(google, load, workspace):
    typed = workspace.with_(typed=frozenset({LINK, "SELECT 1"}))
    with pytest.raises(InputError) as caught:
        run(tool_of(load_data), {"source": LINK, "query": "SELECT 1"}, typed)
    assert caught.value.code == "sheet_no_query"


@pytest.mark.parametrize(
    "base", ["https://127.0.0.1:1", "http://example.com", "http://a@127.0.0.1", "http://[::1"]
)
def test_only_a_stand_in_on_this_machine_is_used(google, load, monkeypatch, base):
    monkeypatch.setenv(STAND_IN, base)
    assert failure(load).code == "sheet_stand_in"


def test_an_export_leads_to_google_only(monkeypatch):
    monkeypatch.delenv(STAND_IN, raising=False)
    check_redirect("https://doc-0s-sheets.googleusercontent.com/export/x?y=z")
    check_redirect("https://docs.google.com/spreadsheets/d/x/export")
    for url in (
        "http://docs.google.com/spreadsheets",
        "https://googleusercontent.com.evil.example/",
        "https://evilgoogleusercontent.com/",
        "http://127.0.0.1/",
    ):
        with pytest.raises(InputError, match="not Google Sheets"):
            check_redirect(url)
