"""What changed from one run of a schedule to the next, and whether the data look wrong.

Limits are those of the schedule: what crosses one is a serious finding, and a run with a serious finding stops
before it writes. Serious besides are a column that played a part and is gone or elsewhere, data that reach no
further than before, another currency, and turnover that does not come to more than zero.
"""

from collections.abc import Iterator
from typing import Final

from pydantic import Field

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.kit.request import DataReference, Request, SegmentationReference
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

TOOL: Final = "compare_runs"
_ROWS: Final = "load_data.all.lines_read"
_COUNTED: Final = (("customers", "load_data.all.customers"), ("orders", "load_data.all.orders"))
_REVENUE: Final = "load_data.all.revenue"
_COLUMNS: Final = (
    "customers_before",
    "customers",
    "share_before",
    "share",
    "share_points",
)


class CompareRunsRequest(Request):
    """Two runs of the same recipe."""

    data_before: DataReference = Field("", description="Data of the earlier run.")
    data: DataReference = Field("", description="Data of the later run.")
    segments_before: SegmentationReference = Field("", description="Segments of the earlier run.")
    segments: SegmentationReference = Field("", description="Segments of the later run, by the same rules.")
    most_lost: float = Field(0.33, gt=0, le=1, description="By what share counts and turnover may fall.")
    most_moved: float = Field(0.15, gt=0, le=1, description="By how much a segment's share may change.")


@tool(effect=Effect.READ)
def compare_runs(request: CompareRunsRequest, workspace: Workspace) -> Reply:
    """Tell what changed between two runs: rows, customers, turnover, columns, segments, and who moved."""
    before, after = (workspace.result(one, "dataset") for one in (request.data_before, request.data))
    sheet = FactSheet(TOOL, after.reply.currency)
    _say_data(sheet, before.reply, after.reply)
    findings = [*_broken(before, after), *_fallen(sheet, before.reply, after.reply, request.most_lost)]
    reply = Reply(currency=after.reply.currency)
    if request.segments_before and request.segments:
        formed = [
            workspace.result(one, "segmentation") for one in (request.segments_before, request.segments)
        ]
        known = [Segmentation.read(one.folder) for one in formed]
        segments = _say_segments(sheet, known[0], known[1], workspace)
        reply.names = {**formed[0].reply.names, **formed[1].reply.names}
        reply.described = {**formed[0].reply.described, **formed[1].reply.described}
        reply.tables["segments"] = FactTable(tool=TOOL, subjects=segments, measures=list(_COLUMNS))
        findings += _shifted(sheet, segments, request.most_moved)
    reply.facts = sheet.facts
    reply.findings = sorted(findings, key=lambda finding: finding.severity is not Severity.SERIOUS)
    return reply


def stops(reply: Reply) -> list[Finding]:
    """Return why a run must stop before it writes; empty where the data look right."""
    return [finding for finding in reply.findings if finding.severity is Severity.SERIOUS]


def _say_data(sheet: FactSheet, before: Reply, after: Reply) -> None:
    for name, key in (("rows", _ROWS), *_COUNTED, ("revenue", _REVENUE)):
        old, new = before.facts.get(key), after.facts.get(key)
        if old is None or new is None:
            continue
        sheet.say(ALL, f"{name}_before", old.value, old.unit)
        sheet.say(ALL, name, new.value, new.unit)
        if old.number > 0 and old.unit == new.unit:
            basis = (f"{ALL}.{name}", f"{ALL}.{name}_before")
            sheet.say(ALL, f"{name}_change", float(new.number / old.number - 1), "change", *basis)
    for name, reply in (("as_of_before", before), ("as_of", after)):
        day = _as_of(reply)
        if day:
            sheet.facts[sheet.key(ALL, name)] = day


def _as_of(reply: Reply) -> Fact | None:
    return reply.facts.get("load_data.all.as_of")


