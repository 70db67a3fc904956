import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Request
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.workspace.run import run
from customer_segmentation_skill.surfaces.completion import ChatCompleter


@pytest.fixture
def offered(workspace, here):
    """Return what would stand in the line after each completion of what was typed."""
    (here / "sub").mkdir()
    for name in ("orders.csv", "Orders 2024.xlsx", "订单.csv", "notes.md", ".hidden.csv", "sub/july.parquet"):
        (here / name).touch()
    completer = ChatCompleter(workspace)

    def complete(typed):
        found = completer.get_completions(Document(typed), CompleteEvent(completion_requested=True))
        return [typed[: len(typed) + c.start_position] + c.text for c in found]

    return complete


def test_commands_at_the_start(offered):
    assert offered("/cu") == ["/customer-segmentation "]
    assert offered("/h") == ["/help", "/history"]
    assert offered("what is /he") == []


def test_files_after_the_command(offered):
    assert offered("/customer-segmentation ord") == [
        '/customer-segmentation "Orders 2024.xlsx"',
        "/customer-segmentation orders.csv",
    ]
    assert offered("/customer-segmentation 订") == ["/customer-segmentation 订单.csv"]


def test_only_data_files_and_folders_and_nothing_hidden(offered):
    everything = offered("/customer-segmentation ")
    assert everything == [
        '/customer-segmentation "Orders 2024.xlsx"',
        "/customer-segmentation orders.csv",
        "/customer-segmentation sub/",
        "/customer-segmentation workspace/",
        "/customer-segmentation 订单.csv",
    ]
    assert offered("/customer-segmentation .h") == ["/customer-segmentation .hidden.csv"]


def test_files_wherever_a_word_starts_like_a_path(offered, here):
    assert offered("please read ./ord") == ['please read "./Orders 2024.xlsx"', "please read ./orders.csv"]
    assert offered("and sub/") == ["and sub/july.parquet"]
    assert offered(f"use {here}/sub/j") == [f"use {here}/sub/july.parquet"]
    assert offered("join no/such/folder/") == []


def test_an_open_quote_is_closed(offered):
    assert offered('read "Orders 2') == ['read "Orders 2024.xlsx"']


def test_built_in_segment_names_before_there_are_segments(offered):
    assert offered("what should I do with can") == ["what should I do with Can't lose"]
    assert offered("what about at r") == ["what about At risk"]


def test_prose_is_left_alone(offered):
    assert offered("scan") == []
    assert offered("I") == []
    assert offered("") == []


class NamedRequest(Request):
    pass


@tool(produces="segmentation")
def named(request: NamedRequest, workspace) -> Reply:
    """Form one segment with a name of its own."""
    from customer_segmentation.kit.fact import Fact

    return Reply(
        facts={"named.at_risk.customers": Fact(value=9, unit="customers")},
        names={"at_risk": "Wavering regulars"},
    )


def test_names_of_the_threads_own_segments_in_both_languages(offered, workspace):
    run(tool_of(named), {}, workspace)
    assert offered("export wav") == ["export Wavering regulars"]
    assert offered("导出流失")[0].startswith("导出流失风险")
    assert offered("what about can") == []
