"""How far a sending has come: what travels in which batch, and which batches were acknowledged.

The customers are laid down once, before the first batch leaves, so that a batch that is sent again after a crash is
the same to the last byte. Every acknowledgement is on the disk before the next batch leaves; of a line that was
being written when the machine stopped, nothing is believed.

    sends/<approval>/people.jsonl    one line per customer: [batch, customer id, fields]
    sends/<approval>/cursor.jsonl    one line per event of a batch
    sends/<approval>/refused.jsonl   one line per customer that was refused: [batch, customer id, reason]
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TextIO

from customer_segmentation.act.send.connector import Fields, Receipt, Refusal
from customer_segmentation.workspace.atomic import flush, write_with
from customer_segmentation.workspace.workspace import Workspace

_PEOPLE: Final = "people.jsonl"
_CURSOR: Final = "cursor.jsonl"
_REFUSED: Final = "refused.jsonl"


@dataclass(frozen=True)
class Counts:
    """How much there is: batches, and the customers in them by whether they travel or why not.

    Attributes:
        about: What is told about all of it with every batch.
    """

    batches: int
    customers: int
    left_out: dict[str, int]
    about: Fields = field(default_factory=dict)


class Cursor:
    """The cursor of one sending."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.counts: Counts | None = None
        self._references: dict[int, str] = {}
        self._receipts: dict[int, dict[str, int]] = {}
        for event in _lines(folder / _CURSOR):
            self._take(event)

    @property
    def done(self) -> int:
        """How many batches were acknowledged."""
        return len(self._receipts)

    @property
    def accepted(self) -> int:
        """How many customers were taken."""
        return self._sum("accepted")

    @property
    def unnamed(self) -> int:
        """How many were refused without the receiver saying who."""
        return self._sum("unnamed")

    @property
    def subscribed(self) -> int:
        """How many the receiver has as subscribed, or asked to confirm it."""
        return self._sum("subscribed")

    @property
    def opted_out_there(self) -> int:
        """How many had opted out at the receiver and were left so."""
        return self._sum("opted_out_there")

    def refused(self) -> list[Refusal]:
        """Return who was refused in the acknowledged batches."""
        return [
            Refusal(customer, reason)
            for batch, customer, reason in dict.fromkeys(map(tuple, _lines(self._folder / _REFUSED)))
            if batch in self._receipts
        ]

    def reference(self, batch: int) -> str:
        """Return the receiver's name of a batch that was handed over but not acknowledged; empty if none."""
        return self._references.get(batch, "")

    def lay_down(
        self, batches: Iterable[list[tuple[str, Fields]]], left_out: dict[str, int], about: Fields
    ) -> None:
        """Keep what will be sent; ``left_out`` is filled while ``batches`` is read."""
        batch = customers = 0

        def write(path: Path) -> None:
            nonlocal batch, customers
            with path.open("w", encoding="utf-8") as file:
                for batch, people in enumerate(batches, 1):
                    for customer, fields in people:
                        customers += 1
                        file.write(_text([batch, customer, fields]))

        write_with(self._folder / _PEOPLE, write)
        self._keep({"batches": batch, "customers": customers, "left_out": left_out, "about": about})

    def waiting(self) -> Iterator[tuple[int, list[str], list[Fields]]]:
        """Yield the batches that were not acknowledged: number, customer ids, fields."""
        lines = _lines(self._folder / _PEOPLE)
        for number, people in groupby(lines, key=lambda line: int(line[0])):
            if number not in self._receipts:
                found = [(str(customer), fields) for _, customer, fields in people]
                yield number, [customer for customer, _ in found], [fields for _, fields in found]

    def handed_over(self, batch: int, reference: str) -> None:
        """Keep the receiver's name of a batch."""
        self._keep({"batch": batch, "reference": reference})

    def acknowledged(self, batch: int, receipt: Receipt) -> None:
        """Keep that a batch was taken and by whom it was refused."""
        if receipt.refused:
            with (self._folder / _REFUSED).open("a", encoding="utf-8") as file:
                file.writelines(_text([batch, one.customer, one.reason]) for one in receipt.refused)
                _sync(file)
        self._keep({"batch": batch, **receipt.counts})

    def close(self) -> None:
        """Remove the customers: all of them have been sent."""
        (self._folder / _PEOPLE).unlink(missing_ok=True)

    def _sum(self, count: str) -> int:
        return sum(receipt.get(count, 0) for receipt in self._receipts.values())

    def _keep(self, event: dict[str, Any]) -> None:
        with (self._folder / _CURSOR).open("a", encoding="utf-8") as file:
            file.write(_text(event))
            _sync(file)
        self._take(event)

    def _take(self, event: dict[str, Any]) -> None:
        if "batches" in event:
            self.counts = Counts(**event)
        elif "accepted" in event:
            self._receipts[event["batch"]] = event
        else:
            self._references[event["batch"]] = event["reference"]


def cursor_of(workspace: Workspace, approval: str) -> Cursor:
    """Return the cursor of an approved sending, which only the process that carries it out may use."""
    folder = workspace.root / "sends" / approval
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (_CURSOR, _REFUSED):
        _without_half_line(folder / name)
    flush(folder)
    return Cursor(folder)


def _without_half_line(path: Path) -> None:
    """Cut a line off that was not written to its end, in a private file that exists from here on."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    with os.fdopen(handle, "r+b") as file:
        content = file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            file.truncate(whole)
            os.fsync(file.fileno())


def _lines(path: Path) -> Iterator[Any]:
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _sync(file: TextIO) -> None:
    file.flush()
    os.fsync(file.fileno())
