"""Two segmentations of the same customers: how far they agree, and what one sees that the other does not."""

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.explain.comparison.crossed import crossed
from customer_segmentation.explain.comparison.other import other_meant
from customer_segmentation.explain.comparison.reply import comparison_of, comparison_reply
from customer_segmentation.explain.comparison.request import CompareRequest
from customer_segmentation.explain.comparison.splits import find_splits, read_values, turned_values
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace


@tool(effect=Effect.READ, inputs=other_meant)
def compare_segmentations(request: CompareRequest, workspace: Workspace) -> Reply:
    """Say how far two segmentations agree, and what one sees that the other does not.

    Raises:
        InputError: There is no other segmentation, or it is the same one.
        MethodError: The two have no customer in common.
    """
    result = workspace.result(request.segmentation, "segmentation")
    first = Segmentation.read(result.folder)
    second = Segmentation.read(workspace.result(workspace.inputs["other"], "segmentation").folder)
    with duckdb_engine(workspace.output) as engine:
        engine.view("first_segments", first.assignment)
        engine.view("second_segments", second.assignment)
        found = crossed(engine.rows("compare_cross"), first.ids(), second.ids())
        if not found.customers:
            raise MethodError("compare_nobody_common")
        values = read_values(engine)
        splits = find_splits(found, values), find_splits(found.turned(), turned_values(values))
    dataset = Dataset.read(workspace.result(first.data, "dataset").folder)
    return comparison_reply(comparison_of(first, second, found, splits, dataset))
