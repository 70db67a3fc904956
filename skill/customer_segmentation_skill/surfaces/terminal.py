"""The terminal chat: reads what a person types, shows the reply as it comes, and never loses anything.

Ctrl-C stops a running answer or clears the line; Ctrl-D leaves. Without a terminal every line of the input is a
message.
"""

from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Thread

from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.words import LANGUAGES, message
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.chat.consent import consent_notice, give_consent, has_consent
from customer_segmentation_skill.chat.conversation import Conversation
from customer_segmentation_skill.chat.decisions import waiting_words
from customer_segmentation_skill.config import OFFLINE, Brain
from customer_segmentation_skill.surfaces.endings import unexpected
from customer_segmentation_skill.surfaces.interruption import stoppable
from customer_segmentation_skill.surfaces.journal_entries import entries, entry_line
from customer_segmentation_skill.surfaces.options import Options
from customer_segmentation_skill.surfaces.prompting import Prompt, prompt_for
from customer_segmentation_skill.surfaces.screen import Screen, usage_words, window

_LEAVING = frozenset({"/quit", "/exit", "quit", "exit", "退出"})
_YES = frozenset({"yes", "y", "是", "好", "同意", "可以"})


class TerminalChat:
    """One person talking in one thread."""

    def __init__(self, workspace: Workspace, asked: Options) -> None:
        self._workspace = workspace
        self._asked = asked
        self._brain = asked.brain()
        self._forced = asked.wanted_language
        self._screen = Screen()
        self._prompt: Prompt = prompt_for(workspace)

    def talk(self, first: str = "") -> None:
        """Talk until the person leaves; ``first`` is answered before anything is typed."""
        self._greet()
        self._ask_consent()
        if self._prompt.is_live:
            _load_ahead()
        if first:
            self._screen.typed(first)
            self._answer(first)
        while self._goes_on():
            pass
        self._note("chat_goodbye", thread=self._workspace.thread)

    def _goes_on(self) -> bool:
        """Take one message; tell whether the conversation goes on after it."""
        try:
            text = self._prompt.read()
            if text.strip() in _LEAVING:
                return False
            if text.strip() and not self._handled(text.strip()):
                self._answer(text)
        except EOFError:
            return False
        except KeyboardInterrupt:
            self._screen.end()
        return True

    @property
    def _language(self) -> str:
        known = self._workspace.journal.setting(self._workspace.thread, "language")
        return self._forced or known or self._asked.spoken()

    def _note(self, code: str, **values: object) -> None:
        self._screen.note(message(code, self._language, **values))

    def _greet(self) -> None:
        brain = message("chat_offline_brain", self._language) if self._brain.is_offline else self._brain.name
        root = self._workspace.root
        here = root.relative_to(Path.cwd()) if root.is_relative_to(Path.cwd()) else root
        self._note("chat_welcome", brain=brain, workspace=here)
        self._note("chat_start")
        sql = "SELECT words, at FROM asked WHERE thread = ? ORDER BY rowid DESC LIMIT 1"
        for last in self._workspace.journal.rows(sql, self._workspace.thread):
            at = f"{datetime.fromisoformat(last['at']).astimezone():%Y-%m-%d %H:%M}"
            self._note("chat_goes_on", thread=self._workspace.thread, at=at, words=last["words"])
        if waits := waiting_words(self._workspace, self._language):
            self._screen.show(f"\n{waits}")
            self._screen.end()

    def _ask_consent(self) -> None:
        """Ask once before the first use of an endpoint that is not on this machine."""
        if has_consent(self._workspace, self._brain):
            return
        self._screen.show(f"\n{consent_notice(self._brain, self._language)}\n")
        self._note("chat_consent_question")
        try:
            agreed = self._prompt.is_live and self._prompt.read().strip().lower() in _YES
        except (EOFError, KeyboardInterrupt):
            agreed = False
        if agreed:
            give_consent(self._workspace, self._brain)
            self._note("chat_consent_given", host=self._brain.host)
        else:
            self._brain = Brain(OFFLINE)
            self._note("chat_consent_declined")

    def _handled(self, text: str) -> bool:
        """Do what a command of the chat itself asks, such as ``/help``."""
        command, _, rest = text.partition(" ")
        if command == "/help":
            self._note("chat_help")
        elif command == "/history":
            found = entries(self._workspace, self._language, self._workspace.thread)
            lines = [entry_line(entry, self._language) for entry in found]
            self._screen.note("\n".join(lines) or message("history_empty", self._language))
        elif command == "/language":
            self._set_language(rest.strip())
        else:
            return False
        return True

    def _set_language(self, wanted: str) -> None:
        if wanted not in {*LANGUAGES, "auto"}:
            self._note("chat_language_unknown")
            return
        self._forced = "" if wanted == "auto" else wanted
        self._note("chat_language_set" if self._forced else "chat_language_auto")

    def _answer(self, text: str) -> None:
        """Answer a message; whatever happens, the conversation goes on."""
        self._screen.gap()
        conversation = Conversation(self._workspace, self._brain, surface="chat", language=self._forced)
        with self._screen as screen:
            try:
                screen.step(message("progress_thinking", self._language))
                with stoppable():
                    turn = conversation.send(text, show=screen.show, progress=screen.step, window=window())
            except KeyboardInterrupt:
                self._failed(message("chat_stopped", self._language))
            except SegmentationError as error:
                self._failed(error.said(self._language))
            except Exception as error:  # noqa: BLE001 - a chat survives what nobody foresaw; it is logged
                self._failed(unexpected(error, self._asked))
            else:
                if used := usage_words(turn):
                    screen.end()
                    screen.note(used)
        self._screen.gap()

    def _failed(self, words: str) -> None:
        self._screen.end()
        self._screen.show(words)


def _load_ahead() -> None:
    """Load what answering needs, which takes seconds, while the person types."""

    def load() -> None:
        # Whatever fails here fails again, and is told, when a message is answered.
        with suppress(Exception):
            import_module("customer_segmentation_skill.chat.drafting")

    Thread(target=load, daemon=True).start()
