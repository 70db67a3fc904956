"""How a call ends, whatever happens: an answer, a question, something that waits, or an error in words."""

from mcp import types

from customer_segmentation.catalogue import find_tool
from customer_segmentation_skill.surfaces.endings import unexpected
from customer_segmentation_skill.surfaces.mcp.answers import failed
from customer_segmentation_skill.surfaces.mcp.calls import Outcome, ToolCall
from customer_segmentation_skill.surfaces.mcp.forms import Context
from customer_segmentation_skill.surfaces.mcp.own_tools import OWN_TOOLS, own_outcome
from customer_segmentation_skill.surfaces.mcp.serving import Serving
from customer_segmentation_skill.surfaces.options import Options


async def outcome(params: types.CallToolRequestParams, serving: Serving, context: Context) -> Outcome:
    """Return how the call of a tool ends; nothing that goes wrong inside ends the server."""
    try:
        own = OWN_TOOLS.get(params.name)
        if own is not None:
            return await own_outcome(own, dict(params.arguments or {}), serving, context)
        return await ToolCall(find_tool(params.name), params, serving, context).outcome()
    except Exception as error:  # noqa: BLE001 - the details go to the log, the words to the host
        asked = Options(language=serving.language, opened=serving.workspace)
        return failed(unexpected(error, asked))
