"""The server: what a host can list and call, over whatever carries its messages."""

from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Final

import anyio
from mcp import types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation_skill.surfaces.mcp.forms import Context
from customer_segmentation_skill.surfaces.mcp.serving import Serving

if TYPE_CHECKING:
    from customer_segmentation_skill.surfaces.mcp.calls import Outcome

NAME: Final = "customer-segmentation"
_FOR_AN_HOUR: Final = CacheHint(ttl_ms=3_600_000, scope="public")


@cache
def declarations() -> list[types.Tool]:
    """Return every tool that is offered. The first time this loads the catalogue, which takes a moment."""
    from customer_segmentation.catalogue import TOOLS
    from customer_segmentation_skill.adapters.mcp_tool import to_mcp
    from customer_segmentation_skill.surfaces.mcp.own_tools import OWN_TOOLS, declared

    return [*map(to_mcp, TOOLS), *map(declared, OWN_TOOLS.values())]


def mcp_server(serving: Serving) -> Server[object]:
    """Return a server that answers from a workspace."""
    handlers = _Handlers(serving)
    return Server(
        NAME,
        version=metadata.version("customer-segmentation"),
        title="Customer Segmentation",
        instructions=prompt_text("mcp/instructions.md").strip(),
        cache_hints={"tools/list": _FOR_AN_HOUR, "prompts/list": _FOR_AN_HOUR},
        on_list_tools=handlers.tools,
        on_call_tool=handlers.call,
        on_list_resources=handlers.resources,
        on_list_resource_templates=handlers.templates,
        on_read_resource=handlers.read,
        on_list_prompts=handlers.prompts,
        on_get_prompt=handlers.prompt,
    )


class _Handlers:
    """Answers requests; what needs the catalogue or the disk is done in threads, so that the server listens on."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    async def tools(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=await anyio.to_thread.run_sync(declarations))

    async def call(self, context: Context, params: types.CallToolRequestParams) -> "Outcome":
        known = await anyio.to_thread.run_sync(declarations)
        if params.name not in {tool.name for tool in known}:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name[:80]!r}.")
        from customer_segmentation_skill.surfaces.mcp.outcomes import outcome

        return await outcome(params, self._serving, context)

    async def resources(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        from customer_segmentation_skill.surfaces.mcp.resources import listed

        found = await anyio.to_thread.run_sync(listed, self._serving.workspace)
        return types.ListResourcesResult(resources=found)

    async def templates(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        from customer_segmentation_skill.surfaces.mcp.resources import TEMPLATES

        return types.ListResourceTemplatesResult(resource_templates=TEMPLATES)

    async def read(
        self, _context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        from customer_segmentation_skill.surfaces.mcp.resources import read

        serving = self._serving
        try:
            found = await anyio.to_thread.run_sync(read, params.uri, serving.workspace, serving.language)
        except SegmentationError as error:
            raise MCPError(types.INVALID_PARAMS, error.said(serving.language)) from error
        return types.ReadResourceResult(contents=[found])

    async def prompts(
        self, _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        from customer_segmentation_skill.surfaces.mcp.prompts import listed

        return types.ListPromptsResult(prompts=listed(self._serving.language))

    async def prompt(self, _context: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        from customer_segmentation_skill.surfaces.mcp.prompts import filled

        given = params.arguments or {}
        try:
            return filled(params.name, given, self._serving.spoken(given.get("language")))
        except SegmentationError as error:
            raise MCPError(types.INVALID_PARAMS, error.said(self._serving.language)) from error
