"""A tool: a plain typed function with what every surface needs to know about it.

The decorator only attaches ``function.tool``; the function stays an ordinary function. The LangChain tool,
the command-line command, the reference and the JSON schema are all derived from the ``Tool``.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from customer_segmentation.kit.reply import Finding, Reply
from customer_segmentation.kit.request import Request

F = TypeVar("F", bound=Callable[..., Reply])


class Effect(StrEnum):
    """What running a tool may change; it decides whether a person must approve."""

    READ = "read"
    """Computes and stores results in the workspace."""
    WRITE = "write"
    """Creates or changes something outside the workspace; needs approval."""
    SEND = "send"
    """Leaves the machine; always needs approval."""


@dataclass(frozen=True)
class Tool:
    """One entry of the catalogue.

    Attributes:
        name: The fixed name, the same on every surface.
        summary: The first line of the function's docstring.
        request: The model of its arguments.
        effect: The gravest thing it can do.
        produces: What later tools may refer to as "latest": ``dataset``, ``segmentation`` or nothing.
        version: Part of the address of every result; raised when the same request gives another answer.
        inputs: What the answer depends on besides the request: a file's content, the shop's profile.
        gate: The effect of one request, where it is less or more than ``effect``.
        plan: For tools that write or send: the request with every default settled, and a reply that says
            what would happen, for the person to approve.
        undo: Takes back what one reply says was made besides files, and returns what was done.
    """

    name: str
    summary: str
    function: Callable[[Any, Any], Reply]
    request: type[Request]
    effect: Effect
    produces: str = ""
    version: int = 1
    inputs: Callable[[Any, Any], dict[str, str]] | None = None
    gate: Callable[[Any, Any], Effect] | None = None
    plan: Callable[[Any, Any], tuple[Any, Reply]] | None = None
    undo: Callable[[Reply, Any], list[Finding]] | None = None


def tool(
    *,
    effect: Effect = Effect.READ,
    produces: str = "",
    version: int = 1,
    inputs: Callable[[Any, Any], dict[str, str]] | None = None,
    gate: Callable[[Any, Any], Effect] | None = None,
    plan: Callable[[Any, Any], tuple[Any, Reply]] | None = None,
    undo: Callable[[Reply, Any], list[Finding]] | None = None,
) -> Callable[[F], F]:
    """Attach a ``Tool`` named after the function; the request model is read from its annotations."""

    def attach(function: F) -> F:
        hints = get_type_hints(function)
        first = next(iter(inspect.signature(function).parameters))
        summary = (inspect.getdoc(function) or "").splitlines()[0]
        made = Tool(
            name=function.__name__,
            summary=summary,
            function=function,
            request=hints[first],
            effect=effect,
            produces=produces,
            version=version,
            inputs=inputs,
            gate=gate,
            plan=plan,
            undo=undo,
        )
        function.tool = made  # type: ignore[attr-defined]
        return function

    return attach


def tool_of(function: Callable[..., Reply]) -> Tool:
    """Return the tool that a decorated function is; raises AttributeError for any other function."""
    made: Tool = function.tool  # type: ignore[attr-defined]
    return made
