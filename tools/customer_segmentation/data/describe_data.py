"""``describe_data``: what was understood of a loaded file, column by column, and what is doubtful about it."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import Field

from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import FactTable, Reply
from customer_segmentation.kit.request import LATEST, DataReference, Request
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "describe_data"


class DescribeRequest(Request):
    """Which loaded data to describe."""

    data: DataReference = Field(LATEST, description="Loaded data: latest, or a result id such as r1.")


@tool()
def describe_data(request: DescribeRequest, workspace: Workspace) -> Reply:
    """Show the columns and roles of loaded data, the receipt of what was set aside, and every finding.

    Facts are those of ``load_data``, and for every column ``filled_share`` and ``missing_share`` (fractions of
    one) and ``distinct_values``. In files of more rows than the sample the shares are estimates from its
    first rows, and different values are not counted. Cells are never among the facts.
    """
    loaded = workspace.result(request.data, "dataset").reply
    columns = loaded.detail["columns"]
    reply = loaded.model_copy(update={"next": ["describe_correct", "describe_segments"]}, deep=True)
    reply.facts[f"{TOOL}.all.columns"] = Fact(value=len(columns), unit="count")
    subjects = [f"column_{number}" for number in range(1, len(columns) + 1)]
    for subject, column in zip(subjects, columns, strict=True):
        reply.names[subject] = column["header"]
        reply.with_facts(_facts(f"{TOOL}.{subject}", column))
    reply.tables["columns"] = FactTable(
        tool=TOOL, subjects=subjects, measures=["filled_share", "distinct_values"], subject_label="column"
    )
    return reply


def _facts(key: str, column: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    kind = Kind.MEASURED if column["whole"] else Kind.ESTIMATED
    filled = column["filled"] / column["rows"] if column["rows"] else 0.0
    yield f"{key}.filled_share", Fact(value=filled, unit="share", kind=kind)
    yield f"{key}.missing_share", Fact(value=1 - filled, unit="share", kind=kind)
    if column["whole"]:
        yield f"{key}.distinct_values", Fact(value=column["distinct"], unit="count")
