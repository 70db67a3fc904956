"""Customer segmentation: deterministic tools from a customer file to segments, advice and tasks.

    >>> import customer_segmentation as cs
    >>> workspace = cs.Workspace.open("my-shop")               # doctest: +SKIP
    >>> result = cs.invoke(cs.find_tool("rfm_segments"), {"source": "orders.csv"}, workspace)  # doctest: +SKIP
    >>> result.reply.facts["rfm_segments.champions.customers"].value                    # doctest: +SKIP
    412

Every surface goes through ``invoke``, which runs a tool in a workspace. Names are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customer_segmentation.catalogue import TOOLS, find_tool
    from customer_segmentation.kit.errors import (
        ApprovalRequired,
        InputError,
        MethodError,
        NeedsAnswer,
        SegmentationError,
    )
    from customer_segmentation.kit.fact import Fact, Kind
    from customer_segmentation.kit.reply import Reply
    from customer_segmentation.kit.tool import Effect, Tool
    from customer_segmentation.recipes.invoke import invoke
    from customer_segmentation.workspace.workspace import Result, Workspace

_HOMES = {
    "TOOLS": "catalogue",
    "ApprovalRequired": "kit.errors",
    "Effect": "kit.tool",
    "Fact": "kit.fact",
    "InputError": "kit.errors",
    "Kind": "kit.fact",
    "MethodError": "kit.errors",
    "NeedsAnswer": "kit.errors",
    "Reply": "kit.reply",
    "Result": "workspace.workspace",
    "SegmentationError": "kit.errors",
    "Tool": "kit.tool",
    "Workspace": "workspace.workspace",
    "find_tool": "catalogue",
    "invoke": "recipes.invoke",
}

__all__ = [
    "TOOLS",
    "ApprovalRequired",
    "Effect",
    "Fact",
    "InputError",
    "Kind",
    "MethodError",
    "NeedsAnswer",
    "Reply",
    "Result",
    "SegmentationError",
    "Tool",
    "Workspace",
    "find_tool",
    "invoke",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
