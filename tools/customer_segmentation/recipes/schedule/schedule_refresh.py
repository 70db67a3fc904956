"""Repeat on a schedule what a conversation did, or what a recipe says; or stop a schedule.

The plan names what is run, when, and what it may write without asking. Approving it is the standing approval: bounded
by tools, places and a last day, and revoked with the schedule. Nothing is started here: the person installs the line
that looks for due runs (``installed.py``).
"""

import hashlib
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError

from customer_segmentation.data.load_request import Day
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Artifact, Finding, Reply
from customer_segmentation.kit.request import LATEST, Name, Request, SegmentationReference
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation.recipes.recipe import Recipe, parsed, read_recipe
from customer_segmentation.recipes.recipe_tools import STEP_TOOLS
from customer_segmentation.recipes.schedule.installed import cron_line, systemd_units
from customer_segmentation.recipes.schedule.of_talk import recipe_of_talk
from customer_segmentation.recipes.schedule.overview import overview
from customer_segmentation.recipes.schedule.own_zone import own_zone
from customer_segmentation.recipes.schedule.runs import Outcome, begin_with
from customer_segmentation.recipes.schedule.schedule import (
    Schedule,
    Timing,
    read_schedule,
    remove_schedule,
    schedule_ids,
)
from customer_segmentation.recipes.schedule.standing import Standing, bounds_of, revoke
from customer_segmentation.recipes.schedule.when import Clock, Every, Weekday, dues_after
from customer_segmentation.recipes.told import told
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.atomic import write_text
from customer_segmentation.workspace.journal import now
from customer_segmentation.workspace.workspace import Workspace

_TOOL: Final = "schedule_refresh"
_RUNS: Final = 3
_YEAR: Final = timedelta(days=365)
_TIMING: Final = ("every", "weekday", "day", "at", "zone")


class ScheduleRequest(Request):
    """What to repeat, and when."""

    every: Every = Field("week", description="day, week or month.")
    weekday: Weekday = Field("monday", description="Of a weekly run.")
    day: int = Field(1, ge=1, le=31, description="Day of the month of a monthly run.")
    at: Clock = Field("08:00", description="Time of day, HH:MM.")
    zone: Name = Field("", description="IANA time zone, such as Europe/Berlin. Empty: this machine's.")
    until: Day = Field(
        "", description="Last day on which runs may write without asking. Empty: a year from the approval."
    )
    unattended: bool = Field(
        default=True, description="Runs write without asking; no: what they write waits for a yes each time."
    )
    recipe: Name = Field("", description="A recipe's file. Empty: what this conversation did.")
    segments_from: SegmentationReference = Field("", description="Segments to form again. Empty: the latest.")
    stop: Name = Field("", description="Id of a schedule to stop instead.")
    show: bool = Field(default=False, description="Only tell what is scheduled; needs no approval.")


def _gate(request: ScheduleRequest, _workspace: Workspace) -> Effect:
    return Effect.READ if request.show else Effect.WRITE


