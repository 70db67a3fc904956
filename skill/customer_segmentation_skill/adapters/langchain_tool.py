"""A tool as a LangChain tool: its name, its guidance and a lean schema of its arguments.

The LangChain tool only declares; ``agent.run_tools`` executes every call through the one ``run``.
"""

from typing import TYPE_CHECKING, Any

from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.request import Request, is_for_person
from customer_segmentation.kit.tool import Tool

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

_SOURCE_TOOLS = frozenset({"load_data", "analyse_customers"})


def to_langchain(tool: Tool) -> "StructuredTool":
    """Return the declaration of a tool for a chat model."""
    from langchain_core.tools import StructuredTool

    def declared(**_arguments: object) -> str:
        message = f"{tool.name} is executed by the graph"
        raise NotImplementedError(message)

    return StructuredTool(
        name=tool.name, description=guidance(tool), args_schema=lean_schema(tool), func=declared
    )


def guidance(tool: Tool) -> str:
    """Return what a model reads about a tool: its summary and the first paragraph of its guidance page."""
    page = prompt_text(f"tools/{tool.name}.md").strip()
    return page.split("\n\n", maxsplit=1)[0].replace("\n", " ")


def lean_schema(tool: Tool) -> dict[str, Any]:
    """Return the JSON schema of a tool's arguments without titles and defaults, to spare small windows."""
    return {"type": "object", "properties": lean_fields(tool.request), "title": tool.name}


def lean_fields(request: type[Request]) -> dict[str, Any]:
    """Return what a model needs of each field of a request; those that only a person may fill are left out."""
    schema = request.model_json_schema(by_alias=True)
    defined = schema.get("$defs", {})
    hidden = {info.alias or name for name, info in request.model_fields.items() if is_for_person(info)}
    shown = {name: field for name, field in schema.get("properties", {}).items() if name not in hidden}
    return {name: _lean(field, defined) for name, field in shown.items()}


def _lean(field: dict[str, Any], defined: dict[str, Any]) -> dict[str, Any]:
    """Return what a model needs of a field: its type or choices, bounds, and description."""
    kept = {
        k: v for k, v in field.items() if k in {"type", "enum", "description", "minimum", "maximum", "items"}
    }
    if "$ref" in field:
        named = defined[field["$ref"].rsplit("/", maxsplit=1)[-1]]
        return {"type": named["type"], "enum": named["enum"], **kept}
    options = [option for option in field.get("anyOf", []) if option.get("type") != "null"]
    return {**_lean(options[0], defined), **kept} if options else kept
