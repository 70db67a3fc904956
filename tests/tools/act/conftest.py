from datetime import date

import duckdb
import pytest

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.data.dataset import Column, Dataset, Grain
from customer_segmentation.kit.errors import ApprovalRequired
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Request
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.segment.segmentation import Segment, Segmentation
from customer_segmentation.workspace.approval import approval, decide, execute
from customer_segmentation.workspace.run import run


class PlantRequest(Request):
    customers: str = ""
    traits: bool = True


def _parquet(query, path):
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


@tool(produces="dataset")
def plant_data(request: PlantRequest, workspace) -> Reply:
    """Lay down a data set with traits."""
    columns = [
        Column(name="email", header="E-Mail", table="customers", type="text", personal=True),
        Column(name="newsletter_consent", header="newsletter_consent", table="customers", type="text"),
        Column(name="note", header="Note", table="customers", type="text", personal=True),
    ]
    odd = ""
    if request.customers == "odd":
        odd = ", 'blue' AS segment, 'surely' AS _opted_out"
        columns += [
            Column(name="segment", header="Segment of the shop", table="customers", type="text"),
            Column(name="_opted_out", header="Out", table="customers", type="text"),
        ]
    if request.customers == "unasked":
        columns = [column for column in columns if column.name != "newsletter_consent"]
    if request.customers == "texted":
        odd = (
            ", CASE WHEN i % 7 = 0 THEN '0151 234' ELSE '+49 (151) 2345-' || lpad(i::VARCHAR, 4, '0') END AS mobile"
            ", CASE WHEN i % 3 = 0 THEN '2024-05-01' ELSE '' END AS sms_consent"
        )
        columns += [
            Column(name="mobile", header="Mobile", table="customers", type="text", personal=True),
            Column(name="sms_consent", header="SMS consent", table="customers", type="text"),
        ]
    if request.traits:
        _parquet(
            "SELECT 'c' || i AS customer_id, 'c' || i || '@example.com' AS email, "
            "CASE WHEN i % 10 = 0 THEN ' No ' ELSE 'yes' END AS newsletter_consent, "
            "CASE WHEN i = 1 THEN '=HYPERLINK(\"http://x\")' WHEN i = 2 THEN '-1+1' ELSE 'ok' END AS note"
            f"{odd} "
            "FROM range(1, 401) t(i)",
            workspace.output / "customers.parquet",
        )
    Dataset(
        source="orders.csv",
        grain=Grain.LINES,
        roles={},
        as_of=date(2024, 12, 31),
        columns=columns if request.traits else [],
    ).write(workspace.output)
    return Reply()


class SplitRequest(Request):
    data: str = ""


@tool(produces="segmentation")
def plant_segments(request: SplitRequest, workspace) -> Reply:
    """Put customers 1–200 into at_risk, the rest into champions."""
    _parquet(
        "SELECT 'c' || i AS customer_id, CASE WHEN i <= 200 THEN 'at_risk' ELSE 'champions' END AS segment, "
        "CAST(i AS BIGINT) AS recency_days, CAST(-i AS DECIMAL(18,4)) AS revenue, DATE '2024-11-05' AS last_on "
        "FROM range(1, 401) t(i)",
        workspace.output / "assignment.parquet",
    )
    Segmentation(
        method="rfm",
        data=request.data,
        as_of=date(2024, 12, 31),
        segments=[Segment(id="champions", name="VIPs"), Segment(id="at_risk")],
    ).write(workspace.output)
    return Reply(names={"champions": "VIPs"})


@pytest.fixture
def planted_in():
    """Lay data and segments down in a workspace."""

    def plant(workspace, **request):
        data = run(tool_of(plant_data), request, workspace)
        return run(tool_of(plant_segments), {"data": data.id}, workspace)

    return plant


@pytest.fixture
def planted(workspace, planted_in):
    def plant(**request):
        return planted_in(workspace, **request)

    return plant


@pytest.fixture
def seen(workspace):
    """The workspace as the person's conversation sees it."""
    return workspace


@pytest.fixture
def approved(seen):
    """Propose and approve a task; return the id of its approval."""

    def propose(tool, **arguments):
        with pytest.raises(ApprovalRequired) as raised:
            run(tool, arguments, seen)
        identity = raised.value.approval_id
        decide(seen, identity, "approved", by="person", surface="test")
        return identity

    return propose


@pytest.fixture
def export(workspace, planted, approved):
    """Propose, approve and do an export; return the plan and the reply."""
    planted()
    tool = tool_of(export_audience)

    def do(**arguments):
        identity = approved(tool, **arguments)
        return approval(workspace, identity).plan, execute(tool, workspace, identity).reply

    return do
