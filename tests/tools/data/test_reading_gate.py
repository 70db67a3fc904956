from pathlib import Path

import pytest

from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.reading_gate import reading_gate
from customer_segmentation.kit.tool import Effect


@pytest.fixture
def outside(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside")
    (folder / "orders.csv").write_text("a\n1\n", encoding="utf-8")
    return folder


def gate(workspace, source, customers=""):
    return reading_gate(LoadRequest(source=source, customers=customers), workspace)


def test_reading_below_the_current_folder_or_the_workspace_is_free(workspace, here):
    assert gate(workspace, "orders.csv") is Effect.READ
    assert gate(workspace, "deep/*.csv") is Effect.READ
    assert gate(workspace, str(here / "orders.csv")) is Effect.READ
    assert gate(workspace, str(workspace.root / "x.parquet")) is Effect.READ


def test_reading_elsewhere_needs_approval_unless_a_person_typed_it(workspace, outside):
    source = str(outside / "orders.csv")
    assert gate(workspace, source) is Effect.WRITE
    assert gate(workspace, str(outside / "*.csv")) is Effect.WRITE
    assert gate(workspace.with_(typed=frozenset({source})), source) is Effect.READ
    assert gate(workspace.with_(typed=frozenset({source})), str(outside / "other.csv")) is Effect.WRITE
    assert gate(workspace, "orders.csv", customers=source) is Effect.WRITE


def test_a_folder_of_the_profile_is_free(workspace, outside):
    workspace.profile.told("folders", str(outside)).write(workspace.root)
    assert gate(workspace, str(outside / "orders.csv")) is Effect.READ


def test_a_link_counts_as_where_it_leads(workspace, here, outside):
    (here / "link.csv").symlink_to(outside / "orders.csv")
    assert gate(workspace, "link.csv") is Effect.WRITE
    assert gate(workspace, str(Path("..") / here.name / "orders.csv")) is Effect.READ
    assert gate(workspace, "../orders.csv") is Effect.WRITE


def test_a_host_on_the_network_needs_approval_even_when_typed(workspace):
    source = "https://example.com/orders.csv"
    assert gate(workspace, source) is Effect.WRITE
    assert gate(workspace.with_(typed=frozenset({source})), source) is Effect.WRITE


def test_a_sheet_needs_approval_unless_a_person_typed_its_link(workspace):
    link = "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit"
    typed = workspace.with_(typed=frozenset({f"{link}?gid=0#gid=0", "orders.csv"}))
    assert gate(workspace, link) is Effect.WRITE
    assert gate(typed, f"{link}#gid=0") is Effect.READ
    assert gate(typed, f"{link}#gid=5") is Effect.READ
    assert gate(typed, link.replace("1aB", "2aB")) is Effect.WRITE
