"""Send the customers of some segments to a receiver: opt-outs and a random holdout stay here, and only who agreed goes.

What leaves cannot be taken back, so that the plan says how many people, which columns and where, and only a person's
own yes starts it. It is sent in batches; see ``cursor.py`` for how an interrupted sending goes on.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from customer_segmentation.act.audience import Audience, open_audience
from customer_segmentation.act.send.connector import Batch, Connector, Fields
from customer_segmentation.act.send.consent import about, agreed
from customer_segmentation.act.send.cursor import Counts, Cursor, cursor_of
from customer_segmentation.act.send.outbox import Outbox
from customer_segmentation.act.send.receivers import connector_of, kind_of
from customer_segmentation.act.send.refused_file import refused_file
from customer_segmentation.act.send.send_request import SendRequest
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Finding, Reply, Severity
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.naming import several
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.workspace import Workspace

_LEFT_OUT: Final = ("no_address", "no_phone", "same_address", "too_large")


def plan_send(request: SendRequest, workspace: Workspace) -> tuple[SendRequest, Reply]:
    """Return the request with its segments settled, and who would be sent where; nothing leaves."""
    connector = connector_of(request, workspace)
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    chosen = several(request.segments, segmentation.segments)
    settled = request.model_copy(
        update={
            "segments": ",".join(chosen),
            "receiver": request.receiver.strip(),
            "list_name": request.list_name.strip(),
            "batch": min(request.batch, connector.most_rows),
        }
    )
    with _opened(settled, segmentation, connector, workspace) as (audience, outbox):
        batches = customers = 0
        for people in outbox.batches(settled.batch):
            batches += 1
            customers += len(people)
        if not customers:
            raise InputError("send_nobody")
        reply = _described(settled, audience, outbox, connector, workspace)
    _counted(reply, Counts(batches, customers, dict(outbox.left_out)))
    return settled, reply


def cannot_take_back(reply: Reply, workspace: Workspace) -> list[Finding]:  # noqa: ARG001 - the shape of an undo
    """Raise InputError: what left is gone; the words say how to have it removed."""
    raise InputError(f"send_no_undo_{reply.detail['kind']}", host=reply.detail["host"])


@tool(effect=Effect.SEND, plan=plan_send, undo=cannot_take_back)
def send_audience(request: SendRequest, workspace: Workspace) -> Reply:
    """Send a segment's customers to a signed webhook or to Klaviyo, without opt-outs and a random holdout."""
    identity = workspace.inputs["approval"]
    planned = approval(workspace, identity).plan
    connector = connector_of(request, workspace, approved=True)
    if connector.mark != planned.detail["receiver_mark"]:
        raise InputError("send_changed")
    workspace.progress("progress_send")
    cursor = cursor_of(workspace, identity)
    if cursor.counts is None:
        _lay_down(request, planned, connector, cursor, workspace)
    found = cursor.done
    try:
        _deliver(connector, cursor, identity)
    except InputError as error:
        raise _stopped(error, cursor, connector, workspace) from error
    cursor.close()
    return _told(planned, cursor, found, workspace)


@contextmanager
def _opened(
    request: SendRequest, segmentation: Segmentation, connector: Connector, workspace: Workspace
) -> Iterator[tuple[Audience, Outbox]]:
    with open_audience(
        segmentation,
        workspace,
        segments=request.segments.split(","),
        holdout=request.holdout,
        columns=request.columns,
        hashed=request.hashed,
        suppression=request.suppression,
    ) as audience:
        connector.check(audience.columns)
        asked = about(request.channel, audience.consent)
        if request.subscribe and not asked:
            raise InputError("send_subscribe_no_consent")
        yield audience, Outbox(audience, agreed(audience, asked), connector)


def _lay_down(
    request: SendRequest, planned: Reply, connector: Connector, cursor: Cursor, workspace: Workspace
) -> None:
    """Keep who is sent; raises InputError if they are not those whom the person approved."""
    segmentation = Segmentation.read(workspace.store.folder(request.segmentation))
    with _opened(request, segmentation, connector, workspace) as (audience, outbox):
        listed = audience.suppression.sha256 if audience.suppression else ""
        if listed != planned.detail["suppression"]:
            raise InputError("send_changed")
        about_all = _about(request, segmentation, workspace.inputs["approval"])
        cursor.lay_down(outbox.batches(request.batch), outbox.left_out, about_all)


