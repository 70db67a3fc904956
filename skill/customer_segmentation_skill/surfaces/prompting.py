"""Where the chat's messages come from: a line editor in a terminal, else the lines of the input."""

import sys
from typing import Final, Protocol

import click

from customer_segmentation.workspace.credentials import without_passwords
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.lines import storable

_HISTORY: Final = "chat_history"
_SIGN: Final = "> "


class Prompt(Protocol):
    """A source of messages."""

    is_live: bool
    """Whether a person is typing."""

    def read(self) -> str:
        """Return the next message; raises EOFError at the end, KeyboardInterrupt for Ctrl-C."""


def prompt_for(workspace: Workspace) -> Prompt:
    """Return the prompt of this process."""
    live = sys.stdin.isatty() and sys.stdout.isatty()
    return LineEditor(workspace) if live else Lines()


class Lines:
    """Messages from a pipe or file, one a line."""

    is_live = False

    def read(self) -> str:
        """Return the next line, and show it as if typed."""
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        words = storable(line).rstrip("\n")
        click.echo(f"{_SIGN}{words}")
        return words


class LineEditor:
    """Messages typed in a terminal, with history and completion."""

    is_live = True

    def __init__(self, workspace: Workspace) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory

        from customer_segmentation_skill.surfaces.completion import ChatCompleter, suggests_while_typing

        class WithoutPasswords(FileHistory):
            def store_string(self, string: str) -> None:
                super().store_string(without_passwords(string))

        path = workspace.root / _HISTORY
        path.touch(mode=0o600, exist_ok=True)
        self._session: PromptSession[str] = PromptSession(
            history=WithoutPasswords(str(path)),
            completer=ChatCompleter(workspace),
            complete_while_typing=suggests_while_typing(),
            enable_history_search=False,
            mouse_support=False,
        )

    def read(self) -> str:
        """Return the next message, of one or several lines."""
        from prompt_toolkit.formatted_text import FormattedText

        return storable(self._session.prompt(FormattedText([("bold ansicyan", _SIGN)])))
