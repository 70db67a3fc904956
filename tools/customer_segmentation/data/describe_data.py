"""``describe_data``: what was understood of a loaded file, column by column, and what is doubtful about it."""

from pydantic import Field

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import FactTable, Reply
from customer_segmentation.kit.request import LATEST, DataReference, Request
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

TOOL = "describe_data"


class DescribeRequest(Request):
    """Which loaded data to describe."""

    data: DataReference = Field(LATEST, description="Loaded data: latest, or a result id such as r1.")


@tool()
def describe_data(request: DescribeRequest, workspace: Workspace) -> Reply:
    """Show the columns and roles of loaded data, the receipt of what was set aside, and every finding.

    Facts are those of ``load_data``, and for every column ``filled_share`` (a fraction of one, of the sampled
    rows in large files) and ``distinct_values``. Values of personal columns are never among them.
    """
    loaded = workspace.result(request.data, "dataset").reply
    columns = loaded.detail["columns"]
    reply = loaded.model_copy(update={"next": ["describe_correct", "describe_segments"]}, deep=True)
    subjects = []
    reply.facts[f"{TOOL}.all.columns"] = Fact(value=len(columns), unit="count")
    for number, column in enumerate(columns, 1):
        subject = f"column_{number}"
        subjects.append(subject)
        reply.names[subject] = column["header"]
        filled = column["filled"] / column["rows"] if column["rows"] else 0.0
        reply.facts[f"{TOOL}.{subject}.filled_share"] = Fact(value=filled, unit="share")
        reply.facts[f"{TOOL}.{subject}.distinct_values"] = Fact(value=column["distinct"], unit="count")
    reply.tables["columns"] = FactTable(
        tool=TOOL, subjects=subjects, measures=["filled_share", "distinct_values"], subject_label="column"
    )
    return reply
