from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.reply import FactTable, Reply, RowTable
from customer_segmentation.kit.text_table import as_text, width

CELLS = [
    ["Segment", "Customers", "Share of turnover", "Last order"],
    ["Champions", "412", "37%", "11 days"],
    ["Can't lose", "1,121", "6%", "150 days"],
]


def test_without_a_window_columns_are_as_wide_as_they_need():
    assert as_text(CELLS).splitlines() == [
        " Segment     Customers  Share of turnover  Last order",
        " Champions         412                37%     11 days",
        " Can't lose      1,121                 6%    150 days",
    ]


def test_a_window_that_is_wide_enough_changes_nothing():
    assert as_text(CELLS, 53) == as_text(CELLS)


def test_headings_fold_before_anything_else():
    assert as_text(CELLS, 52).splitlines() == [
        "                        Share of      Last",
        " Segment     Customers  turnover     order",
        " Champions         412       37%   11 days",
        " Can't lose      1,121        6%  150 days",
    ]


def test_a_narrow_window_gives_each_row_a_block_and_keeps_every_figure():
    assert as_text(CELLS, 34).splitlines() == [
        " Champions",
        "   Customers 412",
        "   Share of turnover 37%",
        "   Last order 11 days",
        " Can't lose",
        "   Customers 1,121",
        "   Share of turnover 6%",
        "   Last order 150 days",
    ]


def test_blocks_join_what_fits_on_a_line():
    cells = [["Segment", "A", "B", "C", "D"], ["Champions", "1,000", "2,000", "3,000", "40,000"]]
    assert as_text(cells, 30).splitlines() == [" Champions", "   A 1,000 · B 2,000 · C 3,000", "   D 40,000"]


def test_chinese_headings_fold_between_characters():
    cells = [["客群", "最近一次下单距今"], ["冠军", "11 天"]]
    lines = as_text(cells, 20).splitlines()
    assert lines == ["        最近", "        一次", "        下单", " 客群   距今", " 冠军  11 天"]
    assert {width(line) for line in lines[:-1]} <= {12}


def test_no_line_is_wider_than_the_window():
    wide = [["客群", "Customers", "Ø"], ["非常重要的客户群体名称很长很长很长" * 2, "1", "2"]]
    for window in range(20, 90):
        for cells in (CELLS, wide):
            assert max(width(line) for line in as_text(cells, window).splitlines()) <= window


def test_a_table_of_one_column_and_one_without_rows():
    assert as_text([["id"], ["a"]], 20).splitlines() == [" id", " a"]
    assert as_text([["Segment", "Customers"]], 20).splitlines() == [" Segment  Customers"]


def test_the_renderer_lays_tables_into_its_window():
    reply = Reply(
        facts={"t.at_risk.customers": Fact(value=12, unit="customers")},
        tables={"segments": FactTable(tool="t", subjects=["at_risk"], measures=["customers"])},
        rows={"top": RowTable(columns=["customer", "spent in this period"], rows=[["C-100200300", 12.5]])},
    )
    text = Renderer(ReplyLedger(reply), window=24).text("[[table:top]]")
    assert text.splitlines() == [
        "               spent",
        "                  in",
        "                this",
        " customer     period",
        " C-100200300    12.5",
    ]
