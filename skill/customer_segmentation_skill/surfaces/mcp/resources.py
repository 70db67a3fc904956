"""What a host may read: the results of the thread in words, and the pictures and reports that were made for people.

Rows of single customers are in neither: exported lists lie outside the workspace and are never offered here.
"""

import base64
from typing import Final

from mcp import types

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.surfaces.mcp.addresses import (
    FILE_TEMPLATE,
    RESULT_TEMPLATE,
    of_file,
    of_result,
    parts,
)
from customer_segmentation_skill.surfaces.mcp.finished import whole

_WORDS: Final = "text/markdown"
_MOST: Final = 50
"""Results that are listed, the latest first; older ones can still be read."""

TEMPLATES: Final = [
    types.ResourceTemplate(
        uri_template=RESULT_TEMPLATE,
        name="result",
        description="A finished result in words, by its id or short id such as r3.",
        mime_type=_WORDS,
    ),
    types.ResourceTemplate(
        uri_template=FILE_TEMPLATE, name="file", description="A picture or report that a result made."
    ),
]


def listed(workspace: Workspace) -> list[types.Resource]:
    """Return the latest results of the thread and the files they made, the latest first."""
    latest = {result.id: result for result in reversed(workspace.results())}
    return [one for result in list(latest.values())[:_MOST] for one in _of(result)]


def _of(result: Result) -> list[types.Resource]:
    words = types.Resource(uri=of_result(result.id), name=f"{result.number} {result.tool}", mime_type=_WORDS)
    files = [
        types.Resource(
            uri=of_file(result.id, made.name),
            name=f"{result.number} {made.name}",
            mime_type=made.media_type,
        )
        for made in result.reply.artifacts
        if made.for_people
    ]
    return [words, *files]


def read(
    address: str, workspace: Workspace, language: str
) -> types.TextResourceContents | types.BlobResourceContents:
    """Return what stands at an address.

    Raises:
        InputError: Nothing of this thread stands there.
    """
    found = parts(address)
    if found is None:
        raise InputError("mcp_no_resource", uri=address)
    result = workspace.result(found[0])
    if not found[1]:
        text = whole(result, workspace, language)
        return types.TextResourceContents(uri=address, mime_type=_WORDS, text=text)
    for made in result.reply.artifacts:
        if made.for_people and made.name == found[1]:
            content = result.file(made).read_bytes()
            if made.media_type.startswith("text/"):
                return types.TextResourceContents(
                    uri=address, mime_type=made.media_type, text=content.decode("utf-8")
                )
            blob = base64.b64encode(content).decode("ascii")
            return types.BlobResourceContents(uri=address, mime_type=made.media_type, blob=blob)
    raise InputError("mcp_no_resource", uri=address)
