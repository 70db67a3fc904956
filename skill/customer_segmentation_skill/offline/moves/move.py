"""What the brain does about a message: call tools, or say something, and what it remembers of it."""

from dataclasses import dataclass, field
from typing import Any

from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import message
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.thread import Thread


@dataclass(frozen=True)
class Here:
    """Where a message stands.

    Attributes:
        remembered: What was understood last: intent, slots, and notes.
        spoken: The brain's last replies as prose, latest first.
        options: The answers to an open question.
    """

    thread: Thread
    language: str
    said: str
    found: Understanding
    remembered: dict[str, Any] = field(default_factory=dict)
    spoken: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    def say(self, code: str, **values: object) -> str:
        """Return a message in the person's language."""
        return message(code, self.language, **values)

    def tell(self, template: str, reply: Reply | None = None, **more: Any) -> str:
        """Return a template of ``prompts/replies`` in the person's language, with figures as placeholders."""
        return prose(template, reply or self.thread.reply, self.language, **more)

    @property
    def last_slots(self) -> dict[str, Any]:
        """The slots understood last."""
        return dict(self.remembered.get("slots", {}))


@dataclass(frozen=True)
class Move:
    """Tool calls or words.

    Attributes:
        calls: Tools to call, with their arguments.
        text: What to say, as prose with placeholders.
        options: Where ``text`` asks something: the answers to choose from.
        intent: What to remember as understood; empty for what the message said by itself.
        notes: What else the reply must know: the analysis before a correction.
    """

    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    text: str = ""
    options: tuple[Option, ...] = ()
    intent: str = ""
    slots: dict[str, Any] | None = None
    notes: dict[str, Any] = field(default_factory=dict)
