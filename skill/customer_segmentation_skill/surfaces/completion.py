"""Completion in the terminal chat: commands, files where a file is meant, and names of segments."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.words import LANGUAGES, name_of
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.typed_source import COMMAND

COMMANDS: Final = (COMMAND, "/help", "/history", "/language", "/quit")
_DATA: Final = frozenset(
    {
        ".csv",
        ".tsv",
        ".txt",
        ".json",
        ".jsonl",
        ".ndjson",
        ".parquet",
        ".pq",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".gz",
        ".zip",
    }
)
_MOST: Final = 200
_LAST_WORD: Final = re.compile(r"(?:(?<=\s)|^)(?:\"(?P<quoted>[^\"]*)|(?P<plain>[^\s\"]*))$")
_LIKE_A_PATH: Final = re.compile(r"(?:~|\.{1,2})?/|[A-Za-z]:[\\/]|[^\s/]+/")
_SHORTEST_NAME: Final = 2


def suggests_while_typing() -> Condition:
    """Return when the menu opens by itself: after a slash or in a path, never while writing prose."""

    def path_or_command() -> bool:
        before = get_app().current_buffer.document.text_before_cursor
        return before.startswith("/") or bool(_LIKE_A_PATH.match(_last_word(before)[0]))

    return Condition(path_or_command)


def _last_word(before: str) -> tuple[str, bool]:
    """Return the word at the cursor and whether a quote was opened before it."""
    found = _LAST_WORD.search(before)
    if found is None:
        return "", False
    return (found["quoted"], True) if found["quoted"] is not None else (found["plain"], False)


class ChatCompleter(Completer):
    """Completes what stands before the cursor."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """Yield commands at the start, files where a path is meant, else names of segments."""
        before = document.text_before_cursor
        commands = [name for name in COMMANDS if name.startswith(before)] if before.startswith("/") else []
        if commands:
            yield from (_whole(name, before) for name in commands)
            return
        word, is_quoted = _last_word(before)
        if before.startswith(f"{COMMAND} ") or is_quoted or _LIKE_A_PATH.match(word):
            yield from files(word, is_quoted=is_quoted)
        else:
            yield from self._segments(before)

    def _segments(self, before: str) -> Iterator[Completion]:
        for name in segment_names(self._workspace):
            if typed := _begun(before, name):
                yield Completion(name, start_position=-len(typed))


def _whole(name: str, before: str) -> Completion:
    tail = " " if name in {COMMAND, "/language"} else ""
    return Completion(f"{name}{tail}", start_position=-len(before), display=name)


def files(word: str, *, is_quoted: bool = False) -> list[Completion]:
    """Return folders and data files whose path begins with ``word``; names with spaces are quoted."""
    folder, _, begun = word.rpartition("/")
    base = f"{folder}/" if folder or word.startswith("/") else ""
    try:
        found = sorted(Path(base or ".").expanduser().iterdir(), key=lambda path: path.name.casefold())
    except OSError:
        return []
    shown = [
        path
        for path in found
        if path.name.casefold().startswith(begun.casefold())
        and path.name.startswith(".") <= begun.startswith(".")
        and path.name.isprintable()
        and (path.is_dir() or path.suffix.lower() in _DATA)
    ]
    return [_file(path, base, word, is_quoted=is_quoted) for path in shown[:_MOST]]


def _file(path: Path, base: str, word: str, *, is_quoted: bool) -> Completion:
    name = f"{path.name}/" if path.is_dir() else path.name
    text = f"{base}{name}"
    if " " in text and not is_quoted:
        text = f'"{text}'
    if text.startswith('"') or is_quoted:
        text += "" if path.is_dir() else '"'
    return Completion(text, start_position=-len(word), display=name)


def segment_names(workspace: Workspace) -> list[str]:
    """Return the names of the groups of customers this thread spoke of, else of the built-in segments."""
    ledger = ThreadLedger(workspace)
    keys = (split_key(key) for result in workspace.results() for key in result.reply.facts)
    groups = dict.fromkeys(
        subject for _, subject, measure in keys if measure == "customers" and subject != "all"
    )
    names = [name for subject in groups for name in ledger.names(subject)]
    return list(dict.fromkeys(names)) or _built_in_names()


def _built_in_names() -> list[str]:
    ids = [path.stem for path in sorted((prompts_path() / "playbooks").glob("*.yaml"))]
    return [name for language in LANGUAGES for one in ids if (name := name_of(one, language))]


def _begun(before: str, name: str) -> str:
    """Return the longest end of ``before`` that begins ``name``: names hold spaces, Chinese has none."""
    text, wanted = before.casefold(), name.casefold()
    for size in range(min(len(text), len(wanted) - 1), 0, -1):
        end = text[-size:]
        at_word = size == len(text) or not (text[-size - 1].isalnum() and end[0].isascii())
        long_enough = size >= _SHORTEST_NAME or not end.isascii()
        if wanted.startswith(end) and at_word and long_enough:
            return before[-size:]
    return ""
