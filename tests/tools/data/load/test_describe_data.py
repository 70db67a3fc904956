import pytest

from customer_segmentation.data.describe_data import describe_data
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run

TEXT = """\
customer_id,e-mail,date,amount,note
A,ann@example.com,2024-01-01,5,please ring twice
A,ann@example.com,2024-01-02,6,
B,bob@example.com,2024-01-03,,
B,bob@example.com,2024-01-04,7,
,zoe@example.com,2024-01-03,9,
"""


def described(workspace):
    return run(tool_of(describe_data), {}, workspace).reply


def test_every_column_has_its_use_and_how_much_of_it_is_missing(load, workspace):
    load(TEXT)
    reply = described(workspace)
    assert [(c["header"], c["use"], c["type"], c["personal"]) for c in reply.detail["columns"]] == [
        ("customer_id", "customer_id", "text", ""),
        ("e-mail", "kept", "text", "email"),
        ("date", "date", "date", ""),
        ("amount", "amount", "number", ""),
        ("note", "unused", "text", "text"),
    ]
    assert reply.value("describe_data.all.columns") == 5
    shares = [reply.value(f"describe_data.column_{n}.missing_share") for n in range(1, 6)]
    assert shares == pytest.approx([0.2, 0, 0, 0.2, 0.8])
    assert reply.names["column_2"] == "e-mail"
    assert reply.value("load_data.all.lines_set_aside") == 2
    assert reply.facts["describe_data.column_1.filled_share"].kind is Kind.MEASURED


def test_no_cell_is_shown(load, workspace):
    load(TEXT)
    reply = described(workspace)
    for language in ("en", "zh"):
        text = Renderer(ReplyLedger(reply), language).text(prose("describe_data", reply, language))
        assert "not available" not in text
        assert "无此数据" not in text
        for cell in ("ann@", "please ring", "zoe"):
            assert cell not in text + reply.model_dump_json()


def test_shares_of_a_long_file_are_estimates(load, workspace):
    rows = "\n".join(f"c{n % 700},{n},2024-01-{1 + n % 28:02d},5" for n in range(20_500))
    load(f"customer_id,order_id,date,amount\n{rows}\n")
    reply = described(workspace)
    assert reply.facts["describe_data.column_1.filled_share"].kind is Kind.ESTIMATED
    assert "describe_data.column_1.distinct_values" not in reply.facts
