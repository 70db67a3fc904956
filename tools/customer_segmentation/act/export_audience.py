"""Export a segment's customers to a file: opt-outs removed, a random holdout kept aside.

The holdout is fixed by a salted hash of the customer id, so a customer held out today is held out in the
next refresh too (PRACTICE: practice 23), and adding customers moves no one else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from customer_segmentation.act.audience import Audience, open_audience
from customer_segmentation.act.audience_file import MEDIA_TYPES, MOST_ROWS, written
from customer_segmentation.act.manifest import manifest_of
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import Artifact, Finding, Reply, Severity
from customer_segmentation.kit.request import Name, SegmentationRequest, Words
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.holdout import SALT
from customer_segmentation.segment.naming import several
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.allowed import path_to_write
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.new_files import digest, new_files
from customer_segmentation.workspace.workspace import Workspace

_NAMED_BY_SEGMENTS: Final = 3


class ExportRequest(SegmentationRequest):
    """Which customers go where."""

    segments: Words = Field("", description="Segment ids or names, comma-separated. Empty: all segments.")
    format: Literal["auto", "csv", "xlsx", "parquet", "jsonl"] = Field(
        "auto", description="auto (by the ending of path), csv, xlsx, parquet or jsonl."
    )
    path: Name = Field("", description="File to write. Empty: named after segments and day.")
    overwrite: bool = Field(default=False, description="Replace the file at path.")
    holdout: float = Field(10, ge=0, le=50, description="Percent kept aside at random to compare with.")
    holdout_as: Literal["file", "column"] = Field(
        "file", description="The held out in a second file, or marked in a column."
    )
    columns: Words = Field(
        "", description="Columns to write. Empty: id, e-mail where known, segment, last order."
    )
    hashed: Words = Field("", description="Columns to write as SHA-256, such as email.")
    suppression: Name = Field("", description="File of ids or e-mails that must not be contacted.")
    with_bom: bool = Field(default=False, description="Byte order mark in a CSV, for old Excel.")


def plan_export(request: ExportRequest, workspace: Workspace) -> tuple[ExportRequest, Reply]:
    """Return the request with its path and segments settled, and what it would write."""
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    chosen = several(request.segments, segmentation.segments)
    few = len(chosen) <= _NAMED_BY_SEGMENTS
    name = request.path or f"{'-'.join(chosen) if few else 'segments'}-{segmentation.as_of}.csv"
    asked, form = _settled_format(Path(name), request.format)
    path = path_to_write(
        str(asked), workspace, beside=_beside, replace=request.overwrite and bool(request.path)
    )
    settled = request.model_copy(update={"segments": ",".join(chosen), "path": str(path), "format": form})
    with _opened(settled, segmentation, workspace) as audience:
        reply = _described(settled, audience, workspace)
    reply.detail["replaces"] = {str(p): digest(p) for p in (path, *_beside(path)) if p.is_file()}
    return settled, reply


@tool(effect=Effect.WRITE, plan=plan_export)
def export_audience(request: ExportRequest, workspace: Workspace) -> Reply:
    """Write a segment's customers to a file, without those who opted out and with a random holdout."""
    path = Path(request.path)
    path_to_write(request.path, workspace, replace=True)  # The folder is still one of those allowed.
    approved = approval(workspace, workspace.inputs["approval"])
    workspace.progress("progress_export")
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    with (
        _opened(request, segmentation, workspace) as audience,
        new_files(approved.id, approved.plan.detail["replaces"]) as files,
    ):
        reply = _described(request, audience, workspace)
        for file, rows in _files(request, audience).items():
            files.add(
                file,
                written(audience, _form(request), **rows, bom=request.with_bom, scratch=workspace.output),
            )
        record = manifest_of(approved, segmentation, audience, reply, files.digests, workspace).encode()
        files.add(_beside(path)[1], lambda draft: _write(draft, record))
    reply.artifacts = [
        Artifact(name=file.name, path=str(file), media_type=MEDIA_TYPES[_form(request)])
        for file in [*files.digests][:-1]
    ]
    reply.detail |= {"made": {str(file): sha256 for file, sha256 in files.digests.items()}}
    return reply


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _beside(path: Path) -> list[Path]:
    """Return the holdout's file and the manifest of an export."""
    return [path.with_name(f"{path.stem}-holdout{path.suffix}"), path.with_name(f"{path.stem}-manifest.json")]


def _settled_format(path: Path, asked: str) -> tuple[Path, str]:
    """Return the path with the ending of its format, and the format where the ending does not tell it.

    A person who changes only the path later changes the format with its ending.
    """
    ending = path.suffix.lower().removeprefix(".")
    if asked == "auto":
        return path, "auto" if ending in MEDIA_TYPES else "csv"
    if ending in MEDIA_TYPES or not ending:
        return path.with_suffix(f".{asked}"), "auto"
    return path, asked


def _form(request: ExportRequest) -> str:
    return Path(request.path).suffix.lower()[1:] if request.format == "auto" else request.format


def _files(request: ExportRequest, audience: Audience) -> dict[Path, dict[str, Any]]:
    """Return which rows go into which file."""
    path = Path(request.path)
    if request.holdout_as == "column":
        return {path: {"aside": None, "flagged": True}}
    files: dict[Path, dict[str, Any]] = {path: {"aside": False, "flagged": False}}
    if audience.held_out:
        files[_beside(path)[0]] = {"aside": True, "flagged": False}
    return files


@contextmanager
def _opened(request: ExportRequest, segmentation: Segmentation, workspace: Workspace) -> Iterator[Audience]:
    with open_audience(
        segmentation,
        workspace,
        segments=request.segments.split(","),
        holdout=request.holdout,
        columns=request.columns,
        hashed=request.hashed,
        suppression=request.suppression,
    ) as audience:
        if _form(request) == "xlsx" and audience.selected - audience.opted_out > MOST_ROWS:
            raise InputError("export_too_long")
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
    findings = []
    if audience.suppression:
        facts["export_audience.all.on_list"] = Fact(value=audience.on_list, unit="customers")
        facts["export_audience.all.list_entries"] = Fact(value=audience.suppression.entries, unit="count")
        if not audience.on_list:
            findings = [Finding(code="suppression_matched_nobody", severity=Severity.WARNING)]
    segmentation = workspace.store.read(request.segmentation)
    return Reply(
        facts=facts,
        names=segmentation.reply.names if segmentation else {},
        described=segmentation.reply.described if segmentation else {},
        findings=findings,
        detail={
            "path": request.path,
            "segments": request.segments.split(","),
            "filter": str(segmentation.reply.detail.get("filter") or "") if segmentation else "",
            "columns": [column.heading for column in audience.columns],
            "hashed": [column.heading for column in audience.columns if column.hashed],
            "holdout_as": request.holdout_as,
            "salt": SALT,
            "consent": audience.consent,
        },
    )
