import pytest
from small_tools import COUNT, LOAD

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import MEASURE, FactTable, Reply
from customer_segmentation.workspace.ledger import ThreadLedger, _named
from customer_segmentation.workspace.run import run


@pytest.fixture
def ledger(workspace):
    run(LOAD, {"size": 1}, workspace)
    run(COUNT, {}, workspace)
    run(LOAD, {"size": 2}, workspace)
    return ThreadLedger(workspace)


def test_a_key_stands_for_the_latest_result_that_has_it(ledger):
    assert ledger.fact("small_load.all.items").value == 2
    assert ledger.fact("small_count.all.items").value == 1


def test_a_result_can_be_named(ledger):
    assert ledger.fact("small_load.all.items", "r1").value == 1
    assert ledger.fact("small_load.all.items", "r2") is None


def test_an_unknown_key_is_nothing(ledger):
    assert ledger.fact("small_load.all.orders") is None


def test_subjects_are_groups_of_customers_and_what_was_named(workspace, monkeypatch):
    reply = Reply(
        facts={
            "a.at_risk.customers": Fact(value=9, unit="customers"),
            "a.kept.lines": Fact(value=9, unit="lines"),
            "a.g1.revenue": Fact(value="9", unit="EUR"),
        },
        names={"g1": "Germany"},
    )
    result = run(LOAD, {}, workspace)
    monkeypatch.setattr(ThreadLedger, "_results", [type(result)(**{**vars(result), "reply": reply})])
    ledger = ThreadLedger(workspace)
    assert ledger.subjects() == ["at_risk", "g1"]
    assert ledger.names("at_risk") == ("At risk", "流失风险客户")
    assert ledger.names("g1") == ("Germany",)


def test_the_ledger_of_an_empty_thread_is_empty(workspace):
    ledger = ThreadLedger(workspace)
    assert (ledger.subjects(), ledger.date_range(), ledger.table("segments")) == ([], None, None)


def test_measures_in_the_rows_of_a_table_are_no_groups(workspace):
    reply = Reply(
        facts={
            "a_tool.f1.loading_1": Fact(value=0.5, unit="coefficient"),
            "a_tool.c1.share": Fact(value=0.5, unit="share"),
        },
        names={"f1": "Age", "c1": "Elders"},
        tables={
            "loadings": FactTable(
                tool="a_tool", subjects=["f1"], measures=["loading_1"], subject_label=MEASURE
            )
        },
    )
    assert _named(reply) == {"c1"}
