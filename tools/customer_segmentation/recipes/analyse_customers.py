"""The main job in one call: load, check, segment, advise.

A recipe: it runs tools one after the other through the runner and puts their replies together. Facts keep
the keys of the tools that computed them.
"""

from pydantic import Field

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.load_data import LoadRequest, load_data
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Finding, Reply, Severity
from customer_segmentation.kit.request import LATEST, DataReference, Name, Words
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

_LOAD, _RFM, _RECOMMEND = tool_of(load_data), tool_of(rfm_segments), tool_of(recommend)
_COHORTS = tool_of(cohort_retention)
_OF_NEWCOMERS = (
    "newest_points",
    "newest_share",
    "newest_from",
    "newest_to",
    "earlier_share",
    "follow_up_days",
)
"""What the whole says of newcomers; the rest is shown by the step itself, lest it crowd out the segments."""
_GRAVITY = {severity: n for n, severity in enumerate(reversed(Severity))}


class AnalyseRequest(LoadRequest):
    """A source to load, or data loaded before; a part of it; and the person's own names for segments."""

    data: DataReference = Field(
        "", description="Data loaded before, such as r1. Empty: source, or the latest."
    )
    where: Words = Field("", description="Only these, such as: country = 'Germany' and orders >= 2.")
    date_from: Name = Field("", alias="from", description="First day included, YYYY-MM-DD.")
    date_to: Name = Field("", alias="to", description="Last day included, YYYY-MM-DD.")
    names: Words = Field("", description="Own names for segments, such as: champions=VIPs.")
    merge: Words = Field("", description="Segments to merge, such as: at_risk+cant_lose=Win back.")


def _steps(request: AnalyseRequest, workspace: Workspace) -> dict[str, str]:
    """Run the steps and return the id of each one's result."""
    workspace.progress("progress_load")
    loaded = _loaded(request, workspace)
    done = {_LOAD.name: loaded.id}
    if Dataset.read(loaded.folder).grain is Grain.ATTRIBUTES:
        return done
    workspace.progress("progress_segments")
    part = {name: getattr(request, name) for name in ("where", "date_from", "date_to", "names", "merge")}
    segmented = run(_RFM, {"data": loaded.id, **part}, workspace)
    workspace.progress("progress_newcomers")
    newcomers = _newcomers(loaded, request, workspace)
    workspace.progress("progress_advice")
    advised = run(_RECOMMEND, {"segmentation": segmented.id}, workspace)
    return {**done, **newcomers, _RFM.name: segmented.id, _RECOMMEND.name: advised.id}


def _newcomers(loaded: Result, request: AnalyseRequest, workspace: Workspace) -> dict[str, str]:
    """Follow newcomers where the data allow it: a trend among them is worth a line, its absence is not."""
    part = {name: getattr(request, name) for name in ("where", "date_from", "date_to")}
    try:
        return {_COHORTS.name: run(_COHORTS, {"data": loaded.id, **part}, workspace).id}
    except MethodError:
        return {}


def _loaded(request: AnalyseRequest, workspace: Workspace) -> Result:
    if not request.source:
        return workspace.recall(request.data or LATEST, "dataset")
    fields = request.model_dump(include=set(LoadRequest.model_fields))
    return run(_LOAD, fields, workspace)


@tool(inputs=_steps)
def analyse_customers(request: AnalyseRequest, workspace: Workspace) -> Reply:  # noqa: ARG001 - the steps saw it
    """Do the whole job on a customer file: read it, check it, form segments, say what to do first."""
    whole = Reply()
    for step in map(workspace.result, workspace.inputs.values()):
        told = _of_newcomers(step.reply) if step.tool == _COHORTS.name else step.reply
        whole.facts |= told.facts
        whole.tables |= told.tables
        whole.names |= told.names
        whole.described |= told.described
        whole.findings += told.findings
        whole.parts[step.tool] = step.reply
        whole.currency = step.reply.currency
    whole.findings.sort(key=_weight)
    whole.next = list(dict.fromkeys(code for part in reversed(whole.parts.values()) for code in part.next))[
        :3
    ]
    return whole


def _of_newcomers(reply: Reply) -> Reply:
    keys = [f"{_COHORTS.name}.{ALL}.{measure}" for measure in _OF_NEWCOMERS]
    return Reply(facts={key: reply.facts[key] for key in keys if key in reply.facts})


def _weight(finding: Finding) -> int:
    return _GRAVITY[finding.severity]
