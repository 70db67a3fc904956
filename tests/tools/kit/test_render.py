from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.render import Renderer, ReplyLedger, as_markdown
from customer_segmentation.kit.reply import FactTable, Reply, RowTable
from customer_segmentation.kit.text_table import as_text, width

REPLY = Reply(
    facts={
        "rfm_segments.cant_lose.customers": Fact(value=121, unit="customers"),
        "rfm_segments.cant_lose.revenue": Fact(value="77100", unit="EUR"),
        "rfm_segments.c1.customers": Fact(value=1236, unit="customers"),
    },
    tables={
        "segments": FactTable(
            tool="rfm_segments", subjects=["cant_lose", "c1"], measures=["customers", "revenue"]
        )
    },
    rows={"top": RowTable(columns=["id", "spent|"], rows=[["[[x.y.z]]", 12.5], ["\x1b[1mB", None]])},
    names={"c1": "Shoe | lovers"},
)


def test_figures_are_set_in_and_remembered():
    renderer = Renderer(ReplyLedger(REPLY))
    assert renderer.text("Call the [[rfm_segments.cant_lose.customers]].") == "Call the 121."
    assert [(f.text, f.key) for f in renderer.figures] == [("121", "rfm_segments.cant_lose.customers")]


def test_a_missing_figure_is_said_in_each_language():
    assert Renderer(ReplyLedger(REPLY)).text("[[a.b.c]]") == "(figure not available)"
    assert Renderer(ReplyLedger(REPLY), "zh").text("[[a.b.c]]") == "（无此数据）"


def test_a_table_of_facts_as_text():
    lines = Renderer(ReplyLedger(REPLY)).text("[[table:segments]]").splitlines()
    assert lines[1:] == [" Can't lose           121   €77,100", " Shoe | lovers      1,236         –"]


def test_a_table_as_markdown_cannot_be_broken_by_a_name():
    text = Renderer(ReplyLedger(REPLY), "en", "markdown").text("[[table:segments]]")
    assert text.splitlines()[1:] == [
        "| --- | ---: | ---: |",
        "| Can't lose | 121 | €77,100 |",
        "| Shoe \\| lovers | 1,236 | – |",
    ]


def test_rows_are_bounded_and_never_expanded():
    text = Renderer(ReplyLedger(REPLY)).text("[[table:top]]")
    assert text.splitlines() == [" id           spent|", " [ [x.y.z] ]    12.5", " [1mB"]


def test_columns_align_with_chinese():
    assert width("客群A") == 5
    lines = as_text([["客群", "n"], ["不能失去", "1,236"], ["ab", "7"]]).splitlines()
    assert [width(line) for line in lines] == [16, 16, 16]


def test_markdown_escapes_backslashes_first():
    assert as_markdown([["h"], ["a\\|b"]]).splitlines()[-1] == "| a\\\\\\|b |"
