"""Which segmentation is meant as the other one."""

from customer_segmentation.explain.comparison.request import CompareRequest
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Result, Workspace


def other_meant(request: CompareRequest, workspace: Workspace) -> dict[str, str]:
    """Return the full id of the segmentation to compare with, as ``other``.

    None named, it is the thread's latest other one on the same data, else on any; the same groups under other names
    are no other segmentation.

    Raises:
        InputError: There is no other, or it is the same one.
    """
    if request.other:
        if request.other == request.segmentation:
            raise InputError("compare_same")
        return {"other": request.other}
    sql = (
        "SELECT result_id, dataset_id, MAX(number) AS number FROM results WHERE thread = ? AND produces = "
        "'segmentation' AND result_id <> ? GROUP BY result_id, dataset_id ORDER BY number DESC"
    )
    found = workspace.journal.rows(sql, workspace.thread, request.segmentation)
    if not found:
        raise InputError("compare_no_other")
    this = workspace.result(request.segmentation)
    others = [row for row in found if not _renamed(workspace.result(str(row["result_id"])), this)] or found
    same = [row for row in others if row["dataset_id"] == this.request.get("data", "")]
    return {"other": str((same or others)[0]["result_id"])}


def _renamed(one: Result, other: Result) -> bool:
    """Tell whether two results hold the same groups under other names."""
    apart = {k for k in {*one.request, *other.request} if one.request.get(k) != other.request.get(k)}
    return one.tool == other.tool and apart == {"names"}
