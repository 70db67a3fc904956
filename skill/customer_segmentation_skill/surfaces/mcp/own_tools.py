"""The tools that only this server has: they compute nothing, and look at what the thread holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mcp import types

from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.request import Request
from customer_segmentation.workspace.run import validated
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.adapters.langchain_tool import lean_fields
from customer_segmentation_skill.adapters.mcp_tool import LANGUAGE, OUTPUT
from customer_segmentation_skill.surfaces.mcp.answers import failed
from customer_segmentation_skill.surfaces.mcp.approval_status import StatusRequest, status
from customer_segmentation_skill.surfaces.mcp.check_figures import DraftRequest, checked
from customer_segmentation_skill.surfaces.mcp.forms import Context
from customer_segmentation_skill.surfaces.mcp.serving import Serving


@dataclass(frozen=True)
class OwnTool:
    """A tool of this server: its request, and what answers it."""

    name: str
    request: type[Request]
    answered: Callable[[Any, Serving, Workspace, str], types.CallToolResult]


OWN_TOOLS: Final = {
    own.name: own
    for own in (
        OwnTool("check_figures", DraftRequest, checked),
        OwnTool("approval_status", StatusRequest, status),
    )
}


def declared(own: OwnTool) -> types.Tool:
    """Return the declaration of a tool of this server."""
    return types.Tool(
        name=own.name,
        description=prompt_text(f"mcp/{own.name}.md").strip().replace("\n", " "),
        input_schema={
            "type": "object",
            "properties": lean_fields(own.request),
            "additionalProperties": False,
        },
        output_schema=OUTPUT,
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


async def own_outcome(
    own: OwnTool, arguments: dict[str, Any], serving: Serving, context: Context
) -> types.CallToolResult:
    """Return the answer of a tool of this server; an error is an answer that says how to mend it."""
    language = serving.spoken(arguments.get(LANGUAGE))

    def work(workspace: Workspace) -> types.CallToolResult:
        request = validated(own.name, own.request, arguments)
        return own.answered(request, serving, workspace, language)

    try:
        return await serving.computed(work, language, context)
    except SegmentationError as error:
        return failed(error.said(language))
