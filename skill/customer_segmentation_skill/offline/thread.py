"""What a thread holds: its data, its segments, and the analyses that corrections start from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import open_approvals
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.offline.reading.situation import (
    ColumnNames,
    SegmentNames,
    Situation,
    Values,
    no_values,
)
from customer_segmentation_skill.offline.reading.values import value_index

ANALYSES: Final = ("analyse_customers", "rfm_segments")
WHOLE: Final = ("rfm_segments", "cluster_customers", "trait_segments")
"""Tools that put all customers into segments."""
SEGMENTATIONS: Final = (*WHOLE, "define_segment")
_GROUPING: Final = "grouping"
"""The setting of a thread that holds the tool whose segmentations a person stays with."""
_LASTING: Final = ("rfm_segments", "cluster_customers")
"""What a talk stays about; a split by traits answers a question, unless the person takes it as the grouping."""
_PARTS: Final = ("recommend", "cohort_retention", "rfm_segments", "load_data")
_METHOD: Final = ("scoring", "classes", "thresholds", "frequency_unit", "map", "as_of")
_SCOPE: Final = ("where", "date_from", "date_to", "names", "merge")


@dataclass(frozen=True)
class Thread:
    """One conversation's results, as the offline brain uses them."""

    workspace: Workspace

    @cached_property
    def ledger(self) -> ThreadLedger:
        """Every figure of the thread."""
        return ThreadLedger(self.workspace)

    @cached_property
    def loaded(self) -> Result | None:
        """The data loaded last."""
        return self._latest("dataset")

    @cached_property
    def dataset(self) -> Dataset | None:
        """What is known of the data loaded last."""
        return Dataset.read(self.loaded.folder) if self.loaded else None

    @cached_property
    def browsed(self) -> str:
        """The address of the database that was looked into last and of which nothing was read since; else nothing."""
        last = next(self.workspace.results_of("browse_database", "load_data"), None)
        return str(last.reply.detail["source_asked"]) if last and last.tool == "browse_database" else ""

    @cached_property
    def segmented(self) -> Result | None:
        """The segmentation of these data formed last."""
        return self._latest("segmentation")

    def _latest(self, produces: str) -> Result | None:
        try:
            return self.workspace.result("latest", produces)
        except InputError:
            return None

    @cached_property
    def segmentation(self) -> Segmentation | None:
        """What is known of the segmentation formed last."""
        return Segmentation.read(self.segmented.folder) if self.segmented else None

    @cached_property
    def main(self) -> Result | None:
        """The segmentation of all customers that the talk is about; one by traits or rules only where there is no other."""
        if self.segmented is None:
            return None
        taken = self.workspace.journal.setting(self.workspace.thread, _GROUPING)
        formed = [row for row in self._formed if row.tool in WHOLE]
        lasting = [row for row in formed if row.tool in (*_LASTING, taken)]
        return (lasting or formed or [self.segmented])[-1]

    def stay_with(self, tool: str) -> None:
        """Make what a tool forms the grouping of the talk, as one that lasts."""
        self.workspace.journal.set_setting(self.workspace.thread, _GROUPING, tool)

    @cached_property
    def _formed(self) -> list[Result]:
        """The segmentations of the data that were segmented last, in the order they came."""
        data = self.segmented.request.get("data") if self.segmented else None
        return [
            row
            for row in self._rows
            if row.tool in SEGMENTATIONS and row.reply.formed and row.request.get("data") == data
        ]

    def last_of(self, tool: str) -> Result | None:
        """Return the segmentation of these data that a tool formed last."""
        return next((row for row in reversed(self._formed) if row.tool == tool), None)

    @property
    def reply(self) -> Reply:
        """The reply of the main segmentation, or an empty one: its names are those to use."""
        return self.main.reply if self.main else Reply()

    def holding(self, segment: str) -> Result | None:
        """Return the segmentation formed last that has a segment."""
        found = [self.main] if self.main else []
        found += [r for r in reversed(self._rows) if r.tool in SEGMENTATIONS]
        return next((r for r in found if f"{r.tool}.{segment}.customers" in r.reply.facts), None)

    def ids(self) -> list[str]:
        """Return the ids of the segments of the main segmentation, in their order."""
        return Segmentation.read(self.main.folder).ids() if self.main else []

    @cached_property
    def analyses(self) -> list[Result]:
        """The analyses that a correction or "undo" starts from, oldest first, undone ones left out."""
        stack: list[Result] = []
        terms = [self._terms(result) for result in _without_parts(self._rows)]
        known: list[tuple[str, ...]] = []
        for result, asked in zip(_without_parts(self._rows), terms, strict=True):
            if known and asked == known[-1]:
                stack[-1] = result
            elif len(known) > 1 and asked == known[-2]:
                stack.pop()
                known.pop()
            else:
                stack.append(result)
                known.append(asked)
        return stack

    @cached_property
    def _rows(self) -> list[Result]:
        """The thread's results in the order they came, repeats included."""
        sql = "SELECT result_id FROM results WHERE thread = ? ORDER BY number"
        rows = self.workspace.journal.rows(sql, self.workspace.thread)
        ids = [str(row["result_id"]) for row in rows]
        found = {identity: self.workspace.result(identity) for identity in dict.fromkeys(ids)}
        return [found[identity] for identity in ids]

    def _terms(self, analysis: Result) -> tuple[str, ...]:
        """Return what makes an analysis the same as another: its data and what was asked of them."""
        data = self.dataset_of(analysis)
        asked = {name: value for name, value in analysis.request.items() if name in (*_SCOPE, *_METHOD)}
        return (data.id if data else "", *(f"{name}={asked[name]}" for name in sorted(asked) if asked[name]))

    def dataset_of(self, analysis: Result) -> Result | None:
        """Return the data that an analysis worked on."""
        identity = str(analysis.request.get("data") or "") or self._loaded_for(analysis)
        try:
            return self.workspace.result(identity, "dataset") if identity else self.loaded
        except InputError:  # forgotten since
            return self.loaded

    def _loaded_for(self, analysis: Result) -> str:
        """Return the data loaded last before an analysis was first made."""
        ids = [row.id for row in self._rows]
        before = self._rows[: ids.index(analysis.id)] if analysis.id in ids else self._rows
        return next((row.id for row in reversed(before) if row.tool == "load_data"), "")

    def situation(self, language: str, remembered: dict[str, Any], options: tuple[str, ...]) -> Situation:
        """Return where the conversation stands, for reading the next message."""
        dataset = self.dataset
        columns = [c for c in dataset.columns if not c.personal] if dataset else []
        return Situation(
            has_data=dataset is not None,
            has_segments=self.segmented is not None,
            segments=tuple(SegmentNames(i, self.ledger.names(i)) for i in self._known_segments()),
            columns=tuple(ColumnNames(c.name, c.header, c.type) for c in columns),
            headers=tuple(dataset.roles.values()) if dataset else (),
            values=self.values,
            last_intent=str(remembered.get("intent", "")),
            last_slots=dict(remembered.get("slots", {})),
            open_question=options,
            pending=len(open_approvals(self.workspace)),
            language=language,
            data_until=dataset.last_on if dataset else None,
        )

    def _known_segments(self) -> list[str]:
        """Return segments whose names are worth knowing: those formed last, and any that the person named."""
        formed = [result.reply for result in self._rows if result.tool in SEGMENTATIONS]
        named = [segment for reply in formed for segment in {**reply.names, **reply.described}]
        return list(dict.fromkeys([*self.ids(), *named]))

    @property
    def values(self) -> Values:
        """Looks a phrase up in the data."""
        return value_index(self.loaded.folder).find if self.loaded else no_values


def _without_parts(rows: list[Result]) -> list[Result]:
    """Return the analyses among results, leaving out the steps that a whole analysis ran before it."""
    inside: set[int] = set()
    for place, row in enumerate(rows):
        before = place - 1
        while row.tool == "analyse_customers" and before >= 0 and rows[before].tool in _PARTS:
            if rows[before].tool == "rfm_segments" and _same_scope(rows[before], row):
                inside.add(before)
            before -= 1
    return [row for n, row in enumerate(rows) if row.tool in ANALYSES and n not in inside]


def _same_scope(part: Result, whole: Result) -> bool:
    return all(part.request.get(name) == whole.request.get(name) for name in _SCOPE)
