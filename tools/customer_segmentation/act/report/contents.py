"""What stands in a report: its sections in order, each made from the steps that these data allow."""

import json
from collections.abc import Iterator
from typing import Final

from customer_segmentation.act.report.advice import (
    advice_section,
    first_things,
    plan_section,
    plan_sections,
    without_few,
)
from customer_segmentation.act.report.method import glossary_section, method_section, sql_section
from customer_segmentation.act.report.report import (
    Block,
    Illustration,
    LeftOut,
    Report,
    Said,
    Section,
    Table,
    Told,
)
from customer_segmentation.act.report.request import Length, ReportRequest
from customer_segmentation.act.report.steps import (
    ADVICE,
    COHORTS,
    DATA,
    PICTURE,
    PLAN,
    PROFILE,
    SEGMENTS,
    VALIDATION,
    WITHOUT,
)
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.request import Kind
from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP, Reply
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

_TOOL: Final = "write_report"
_FIRST: Final = 3
"""So many things to do stand in the summary."""


def contents(request: ReportRequest, workspace: Workspace) -> Report:
    """Return the report on the segments, from the steps that were run for it.

    Raises:
        MethodError: There are so few customers that everybody might be recognised.
    """
    made = _Contents(workspace)
    if request.length is Length.SUMMARY:
        sections = [section for section in made.brief_sections() if section.blocks]
    else:
        sections = [section for section in made.sections() if section.blocks]
        sections.append(glossary_section(sections, made.segments.tool))
        sections += sql_section(made.segments)
    return Report(
        title=request.title,
        source=made.dataset.source,
        as_of=made.as_of,
        whole=made.whole,
        sections=sections,
        left_out=made.left_out,
    )