def _as_they_are(request: ScheduleRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart what is scheduled now and what was before."""
    if not request.show:
        return {}
    return {"schedules": hashlib.sha256(_overview(workspace).model_dump_json().encode()).hexdigest()}


def _overview(workspace: Workspace) -> Reply:
    return overview(workspace, datetime.fromisoformat(now()))


def plan_schedule(request: ScheduleRequest, workspace: Workspace) -> tuple[ScheduleRequest, Reply]:
    """Return the request with its zone settled, and what would be repeated, when, and what it may write.

    Raises:
        InputError: There is nothing to repeat, no such schedule to stop, or a rule that cannot be.
    """
    if request.stop:
        schedule = read_schedule(workspace, request.stop)
        kept = {"text": schedule.recipe.written(), "timing": schedule.timing.model_dump(mode="json")}
        told_of = _described(schedule.recipe, schedule.timing)
        return request, Reply(detail={"stop": schedule.id, **told_of, **kept})
    settled = request.model_copy(update={"zone": request.zone or own_zone()})
    timing = _timing(settled)
    recipe, begins, rests_on = _recipe(settled, workspace)
    tools, places = bounds_of(recipe)
    detail = {
        **_described(recipe, timing),
        "text": recipe.written(),
        "begins": begins,
        "rests_on": rests_on,
        "same": _same_already(recipe, workspace),
        "folder": str(Path.cwd()),
        "tools": tools,
        "places": places,
        "writes": places[1:] if request.unattended else [],
        "waits": [step.tool for step in recipe.steps if _waits(step.tool, unattended=request.unattended)],
        "until": request.until,
        "stop": "",
    }
    reply = Reply(detail=detail)
    limits = timing.limits
    sheet = FactSheet(_TOOL)
    sheet.say(ALL, "most_lost", limits.most_lost, "share", kind=Kind.PROPOSED)
    sheet.say(ALL, "most_moved", limits.most_moved, "share", kind=Kind.PROPOSED)
    if request.until:
        sheet.say(ALL, "until", request.until, "date", kind=Kind.GIVEN)
    reply.facts = sheet.facts
    return settled, reply


def _undone(reply: Reply, workspace: Workspace) -> list[Finding]:
    """Stop what was set up; set up again, without its standing approval, what was stopped."""
    detail = reply.detail
    if not detail["stop"]:
        revoke(workspace, detail["id"])
        remove_schedule(workspace, detail["id"])
        return [Finding(code="schedule_stopped", values={"id": detail["id"], "name": detail["name"]})]
    timing = Timing.model_validate(detail["timing"])
    recipe = parsed(detail["text"], detail["name"])
    Schedule(id=detail["stop"], timing=timing, recipe=recipe).write(workspace)
    return [Finding(code="schedule_back", values={"id": detail["stop"], "name": detail["name"]})]


@tool(effect=Effect.WRITE, gate=_gate, inputs=_as_they_are, plan=plan_schedule, undo=_undone)
def schedule_refresh(request: ScheduleRequest, workspace: Workspace) -> Reply:
    """Repeat what this conversation did, or a recipe, every day, week or month; or stop a schedule, or tell of all."""
    if request.show:
        return _overview(workspace)
    approved = approval(workspace, workspace.inputs["approval"])
    if request.stop:
        return _stopped(request.stop, approved.plan.detail, workspace)
    plan = approved.plan.detail
    _check_still_wanted(plan["rests_on"], workspace)
    given = datetime.fromisoformat(approved.decided_at)
    schedule = Schedule(id=approved.id, timing=_timing(request), recipe=parsed(plan["text"], plan["name"]))
    folder = schedule.write(workspace)
    begin_with(
        workspace,
        schedule.id,
        given,
        Outcome(recipe=schedule.recipe.digest if plan["begins"] else "", results=plan["begins"]),
    )
    reply = _told(schedule, given, plan)
    today = given.astimezone(schedule.timing.place).date()
    if request.unattended:
        until = date.fromisoformat(request.until) if request.until else today + _YEAR
        _standing(schedule, plan, until, approved.decided_at, approved.surface, workspace).write(workspace)
        reply.with_facts(_until(until))
    reply.artifacts = _install(folder, Path(plan["folder"]), workspace)
    reply.detail |= {"cron": cron_line(Path(plan["folder"]), workspace.root), "folder": str(folder)}
    return reply


def _recipe(request: ScheduleRequest, workspace: Workspace) -> tuple[Recipe, dict[str, str], list[str]]:
    """Return the recipe to repeat, the results its first run is compared with, and the approvals it rests on."""
    if request.recipe:
        return read_recipe(Path(request.recipe).expanduser()), {}, []
    segmentation = workspace.result(request.segments_from or LATEST, "segmentation")
    found = recipe_of_talk(segmentation, workspace)
    return parsed(found.recipe.written(), found.recipe.name), found.results, found.rests_on


def _same_already(recipe: Recipe, workspace: Workspace) -> str:
    """Return the id of a schedule that repeats the same; empty if there is none."""
    for identity in schedule_ids(workspace):
        try:
            if read_schedule(workspace, identity).recipe.digest == recipe.digest:
                return identity
        except InputError:
            continue
    return ""


def _check_still_wanted(rests_on: list[str], workspace: Workspace) -> None:
    """Raise InputError where a task that is to be repeated was changed or rejected since the plan was shown."""
    if any(approval(workspace, one).status not in {"waiting", "approved", "done"} for one in rests_on):
        raise InputError("schedule_outdated")


def _timing(request: ScheduleRequest) -> Timing:
    try:
        return Timing.model_validate(request.model_dump(include=set(_TIMING)))
    except ValidationError as error:
        problem = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError("field_wrong", tool=_TOOL, field="zone", problem=problem) from error


def _waits(tool_name: str, *, unattended: bool) -> bool:
    effect = STEP_TOOLS[tool_name].effect
    return effect is Effect.SEND or (effect is Effect.WRITE and not unattended)


def _described(recipe: Recipe, timing: Timing) -> dict[str, Any]:
    """Return what a plan says of a recipe: what ``told`` returns, with each step in the words of every language."""
    found = told(recipe)
    for step in found["steps"]:
        step["words"] = {
            language: words_of("labels", language)["steps"][step["tool"]] for language in LANGUAGES
        }
    return {**found, "when": timing.spoken()}


def _told(schedule: Schedule, given: datetime, plan: dict[str, Any]) -> Reply:
    """Return the reply with the next runs: a day, and the time at which it is in its place."""
    sheet = FactSheet(_TOOL)
    for number, due in enumerate(islice(dues_after(schedule.timing, given), _RUNS), 1):
        local = due.astimezone(schedule.timing.place)
        sheet.say(f"run{number}", "on", local.date().isoformat(), "date", kind=Kind.PROPOSED)
        sheet.say(f"run{number}", "at", f"{local:%H:%M}", "text", kind=Kind.PROPOSED)
    detail = {name: plan[name] for name in ("name", "source", "steps", "when", "writes", "waits")}
    return Reply(facts=sheet.facts, detail={**detail, "id": schedule.id, "stop": "", "made": {}})


def _until(until: date) -> list[Any]:
    sheet = FactSheet(_TOOL)
    sheet.say(ALL, "until", until.isoformat(), "date", kind=Kind.GIVEN)
    return list(sheet.facts.items())


def _standing(
    schedule: Schedule, plan: dict[str, Any], until: date, at: str, surface: str, workspace: Workspace
) -> Standing:
    return Standing(
        schedule=schedule.id,
        workspace=str(workspace.root.resolve()),
        digest=schedule.digest,
        folder=plan["folder"],
        tools=plan["tools"],
        places=plan["places"],
        until=until,
        at=at,
        surface=surface,
    )


def _install(folder: Path, stands: Path, workspace: Workspace) -> list[Artifact]:
    """Write what tells the machine to look for due runs beside the schedule; the person installs it."""
    service, timer = systemd_units(stands, workspace.root)
    texts = {
        "crontab.txt": cron_line(stands, workspace.root) + "\n",
        "customer-segmentation-jobs.service": service,
        "customer-segmentation-jobs.timer": timer,
    }
    for name, text in texts.items():
        write_text(folder / name, text)
    return [Artifact(name=name, path=str(folder / name), media_type="text/plain") for name in texts]


def _stopped(identity: str, plan: dict[str, Any], workspace: Workspace) -> Reply:
    """Stop a schedule and revoke its standing approval; done again after a kill it is the same."""
    revoke(workspace, identity)
    remove_schedule(workspace, identity)
    return Reply(detail={**plan, "made": {}})
