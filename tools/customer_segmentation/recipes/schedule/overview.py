"""The schedules of a workspace, as a person asks for them."""

from datetime import UTC, datetime
from typing import Any

from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import LANGUAGES, message
from customer_segmentation.recipes.schedule.runs import Run, covered_until, runs_of
from customer_segmentation.recipes.schedule.schedule import read_schedule, schedule_ids
from customer_segmentation.recipes.schedule.standing import read_standing
from customer_segmentation.recipes.schedule.when import latest_due, next_due
from customer_segmentation.recipes.told import told
from customer_segmentation.workspace.workspace import Workspace


def scheduled(workspace: Workspace, now: datetime) -> list[dict[str, Any]]:
    """Return every schedule: what it does, when it is due next, how its last run ended, what it may write.

    Instants are ISO texts in the schedule's own zone.
    """
    return [_one(identity, workspace, now) for identity in schedule_ids(workspace)]


def _one(identity: str, workspace: Workspace, now: datetime) -> dict[str, Any]:
    runs = runs_of(workspace, identity)
    try:
        schedule = read_schedule(workspace, identity)
    except SegmentationError as error:
        return {"id": identity, "name": identity, "problem": str(error), "last": _last(runs, None)}
    place = schedule.timing.place
    since = covered_until(runs) or now
    due, _ = latest_due(schedule.timing, since, now)
    standing = read_standing(workspace, identity)
    may = None
    if standing:
        today = now.astimezone(place).date()
        may = {
            "until": standing.until.isoformat(),
            "writes": standing.places[1:],
            "state": standing.validity(schedule.digest, today),
        }
    return {
        "id": identity,
        **told(schedule.recipe),
        "when": schedule.timing.spoken(),
        "due_now": due is not None,
        "next": _local(due or next_due(schedule.timing, max(since, now)), place),
        "last": _last(runs, place),
        "standing": may,
    }


def _last(runs: list[Run], place: Any) -> dict[str, Any]:
    run = runs[-1] if runs else None
    status = run.status if run else "set"
    return {
        "status": status,
        "words": {language: message(f"schedule_status_{status}", language) for language in LANGUAGES},
        "due": _local(run.due, place or UTC) if run and status != "set" else "",
        "waiting": run.outcome.waiting if run else {},
    }


def _local(instant: datetime, place: Any) -> str:
    return instant.astimezone(place).isoformat(timespec="minutes")


def scheduled_words(found: list[dict[str, Any]], language: str) -> str:
    """Return the schedules in words."""
    if not found:
        return message("jobs_none", language)
    return prose("scheduled", Reply(), language, jobs=found)


def overview(workspace: Workspace, now: datetime) -> Reply:
    """Return the schedules as a reply: of each the next run's day and time, and how the last one ended."""
    found = scheduled(workspace, now)
    sheet = FactSheet("schedule_refresh")
    names = {}
    for one in found:
        subject = f"s{one['id']}"
        names[subject] = f"{one['name']} ({one['id']})"
        sheet.say(subject, "last", one["last"]["status"], "text")
        if "next" in one:
            day, _, clock = one["next"].partition("T")
            sheet.say(subject, "on", day, "date", kind=Kind.PROPOSED)
            sheet.say(subject, "at", clock[:5], "text", kind=Kind.PROPOSED)
    sheet.say(ALL, "schedules", len(found), "count")
    return Reply(facts=sheet.facts, names=names, detail={"jobs": found, "stop": ""})
