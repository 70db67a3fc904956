"""What one turn of a conversation works with: the workspace, the language, and what happened so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.config import Brain


@dataclass
class ToolUse:
    """One call of a tool in this turn."""

    name: str
    arguments: dict[str, Any]
    result_id: str = ""
    error: str = ""


@dataclass
class Question:
    """A question that only the person can answer, with its options."""

    text: str
    options: list[str]


@dataclass
class Session:
    """The state of one turn."""

    workspace: Workspace
    language: str
    brain: Brain
    surface: str = "ask"
    progress: Callable[[str], None] = lambda _text: None
    uses: list[ToolUse] = field(default_factory=list)
    question: Question | None = None
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def ledger(self) -> ThreadLedger:
        """The thread's facts as they stand now."""
        return ThreadLedger(self.workspace)
