"""The tasks of one message, done one after the other within one turn, and what became of each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from langchain_core.messages import ToolMessage

from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.words import shown
from customer_segmentation_skill.offline.thread import Thread

Outcome = Literal["", "done", "answered", "waiting", "asked", "failed", "left"]
_STOPS_ALL: Final = frozenset({"analyse", "load_data"})
"""What failed here leaves nothing to work on for the tasks after it."""


@dataclass(frozen=True)
class Task:
    """One task in the person's words, what became of it, and what is said of it."""

    words: str
    outcome: Outcome = ""
    said: str = ""


@dataclass(frozen=True)
class Tasks:
    """The tasks of a message in their order."""

    tasks: tuple[Task, ...]

    @classmethod
    def of(cls, wishes: Sequence[str]) -> "Tasks":
        """Take the wishes of a message."""
        return cls(tuple(Task(words) for words in wishes))

    @classmethod
    def from_json(cls, found: list[dict[str, Any]]) -> "Tasks":
        """Read what ``as_json`` wrote."""
        return cls(tuple(Task(**one) for one in found))

    def as_json(self) -> list[dict[str, Any]]:
        """Return the tasks for a message."""
        return [asdict(task) for task in self.tasks]

    @property
    def place(self) -> int:
        """The place of the task at hand; as many as there are when all are through."""
        return next((n for n, task in enumerate(self.tasks) if not task.outcome), len(self.tasks))

    @property
    def words(self) -> str:
        """The task at hand; nothing when all are through."""
        return self.tasks[self.place].words if self.place < len(self.tasks) else ""

    def came_to(self, outcome: Outcome, said: str, intent: str = "") -> "Tasks":
        """Return the tasks with what became of the one at hand."""
        at = self.place
        stops = outcome == "failed" and intent in _STOPS_ALL
        after = [replace(task, outcome="left") if stops else task for task in self.tasks[at + 1 :]]
        return Tasks((*self.tasks[:at], replace(self.tasks[at], outcome=outcome, said=said), *after))

    def told(self, thread: Thread, language: str) -> str:
        """Return the list of tasks with what became of each, and under it what each answered."""
        listed = [{"words": shown(task.words), "outcome": task.outcome or "left"} for task in self.tasks]
        head = prose("chat_tasks", thread.reply, language, tasks=listed)
        return "\n\n".join([head, *(task.said for task in self.tasks if task.said.strip())])


def outcome_of(answers: Sequence[ToolMessage], understood: dict[str, Any]) -> Outcome:
    """Return what a task came to by the answers of its tools."""
    artifacts = [one.artifact if isinstance(one.artifact, dict) else {} for one in answers]
    if understood.get("asks") or any(artifact.get("options") for artifact in artifacts):
        return "asked"
    if any("approval" in artifact for artifact in artifacts):
        return "waiting"
    return "done" if all("result" in artifact for artifact in artifacts) else "failed"
