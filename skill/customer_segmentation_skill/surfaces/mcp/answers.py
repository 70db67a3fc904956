"""What a call answers with: the finished reply, the facts beside it, its pictures, and where its files are."""

import base64
from pathlib import Path
from typing import Any, Final

from mcp import types

from customer_segmentation.kit.for_model import facts_shown, shareable
from customer_segmentation.kit.reply import Artifact
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.surfaces.lines import inert
from customer_segmentation_skill.surfaces.mcp.addresses import of_file, of_result
from customer_segmentation_skill.surfaces.mcp.finished import finished
from customer_segmentation_skill.surfaces.tool_output import as_object

MOST_PICTURES: Final = 3
"""Pictures that are sent along; all are linked."""
_MOST_BYTES: Final = 2_000_000
_MOST_ROWS: Final = 30


def answer(result: Result, workspace: Workspace, language: str, more: str = "") -> types.CallToolResult:
    """Return a finished result as a host gets it; ``more`` is a paragraph after its words."""
    words = finished(result, workspace, language)
    words = f"{words}\n\n{more}" if more else words
    files = [(made, result.file(made)) for made in result.reply.artifacts if made.for_people]
    pictures = [path for made, path in files if made.media_type == "image/png"]
    content: list[types.ContentBlock] = [types.TextContent(text=words)]
    content += [_picture(path) for path in pictures[:MOST_PICTURES] if path.stat().st_size <= _MOST_BYTES]
    content += [_link(result, made, path) for made, path in files]
    content.append(_whole(result))
    return types.CallToolResult(content=content, structured_content=_structured(result, words, language))


def said(tool: str, words: str, language: str, **more: Any) -> types.CallToolResult:
    """Return an answer that is no result: a question, something that waits, or what became of it."""
    words = inert(words)
    structured = {"tool": tool, "reply": words, "language": language, **more}
    return types.CallToolResult(content=[types.TextContent(text=words)], structured_content=structured)


def failed(words: str) -> types.CallToolResult:
    """Return why a call could not be answered, and how to mend it."""
    return types.CallToolResult(content=[types.TextContent(text=inert(words))], is_error=True)


def _structured(result: Result, words: str, language: str) -> dict[str, Any]:
    """Return the object of ``tool --json`` without rows of customers, with at most as many facts as a model sees."""
    seen = Result(**{**vars(result), "reply": shareable(result.reply)})
    told = as_object(seen, words, language)
    told["facts"] = {key: told["facts"][key] for key in facts_shown(result.reply)}
    told["tables"] = {name: rows[:_MOST_ROWS] for name, rows in told["tables"].items()}
    return {"tool": result.tool, "reply": words, "language": language, "number": result.number, **told}


def _picture(path: Path) -> types.ImageContent:
    return types.ImageContent(data=base64.b64encode(path.read_bytes()).decode("ascii"), mime_type="image/png")


def _link(result: Result, made: Artifact, path: Path) -> types.ResourceLink:
    return types.ResourceLink(
        uri=of_file(result.id, made.name),
        name=path.name,
        mime_type=made.media_type,
        size=path.stat().st_size,
    )


def _whole(result: Result) -> types.ResourceLink:
    return types.ResourceLink(
        uri=of_result(result.id), name=f"{result.number} {result.tool}", mime_type="text/markdown"
    )
