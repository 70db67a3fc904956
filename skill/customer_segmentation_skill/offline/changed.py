"""What a correction changed: the figures of two analyses that differ, old against new."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.fact import Fact
from customer_segmentation.workspace.workspace import Result

WHOLE: Final = {
    "customers": ("rfm_segments.all.customers", "load_data.all.customers"),
    "orders": ("rfm_segments.all.orders", "load_data.all.orders"),
    "revenue": ("rfm_segments.all.revenue", "load_data.all.revenue"),
}
"""Figures of the whole that are worth comparing: the first key that both analyses have."""
_SEGMENT_KEY: Final = "rfm_segments.{}.customers"
_MOST_SEGMENTS: Final = 6


@dataclass(frozen=True)
class Change:
    """One figure before and after; a side without the figure has no key."""

    subject: str
    measure: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two analyses, and what stayed the same."""

    whole: list[Change]
    segments: list[Change]
    same: list[str]

    @property
    def none(self) -> bool:
        """Whether no figure differs."""
        return not self.whole and not self.segments


def changes_between(old: Result, new: Result) -> Changes:
    """Compare customers, orders, turnover, and the sizes of segments, largest differences first."""
    whole, same = [], []
    for measure, keys in WHOLE.items():
        key = next((k for k in keys if k in old.reply.facts and k in new.reply.facts), "")
        if not key:
            continue
        if old.reply.facts[key].value == new.reply.facts[key].value:
            same.append(measure)
        else:
            whole.append(Change("all", measure, f"{key}@{old.number}", f"{key}@{new.number}"))
    return Changes(whole, _segment_changes(old, new), same)


def _segment_changes(old: Result, new: Result) -> list[Change]:
    subjects = dict.fromkeys([*_subjects(old), *_subjects(new)])
    weighed = []
    for subject in subjects:
        key = _SEGMENT_KEY.format(subject)
        before, after = old.reply.facts.get(key), new.reply.facts.get(key)
        difference = abs(_size(before) - _size(after))
        if difference:
            change = Change(
                subject,
                "customers",
                f"{key}@{old.number}" if before else "",
                f"{key}@{new.number}" if after else "",
            )
            weighed.append((difference, change))
    weighed.sort(key=lambda one: -one[0])
    return [change for _, change in weighed[:_MOST_SEGMENTS]]


def _size(fact: Fact | None) -> int:
    return int(fact.number) if fact else 0


def _subjects(result: Result) -> list[str]:
    table = result.reply.tables.get("segments")
    return list(table.subjects) if table else []
