"""What every call to the server works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import anyio

from customer_segmentation.kit.words import LANGUAGES, message
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.mcp.forms import Context
from customer_segmentation_skill.surfaces.mcp.working import Tell, worked

T = TypeVar("T")

_AT_ONCE = 4
"""Calls that compute at the same time; the database uses all processors already, and more would only want memory."""


@dataclass(frozen=True)
class Serving:
    """The workspace, seen from the thread that the server speaks in, and the language where a call names none."""

    workspace: Workspace
    language: str = LANGUAGES[0]
    _slots: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(_AT_ONCE))

    def spoken(self, wanted: object) -> str:
        """Return the language to answer in."""
        return wanted if isinstance(wanted, str) and wanted in LANGUAGES else self.language

    async def computed(self, work: Callable[[Workspace], T], language: str, context: Context) -> T:
        """Return what ``work`` gives in a thread of its own; its steps are told to the host as they begin."""
        steps = 0

        async def told(step: str) -> None:
            nonlocal steps
            steps += 1
            await context.session.report_progress(steps, message=message(step, language))

        def within(tell: Tell) -> T:
            return work(self.workspace.with_(language=language, progress=tell))

        async with self._slots:
            return await worked(within, told)
