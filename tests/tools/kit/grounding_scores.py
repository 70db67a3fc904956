"""How well the guard tells grounded replies from others: catch rate and false alarms on a file of replies.

Run as a script it prints the figures; with ``--misses`` it lists what went wrong in the development set.
"""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.reply import FactTable, Reply

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "replies_dev.yaml"
BLIND = HERE / "replies_blind.yaml"


class LedgerOf:
    """A ledger over the facts and subjects of a file of replies."""

    def __init__(self, facts, subjects):
        self._facts = {key: Fact(**fact) for key, fact in facts.items()}
        self._subjects = {subject: _names(names) for subject, names in subjects.items()}
        days = [fact.value for fact in self._facts.values() if isinstance(fact.value, date)]
        self._days = (min(days), max(days)) if days else None

    def fact(self, key, result=""):
        if result:
            return self._facts.get(f"{key}@{result}")
        return self._facts.get(key)

    def table(self, name, result=""):
        return FactTable(tool=name, subjects=sorted(self._subjects), measures=[]), Reply(
            currency=result or "XXX"
        )

    def names(self, subject):
        return self._subjects[subject]

    def subjects(self):
        return list(self._subjects)

    def date_range(self):
        return self._days


@dataclass(frozen=True)
class Scores:
    """Shares of ungrounded replies caught and of grounded replies wrongly stopped."""

    replies: int
    caught: float
    false_alarms: float


def _names(given):
    parts = list(given.values()) if isinstance(given, dict) else given
    flat = [parts] if isinstance(parts, str) else parts
    return tuple(name for part in flat for name in ([part] if isinstance(part, str) else part))


def load(path):
    """Return the ledger and the replies of a file."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return LedgerOf(data["facts"], data["subjects"]), data["replies"]


def scores(path):
    """Return the guard's scores on a file of replies."""
    ledger, replies = load(path)
    stopped = {"ok": [], "bad": []}
    for reply in replies:
        stopped[reply["verdict"]].append(bool(check(reply["text"], ledger)))
    return Scores(
        len(replies),
        sum(stopped["bad"]) / len(stopped["bad"]),
        sum(stopped["ok"]) / len(stopped["ok"]),
    )


def misses(path):
    """Yield the replies that the guard judged wrongly, with what it found."""
    ledger, replies = load(path)
    for reply in replies:
        problems = check(reply["text"], ledger)
        if bool(problems) != (reply["verdict"] == "bad"):
            yield reply, problems


def main():
    for path in (DEVELOPMENT, BLIND):
        if path.exists():
            sys.stdout.write(f"{path.stem}: {scores(path)}\n")
    if "--misses" in sys.argv:
        for reply, problems in misses(DEVELOPMENT):
            found = "; ".join(f"{p.kind} {p.excerpt!r}" for p in problems)
            sys.stdout.write(f"{reply['verdict']}: {reply['why']}\n  {reply['text']}\n  {found}\n")


if __name__ == "__main__":
    main()
