"""A tool as an MCP tool: its name, its guidance, schemas of what goes in and comes out, and hints from its effect.

The MCP tool only declares; ``surfaces.mcp.calls`` executes every call through the one ``run``.
"""

from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.kit.tool import Effect, Tool
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation_skill.adapters.langchain_tool import guidance, lean_fields

if TYPE_CHECKING:
    from mcp import types

SOURCE: Final = "source"
"""The one field of loading that every tool on data takes; the others are fields of ``load_data``."""
LANGUAGE: Final = "language"
"""The language of the finished reply."""

_SOURCE_FIELD: Final = {
    "type": "string",
    "description": "A file to read first, as the person named it. Empty: what was loaded last.",
}
_LANGUAGE_FIELD: Final = {
    "type": "string",
    "enum": ["auto", *LANGUAGES],
    "description": "The language of the finished reply: the person's.",
}
_TEXT: Final = {"type": "string"}
_OBJECTS: Final = {"type": "array", "items": {"type": "object"}}
OUTPUT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "tool": _TEXT,
        "reply": {"type": "string", "description": "The finished reply: show it as it is."},
        "language": {"type": "string", "enum": list(LANGUAGES)},
        "result_id": _TEXT,
        "number": {"type": "string", "description": "Short id of the result, such as r3."},
        "headline": _TEXT,
        "facts": {"type": "object", "description": "Figures by key: value, unit, kind, label."},
        "tables": {"type": "object", "description": "Rows by table; a cell is the fact TOOL.id.measure."},
        "artifacts": _OBJECTS,
        "warnings": {"type": "array", "items": _TEXT},
        "next": {"type": "array", "items": _TEXT},
        "question": {"type": "object", "description": "What the person must answer first."},
        "pending": {**_OBJECTS, "description": "What waits for the person's approval."},
    },
    "required": ["tool", "reply", "language"],
}
"""What every tool answers with; facts are missing while a question or an approval stands open."""


def to_mcp(tool: Tool) -> "types.Tool":
    """Return the declaration of a tool for an MCP host."""
    from mcp import types

    return types.Tool(
        name=tool.name,
        description=guidance(tool),
        input_schema=_input(tool),
        output_schema=OUTPUT,
        annotations=_hints(tool.effect),
    )


def _input(tool: Tool) -> dict[str, Any]:
    fields = lean_fields(tool.request)
    works_on_data = {"data", "segmentation"} & tool.request.model_fields.keys()
    if works_on_data and SOURCE not in fields:
        fields = {SOURCE: _SOURCE_FIELD, **fields}
    return {
        "type": "object",
        "properties": {LANGUAGE: _LANGUAGE_FIELD, **fields},
        "additionalProperties": False,
    }


def _hints(effect: Effect) -> "types.ToolAnnotations":
    from mcp import types

    reads = effect is Effect.READ
    return types.ToolAnnotations(
        read_only_hint=reads,
        destructive_hint=not reads,
        idempotent_hint=reads,
        open_world_hint=effect is Effect.SEND,
    )
