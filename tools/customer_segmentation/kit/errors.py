"""The errors a person may meet.

    SegmentationError
    ├── InputError         the person can mend the input: what, where and how
    ├── NeedsAnswer        one question with options must be answered first
    ├── MethodError        the method cannot answer on this data, and why
    └── ApprovalRequired   a person must approve the action first

An error carries a code and values; its words live in ``prompts/messages/``, so that it
is said in the person's language. ``str(error)`` is the English message.
"""

from customer_segmentation.kit.words import message


class SegmentationError(Exception):
    """The root of every error that this package raises on purpose."""

    exit_code = 1

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)

    def said(self, language: str = "en") -> str:
        """Return what happened and how to mend it, in ``language``."""
        return message(self.code, language, **self.values)

    def __str__(self) -> str:
        return self.said()


class InputError(SegmentationError):
    """The person can mend the input; the message says what is wrong, where, and how to mend it."""


class MethodError(SegmentationError):
    """The method cannot answer on this data; the message says why and what would do instead."""


class NeedsAnswer(SegmentationError):  # noqa: N818 - it is a question, not a failure
    """One question that only the person can answer.

    ``options`` are the readings to choose from, best first; each maps the words of an option to the
    request fields that choosing it sets.
    """

    exit_code = 3

    def __init__(self, code: str, *, options: list[tuple[str, dict[str, str]]], **values: object) -> None:
        self.options = options
        super().__init__(code, **values)


class ApprovalRequired(SegmentationError):  # noqa: N818 - it is a request, not a failure
    """The action waits in the journal under ``approval_id`` for a person's decision."""

    exit_code = 3

    def __init__(self, approval_id: str, tool: str, summary: str) -> None:
        self.approval_id = approval_id
        self.tool = tool
        self.summary = summary
        super().__init__("approval_required", id=approval_id, summary=summary)