class _Contents:
    """The steps of a report, and the sections made from them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        inputs = workspace.inputs
        self.segments = workspace.result(inputs[SEGMENTS])
        formed = Segmentation.read(self.segments.folder)
        self.dataset = Dataset.read(workspace.result(formed.data, "dataset").folder)
        self.as_of = formed.as_of if self.dataset.last_on else None
        self.left_out = [
            LeftOut(name.removeprefix(WITHOUT), **json.loads(why))
            for name, why in inputs.items()
            if name.startswith(WITHOUT)
        ]
        ran = [name for name in inputs if name != SEGMENTS and " " not in name]
        self.steps: dict[str, Result] = {name: workspace.result(inputs[name]) for name in ran}
        if ADVICE.name in self.steps:
            advised = self.steps[ADVICE.name]
            self.advice: Reply | None = without_few(advised.reply, self.segments.reply)
        else:
            self.advice = None
        self.pictures = dict(self._pictures())
        self.whole = self._whole()

    def _pictures(self) -> Iterator[tuple[Kind, Picture]]:
        for name, ids in self._workspace.inputs.items():
            if not name.startswith(PICTURE):
                continue
            kind = Kind(name.removeprefix(PICTURE))
            segments, shown = (self._workspace.result(identity) for identity in ids.split())
            try:
                yield kind, KINDS[kind].picture(Material(self._workspace, segments, shown))
            except MethodError as error:
                values = {key: str(value) for key, value in error.values.items()}
                self.left_out.append(LeftOut(kind.value, error.code, values))

    def _whole(self) -> Reply:
        """Return every fact of the steps as one reply, with their replies as its parts."""
        replies = {self.segments.tool: self.segments.reply}
        replies |= {name: step.reply for name, step in self.steps.items()}
        if self.advice:
            replies[ADVICE.name] = first_things(self.advice, _FIRST)
        whole = Reply(
            currency=self.segments.reply.currency, detail={"tool": self.segments.tool}, parts=replies
        )
        customers = self.segments.reply.facts[f"{self.segments.tool}.{ALL}.customers"]
        if customers.number < SMALLEST_GROUP:
            raise MethodError("report_nobody_hidden", customers=customers.value)
        sheet = FactSheet(_TOOL)
        sheet.say(ALL, "customers", customers.value, "customers")
        if self.as_of:
            sheet.say(ALL, "as_of", self.as_of, "date")
        whole.facts |= sheet.facts
        for reply in replies.values():
            whole.facts |= reply.facts
            whole.names |= reply.names
            whole.described |= reply.described
        return whole

    def sections(self) -> Iterator[Section]:
        """Yield the sections in order; one that nothing can be said in has no blocks."""
        yield Section("summary", list(self._summary()))
        yield Section("data", list(self._data()))
        yield Section("segments", list(self._segments()))
        yield Section("apart", list(self._step(PROFILE.name, "profile")))
        yield Section("trust", list(self._trust()))
        yield Section("cohorts", list(self._step(COHORTS.name, "retention", "groups")))
        if self.advice:
            yield advice_section(self.advice)
        if PLAN.name in self.steps:
            yield from plan_sections(self.steps[PLAN.name].reply)
        elif self.advice:
            yield plan_section(self.advice)
        yield method_section(self.segments, self.steps)

    def brief_sections(self) -> Iterator[Section]:
        """Yield what fits on a page or two."""
        yield Section("summary", list(self._summary()))
        segments = _for_report(self.segments.reply)
        pictures = [Illustration(picture) for picture in self.pictures.values()]
        yield Section("segments", [*_tables(segments, "segments"), *pictures])
        yield Section("data", list(self._data())[:1])

    def _summary(self) -> Iterator[Block]:
        yield Told(self.segments.tool, self.segments.reply, "before")
        if self.advice:
            yield Told("_three_things", first_things(self.advice, _FIRST), "before")
        yield Said("doubt", self.whole)

    def _data(self) -> Iterator[Block]:
        if DATA.name not in self.steps:
            return
        reply = _for_report(self.steps[DATA.name].reply)
        part = {"filter": self.segments.reply.detail.get("filter", "")}
        yield Said("data", reply, part)
        yield from _tables(reply, "receipt")
        yield Said("data_findings", reply)

    def _segments(self) -> Iterator[Block]:
        reply, tool = _for_report(self.segments.reply), self.segments.tool
        yield Said("segments", reply, {"tool": tool})
        yield from _tables(reply, "segments")
        yield from (
            Illustration(picture) for kind, picture in self.pictures.items() if self._shows(kind) is None
        )
        yield from _tables(reply, "means", "baskets")
        if not self._tells_stability():
            yield Said("segments_findings", reply)

    def _step(self, step: str, *tables: str) -> Iterator[Block]:
        if step not in self.steps:
            return
        reply = self.steps[step].reply
        yield Told(step, reply, "before")
        yield from (
            Illustration(picture) for kind, picture in self.pictures.items() if self._shows(kind) == step
        )
        yield from _tables(reply, *tables)
        yield Told(step, reply, "after")

    def _trust(self) -> Iterator[Block]:
        yield from self._step(VALIDATION.name, "validation", "baselines")
        if self._tells_stability():
            yield Told(self.segments.tool, self.segments.reply, "after")

    def _tells_stability(self) -> bool:
        """Tell whether the segments' own reply says how surely they are found again, with its findings."""
        return bool(self.segments.reply.detail.get("least_stable"))

    def _shows(self, kind: Kind) -> str | None:
        """Return the step whose result a picture shows; None for one of the segments themselves."""
        shows = KINDS[kind].shows
        return shows.name if shows and shows.name in {PROFILE.name, VALIDATION.name, COHORTS.name} else None


def _tables(reply: Reply, *names: str) -> Iterator[Table]:
    for name in names:
        if name in reply.tables:
            yield Table(name, reply.tables[name], reply)


def _for_report(reply: Reply) -> Reply:
    """Return a reply with its findings in the words of a report, where those of a conversation ask for an answer."""
    known = words_of("messages", "en")
    findings = [
        finding.model_copy(update={"code": code}) if (code := f"report_{finding.code}") in known else finding
        for finding in reply.findings
    ]
    return reply.model_copy(update={"findings": findings})
