"""``explain_figure``: how a figure is defined, what it was computed from, where it comes from, and its SQL."""

from mcp import types
from pydantic import Field

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.request import Name, Reference, Request, SpokenLanguage
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import dataset_of
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.offline.moves.figure_answers import account_of, sql_of
from customer_segmentation_skill.offline.moves.figures import Shown
from customer_segmentation_skill.surfaces.mcp.answers import said
from customer_segmentation_skill.surfaces.mcp.serving import Serving
from customer_segmentation_skill.surfaces.mcp.shared import SharedLedger


class FigureRequest(Request):
    """Which figure is meant."""

    key: Name = Field("", description="The key of the fact, such as rfm_segments.at_risk.customers.")
    result: Reference = Field("", description="The short id of its result, such as r3. Empty: the latest.")
    language: SpokenLanguage = Field("auto", description="The language of the finished reply: the person's.")


def explained(
    request: FigureRequest, _serving: Serving, workspace: Workspace, language: str
) -> types.CallToolResult:
    """Return the account of a figure in words, with the SQL of its result beside it.

    Raises:
        InputError: No result of this thread has such a figure.
    """
    found = ThreadLedger(workspace).source_of(request.key, request.result)
    if found is None:
        raise InputError("mcp_no_fact", key=request.key)
    one = Shown(request.key, found.reply.facts[request.key], found)
    account = account_of(one, _loaded(found, workspace), language)
    words = prose("chat_figure", found.reply, language, **account)
    text = Renderer(SharedLedger(workspace, found), language, "markdown").text(words)
    sql = sql_of(found)
    return said("explain_figure", text, language, **({"sql": sql} if sql else {}))


def _loaded(found: Result, workspace: Workspace) -> Result | None:
    from customer_segmentation.catalogue import find_tool

    tool = find_tool(found.tool)
    if tool.produces == "dataset":
        return found
    dataset = dataset_of(tool.request.model_validate(found.request), workspace)
    return workspace.result(dataset) if dataset else None
