"""Links of Google Sheets in the person's words, in both languages."""

import pytest

from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand
from google_sheets import LINK

TAB = f"{LINK}#gid=0"


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        (f"/customer-segmentation {TAB}", "analyse", {"source": TAB}),
        (f"load this sheet {TAB}", "load_data", {"source": TAB}),
        (f"load the google sheet {TAB}, please", "load_data", {"source": TAB}),
        (f"please analyse {LINK}?usp=sharing.", "analyse", {"source": f"{LINK}?usp=sharing"}),
        (f"读取这个表格 {TAB}", "load_data", {"source": TAB}),
        (f"读取谷歌表格{TAB}。", "load_data", {"source": TAB}),
        (f"分析{TAB}吧", "analyse", {"source": TAB}),
        (f"load the tab Orders from {LINK}", "load_data", {"source": LINK, "table": "Orders"}),
        (f"读取 {LINK} 的 Orders 表", "load_data", {"source": LINK, "table": "Orders"}),
        (f"读取 {LINK} 的 Orders 标签页", "load_data", {"source": LINK, "table": "Orders"}),
        (f"load 'My orders'!A1:F from {LINK}", "load_data", {"source": LINK, "table": "'My orders'!A1:F"}),
        (f"读取 {LINK} 的“三月”标签页", "load_data", {"source": LINK, "table": "三月"}),
        (f"读取 {LINK} 的三月标签页", "load_data", {"source": LINK, "table": "三月"}),
        (f"load A1:F200 of {LINK}", "load_data", {"source": LINK, "table": "A1:F200"}),
        ("use the March tab instead", "use_table", {"table": "March"}),
        ("use the tab March", "use_table", {"table": "March"}),
        ("改用 March 标签页", "use_table", {"table": "March"}),
        ("改用“三月”标签页", "use_table", {"table": "三月"}),
    ],
)
def test_what_is_said_of_sheets(said, intent, slots):
    found = understand(said, Situation(has_data=True, has_segments=True))
    assert (found.intent, found.slots, found.is_sure) == (intent, slots, True)


@pytest.mark.parametrize("said", [f"load {TAB}", f"分析{TAB}吧", f"see {TAB}."])
def test_the_link_of_a_sheet_is_typed_by_the_person(said):
    assert TAB in sources_in(said)
