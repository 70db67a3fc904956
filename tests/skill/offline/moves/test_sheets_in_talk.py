"""Links of Google Sheets in the person's words, in both languages."""

import pytest

from customer_segmentation.data.load_data import load_data
from customer_segmentation.data.sheets.hosts import STAND_IN
from customer_segmentation.kit.errors import ApprovalRequired
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, decide, execute
from customer_segmentation.workspace.run import run
from customer_segmentation_skill.chat.decisions import summary
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand
from google_sheets import LINK, Tab, google_sheets

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


ROWS = [["Order", "Customer", "Date", "Amount"]] + [
    [str(n), f"c{n % 40}", f"2024-{1 + n % 12:02}-{1 + n % 28:02}", f"{5 + n % 50}.50"] for n in range(200)
]


@pytest.fixture
def google(monkeypatch):
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    with google_sheets() as made:
        monkeypatch.setenv(STAND_IN, made.url)
        made.document.tabs = [Tab(0, "Orders", ROWS)]
        yield made


def test_a_sheet_is_analysed_and_what_is_wrong_is_said(fresh, google):
    said = fresh.say(f"/customer-segmentation {TAB}")
    assert fresh.calls == [("analyse_customers", {"source": TAB})]
    assert said.startswith(
        "I read Corner shop - Orders as orders: customer = Customer, order = Order, date = Date, amount = Amount."
    )
    assert fresh.problems() == []
    google.document.public = False
    assert "choose Share" in fresh.say(f"load this sheet {TAB}")
    fresh.language = "zh"
    assert "点“共享”" in fresh.say(f"读取这个表格 {TAB}")


def test_another_tab_is_read_instead(fresh, google):
    fresh.workspace = fresh.workspace.with_(typed=frozenset({TAB}))
    fresh.say(f"load this sheet {TAB}")
    assert "cannot look for March by name" in fresh.say("use the March tab instead")
    assert fresh.calls == [("load_data", {"source": TAB, "table": "March"})]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "you did not type its link yourself"), ("zh", "这个链接不是您本人输入的")]
)
def test_a_link_that_nobody_typed_is_read_once_a_person_approves(fresh, google, language, words):
    with pytest.raises(ApprovalRequired) as waiting:
        run(tool_of(load_data), {"source": TAB}, fresh.workspace)
    assert google.paths == []
    assert words in summary(approval(fresh.workspace, waiting.value.approval_id), language)
    decide(fresh.workspace, waiting.value.approval_id, "approved", by="person", surface="test")
    done = execute(tool_of(load_data), fresh.workspace, waiting.value.approval_id)
    assert done.reply.facts["load_data.all.orders"].value == 200