def _broken(before: Result, after: Result) -> Iterator[Finding]:
    """Yield what is gone or elsewhere of the columns, and what is new."""
    old, new = Dataset.read(before.folder), Dataset.read(after.folder)
    for role, header in old.roles.items():
        now = new.roles.get(role)
        if now is None:
            yield Finding(code="run_role_gone", severity=Severity.SERIOUS, values={"header": header})
        elif now != header:
            values = {"header": header, "now": now}
            yield Finding(code="run_role_elsewhere", severity=Severity.SERIOUS, values=values)
    parts = {*old.roles.values(), *new.roles.values()}
    had, has = ({column.header for column in one.columns} - parts for one in (old, new))
    for code, severity, headers in (
        ("run_columns_gone", Severity.WARNING, had - has),
        ("run_columns_new", Severity.INFO, has - had),
    ):
        if headers:
            yield Finding(code=code, severity=severity, values={"columns": ", ".join(sorted(headers))})
    if old.currency != new.currency:
        values = {"before": old.currency, "now": new.currency}
        yield Finding(code="run_other_currency", severity=Severity.SERIOUS, values=values)
    if new.as_of <= old.as_of:
        yield Finding(code="run_not_newer", severity=Severity.SERIOUS)


def _fallen(sheet: FactSheet, before: Reply, after: Reply, most_lost: float) -> Iterator[Finding]:
    for name in ("rows", "customers", "revenue"):
        change = sheet.facts.get(sheet.key(ALL, f"{name}_change"))
        if change and float(change.number) < -most_lost:
            yield Finding(code=f"run_fell_{name}", severity=Severity.SERIOUS)
    old, new = before.facts.get(_REVENUE), after.facts.get(_REVENUE)
    if old and new and new.number <= 0 < old.number:
        yield Finding(code="run_no_turnover", severity=Severity.SERIOUS)


def _say_segments(sheet: FactSheet, old: Segmentation, new: Segmentation, workspace: Workspace) -> list[str]:
    """Say the size of every segment in both runs and who moved, and return the segments that have customers."""
    with duckdb_engine(workspace.output) as engine:
        engine.view("earlier", old.assignment)
        engine.view("later", new.assignment)
        moves = [(before, after, int(many)) for before, after, many in engine.rows("run_moves")]
    both = sum(many for before, after, many in moves if before and after)
    moved = sum(many for before, after, many in moves if before and after and before != after)
    sheet.say(ALL, "followed", both, "customers")
    sheet.say(ALL, "moved", moved, "customers")
    if both:
        sheet.say(ALL, "moved_share", moved / both, "share", f"{ALL}.moved", f"{ALL}.followed")
    sheet.say(ALL, "new", sum(many for before, _, many in moves if not before), "customers")
    sheet.say(ALL, "gone", sum(many for _, after, many in moves if not after), "customers")
    sizes = [_sizes(moves, place) for place in (0, 1)]
    declared = list(dict.fromkeys([*new.ids(), *old.ids()]))
    segments = [one for one in declared if any(size.get(one) for size in sizes)]
    for segment in segments:
        _say_segment(sheet, segment, sizes[0], sizes[1])
    return segments


def _sizes(moves: list[tuple[str | None, str | None, int]], place: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for move in moves:
        segment = move[place]
        if isinstance(segment, str):
            found[segment] = found.get(segment, 0) + move[2]
    return found


def _say_segment(sheet: FactSheet, segment: str, old: dict[str, int], new: dict[str, int]) -> None:
    shares = []
    for ending, sizes in (("_before", old), ("", new)):
        share = sizes.get(segment, 0) / sum(sizes.values())
        sheet.say(segment, f"customers{ending}", sizes.get(segment, 0), "customers")
        sheet.say(segment, f"share{ending}", share, "share", f"{segment}.customers{ending}")
        shares.append(share)
    basis = (f"{segment}.share", f"{segment}.share_before")
    sheet.say(segment, "share_points", shares[1] - shares[0], "points", *basis)


def _shifted(sheet: FactSheet, segments: list[str], most_moved: float) -> Iterator[Finding]:
    for segment in segments:
        points = sheet.facts[sheet.key(segment, "share_points")]
        if abs(float(points.number)) > most_moved:
            yield Finding(code="run_segment_moved", severity=Severity.SERIOUS, subject=segment)