def _deliver(connector: Connector, cursor: Cursor, identity: str) -> None:
    counts = cursor.counts
    assert counts is not None  # noqa: S101 - laid down before
    for number, customers, rows in cursor.waiting():
        content = json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
        batch = Batch(
            number=number,
            of=counts.batches,
            key=f"{identity}-{number}-{hashlib.sha256(content).hexdigest()[:16]}",
            customers=customers,
            rows=rows,
            about=counts.about,
        )

        def keep(reference: str, number: int = number) -> None:
            if reference != cursor.reference(number):
                cursor.handed_over(number, reference)

        cursor.acknowledged(number, connector.deliver(batch, cursor.reference(number), keep))


def _about(request: SendRequest, segmentation: Segmentation, identity: str) -> Fields:
    return {
        "sending": identity,
        "as_of": segmentation.as_of.isoformat(),
        "segments": [
            {"id": s.id, "name": s.called("en")}
            for s in segmentation.segments
            if s.id in request.segments.split(",")
        ],
    }


def _stopped(error: InputError, cursor: Cursor, connector: Connector, workspace: Workspace) -> InputError:
    """Return what stopped a sending, and how far it had come."""
    total = cursor.counts.batches if cursor.counts else 0
    code = "send_stopped" if cursor.done else "send_not_begun"
    return InputError(
        code, problem=error.said(workspace.language), done=cursor.done, batches=total, host=connector.host
    )


def _described(
    request: SendRequest, audience: Audience, outbox: Outbox, connector: Connector, workspace: Workspace
) -> Reply:
    sheet = FactSheet("send_audience")
    sheet.say(ALL, "selected", audience.selected, "customers")
    sheet.say(ALL, "opted_out", audience.opted_out, "customers")
    sheet.say(ALL, "held_out", audience.held_out, "customers")
    sheet.say(ALL, "without_consent", outbox.without_consent(), "customers")
    sheet.say(ALL, "holdout_share", request.holdout / 100, "share", kind=Kind.PROPOSED)
    findings = []
    if audience.suppression:
        sheet.say(ALL, "on_list", audience.on_list, "customers")
        sheet.say(ALL, "list_entries", audience.suppression.entries, "count")
        if not audience.on_list:
            findings = [Finding(code="suppression_matched_nobody", severity=Severity.WARNING)]
    segmentation = workspace.store.read(request.segmentation)
    return Reply(
        facts=sheet.facts,
        names=segmentation.reply.names if segmentation else {},
        described=segmentation.reply.described if segmentation else {},
        findings=findings,
        detail={
            "kind": kind_of(request.receiver),
            "host": connector.host,
            "private": request.private,
            "receiver_mark": connector.mark,
            "list_name": request.list_name,
            "subscribe": request.subscribe,
            "segments": request.segments.split(","),
            "filter": str(segmentation.reply.detail.get("filter") or "") if segmentation else "",
            "columns": [column.heading for column in audience.columns],
            "hashed": [column.heading for column in audience.columns if column.hashed],
            "channel": request.channel,
            "consent": about(request.channel, audience.consent),
            "suppression": audience.suppression.sha256 if audience.suppression else "",
        },
    )


def _counted(reply: Reply, counts: Counts) -> None:
    sheet = FactSheet("send_audience")
    for code in _LEFT_OUT:
        sheet.say(ALL, code, counts.left_out.get(code, 0), "customers")
    sheet.say(ALL, "to_send", counts.customers, "customers")
    sheet.say(ALL, "batches", counts.batches, "count")
    reply.facts.update(sheet.facts)


def _told(planned: Reply, cursor: Cursor, found: int, workspace: Workspace) -> Reply:
    """Return what was done: who was taken and who was refused, and why."""
    assert cursor.counts is not None  # noqa: S101 - laid down before
    refused = cursor.refused()
    reply = planned.model_copy(deep=True)
    _counted(reply, cursor.counts)
    sheet = FactSheet("send_audience")
    sheet.say(ALL, "accepted", cursor.accepted, "customers")
    sheet.say(ALL, "refused", len(refused) + cursor.unnamed, "customers")
    sheet.say(ALL, "unnamed", cursor.unnamed, "customers")
    sheet.say(ALL, "found_sent", found, "count")
    if planned.detail["subscribe"]:
        sheet.say(ALL, "subscribed", cursor.subscribed, "customers")
        sheet.say(ALL, "opted_out_there", cursor.opted_out_there, "customers")
    reply.facts.update(sheet.facts)
    reply.detail["reasons"] = sorted({one.reason for one in refused})
    if refused:
        reply.artifacts = [refused_file(refused, workspace.output)]
    return reply
