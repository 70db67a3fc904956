"""Export a segment's customers to a file: opt-outs removed, a random holdout kept aside.

The holdout is fixed by a salted hash of the customer id, so a customer held out today is held out in the
next refresh too (PRACTICE: practice 23), and adding customers moves no one else.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import Field

from customer_segmentation.act.audience import Audience, open_audience
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import Artifact, Reply
from customer_segmentation.kit.request import Name, SegmentationRequest, Words
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.holdout import SALT
from customer_segmentation.segment.naming import several
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.allowed import path_to_write
from customer_segmentation.workspace.atomic import write_with
from customer_segmentation.workspace.workspace import Workspace

_FORMULA = "^[=+@\\t\\r-]"


class ExportRequest(SegmentationRequest):
    """Which customers go where."""

    segments: Words = Field("", description="Segment ids or names, comma-separated. Empty: all segments.")
    format: Literal["csv"] = Field("csv", description="File format.")
    path: Name = Field(
        "", description="File to write. Empty: named after the segments and the day of the data."
    )
    holdout: float = Field(
        10, ge=0, le=50, description="Percent of customers kept aside at random to compare with."
    )
    columns: Words = Field(
        "", description="Columns to write. Empty: id, e-mail where known, segment, last order."
    )
    suppression: Name = Field(
        "", description="CSV file of customer ids or e-mails that must not be contacted."
    )
    with_bom: bool = Field(default=False, description="Start the file with a byte order mark, for old Excel.")


def plan_export(request: ExportRequest, workspace: Workspace) -> tuple[ExportRequest, Reply]:
    """Return the request with its path and segments settled, and what it would write."""
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    chosen = several(request.segments, segmentation.segments)
    default = f"{'-'.join(chosen) if len(chosen) <= 3 else 'segments'}-{segmentation.as_of}.csv"  # noqa: PLR2004
    path = path_to_write(request.path or default, workspace)
    settled = request.model_copy(update={"segments": ",".join(chosen), "path": str(path)})
    with _opened(settled, workspace) as audience:
        return settled, _described(settled, audience, workspace)


@tool(effect=Effect.WRITE, plan=plan_export)
def export_audience(request: ExportRequest, workspace: Workspace) -> Reply:
    """Write a segment's customers to a file, without those who opted out and with a random holdout."""
    path = Path(request.path)
    with _opened(request, workspace) as audience:
        reply = _described(request, audience, workspace)
        written = {path: "NOT held_out"}
        if audience.held_out:
            written[path.with_name(f"{path.stem}-holdout{path.suffix}")] = "held_out"
        made = {
            str(file): _write(file, audience, rows, bom=request.with_bom) for file, rows in written.items()
        }
    reply.artifacts = [Artifact(name=Path(file).name, path=file, media_type="text/csv") for file in made]
    reply.detail |= {"made": made}
    return reply


@contextmanager
def _opened(request: ExportRequest, workspace: Workspace) -> Iterator[Audience]:
    with open_audience(
        request.segmentation,
        workspace,
        segments=request.segments.split(","),
        holdout=request.holdout,
        columns=request.columns,
        suppression=request.suppression,
    ) as audience:
        yield audience


def _described(request: ExportRequest, audience: Audience, workspace: Workspace) -> Reply:
    counts = {
        "selected": audience.selected,
        "opted_out": audience.opted_out,
        "held_out": audience.held_out,
        "exported": audience.selected - audience.opted_out - audience.held_out,
    }
    facts = {f"export_audience.all.{name}": Fact(value=n, unit="customers") for name, n in counts.items()}
    share = Fact(value=request.holdout / 100, unit="share", kind=Kind.PROPOSED)
    facts["export_audience.all.holdout_share"] = share
    segmentation = workspace.store.read(request.segmentation)
    return Reply(
        facts=facts,
        names=segmentation.reply.names if segmentation else {},
        described=segmentation.reply.described if segmentation else {},
        detail={
            "path": request.path,
            "segments": request.segments.split(","),
            "columns": audience.headers,
            "salt": SALT,
            "consent": audience.consent,
        },
    )


def _write(path: Path, audience: Audience, rows: str, *, bom: bool) -> str:
    """Write the chosen rows, safe against formulas in cells, and return the file's SHA-256."""
    selected = ", ".join(_safe(name, header) for name, header in audience.columns)
    query = f"SELECT {selected} FROM audience WHERE NOT opted_out AND {rows} ORDER BY segment, customer_id"

    def write(temporary: Path) -> None:
        audience.engine.connection.execute(
            f"COPY ({query}) TO {literal(str(temporary))} (FORMAT csv, HEADER)"
        )
        if bom:
            temporary.write_bytes(b"\xef\xbb\xbf" + temporary.read_bytes())

    write_with(path, write)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _safe(name: str, header: str) -> str:
    """Return a column whose text cells a spreadsheet will not take for a formula (OWASP: CSV injection)."""
    column = identifier(name)
    text = f"CAST({column} AS VARCHAR)"
    numeric = f"typeof({column}) IN ('BIGINT', 'DOUBLE', 'DATE', 'DECIMAL(18,4)', 'BOOLEAN')"
    guarded = f"CASE WHEN {numeric} THEN {text} WHEN regexp_matches({text}, {literal(_FORMULA)}) THEN '''' || {text} ELSE {text} END"
    return f"{guarded} AS {identifier(header)}"
