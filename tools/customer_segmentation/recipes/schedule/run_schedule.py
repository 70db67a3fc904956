"""Running what is due: the source is read anew, and what changed since the last run is told before anything is written.

Segments are formed by rules that stand still. The instant is given by the caller. A process that is killed leaves
nothing undone or done twice: the next one takes the run up under the same instant.
"""

from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.explain.earlier_segments import frozen_rules
from customer_segmentation.kit.errors import ApprovalRequired, InputError, SegmentationError
from customer_segmentation.kit.tool import Effect, tool_of
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.recipes.recipe import Recipe, Step
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS
from customer_segmentation.recipes.run_recipe import LOADED, RecipeRun, bring
from customer_segmentation.recipes.schedule.compare_runs import compare_runs, stops
from customer_segmentation.recipes.schedule.runs import (
    Outcome,
    Run,
    Status,
    begin,
    begin_with,
    compared_with,
    covered_until,
    finish,
    runs_of,
)
from customer_segmentation.recipes.schedule.schedule import Schedule, read_schedule
from customer_segmentation.recipes.schedule.standing import Standing, read_standing
from customer_segmentation.recipes.schedule.when import latest_due
from customer_segmentation.workspace.approval import Approval, approvals
from customer_segmentation.workspace.held import held
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

_COMPARE: Final = tool_of(compare_runs)
_BY: Final = "standing approval"
_PERSON: Final = "person"
_SECOND: Final = timedelta(seconds=1)
"""Runs at one person's word and another's are told apart by their instants."""


@dataclass(frozen=True)
class Made:
    """What was done about one schedule.

    Attributes:
        run: None where another process is at it.
        results: Of the steps that were taken, by name.
        changes: What changed since the run before; None where there was none to compare with.
    """

    schedule: Schedule
    run: Run | None
    results: dict[str, Result]
    changes: Result | None = None


def run_if_due(identity: str, workspace: Workspace, now: datetime) -> Made | None:
    """Make the run of a schedule that is due, or go on with one that was interrupted; None if there is none.

    Raises:
        InputError: The schedule's files say what cannot be run.
    """
    with ExitStack() as stack:
        schedule = read_schedule(workspace, identity)
        if not _taken(schedule, workspace, stack):
            return Made(schedule, None, {})
        begun = runs_of(workspace, identity)
        open_run = next((one for one in begun if one.status == "running"), None)
        if open_run:
            return _Running(schedule, open_run, workspace, now).made()
        since = covered_until(begun)
        if since is None:  # The journal is another than that in which the schedule was set up.
            begin_with(workspace, identity, now, Outcome())
            return None
        due, missed = latest_due(schedule.timing, since, now)
        return None if due is None else _started(schedule, workspace, due, now, Outcome(missed=missed))


def run_now(identity: str, workspace: Workspace, now: datetime, *, accepted: bool = False) -> Made:
    """Run a schedule whether it is due or not; ``accepted``: whatever changed, a person says the data are right.

    A run that was interrupted is gone on with.

    Raises:
        InputError: There is no such schedule, or its files say what cannot be run.
    """
    with ExitStack() as stack:
        schedule = read_schedule(workspace, identity)
        if not _taken(schedule, workspace, stack):
            return Made(schedule, None, {})
        begun = runs_of(workspace, identity)
        open_run = next((one for one in begun if one.status == "running"), None)
        if open_run:
            told = open_run.outcome.model_copy(update={"accepted": accepted or open_run.outcome.accepted})
            this = open_run.model_copy(update={"outcome": told})
            return _Running(schedule, this, workspace, now).made()
        since = covered_until(begun)
        due = max(now, since + _SECOND) if since else now
        return _started(schedule, workspace, due, now, Outcome(accepted=accepted))


def _taken(schedule: Schedule, workspace: Workspace, stack: ExitStack) -> bool:
    """Take a schedule for this process as long as ``stack`` stands; False if another process is at it."""
    try:
        stack.enter_context(held(workspace, schedule.thread))
    except InputError:
        return False
    return True


def _started(
    schedule: Schedule, workspace: Workspace, due: datetime, now: datetime, outcome: Outcome
) -> Made:
    due = due.astimezone(UTC)
    begin(workspace, schedule.id, due, now, outcome)
    open_run = next(one for one in runs_of(workspace, schedule.id) if one.due == due)
    return _Running(schedule, open_run, workspace, now).made()


class _Running:
    """One run of a schedule while it is made."""

    def __init__(self, schedule: Schedule, this: Run, workspace: Workspace, now: datetime) -> None:
        self.schedule = schedule
        self.this = this
        self.now = now
        self.workspace = workspace.with_(thread=schedule.thread)
        today = now.astimezone(schedule.timing.place).date()
        standing = read_standing(workspace, schedule.id)
        validity = standing.validity(schedule.digest, today) if standing else "none"
        self.standing = standing if validity == "valid" else None
        self.outcome = this.outcome.model_copy(
            update={"recipe": schedule.recipe.digest, "standing": validity}
        )
        runs = runs_of(workspace, schedule.id)
        self.earlier = compared_with(runs, this.due, workspace)
        self.changes: Result | None = None

    def made(self) -> Made:
        """Make the run, enter how it ended, and return it."""
        steps = RecipeRun(self._frozen(), self.workspace, self._permit, self._call_id)
        status: Status
        try:
            with _standing_in(self.standing):
                status = self._status(steps)
        except ApprovalRequired as waiting:
            steps.waiting[LOADED] = waiting.approval_id
            status = "waiting"
        except SegmentationError as error:
            self.outcome.said = {language: error.said(language) for language in LANGUAGES}
            status = "failed"
        self.outcome.waiting = steps.waiting
        self.outcome.results = {name: result.id for name, result in steps.results.items()}
        done = self.this.model_copy(
            update={"status": status, "done_at": max(self.now, self.this.due), "outcome": self.outcome}
        )
        finish(self.workspace, done)
        return Made(self.schedule, done, steps.results, self.changes)

    def _status(self, steps: RecipeRun) -> Status:
        if self.earlier:
            data = self._of_before(LOADED)
            steps.last_as_of = Dataset.read(data.folder).as_of.isoformat()
        steps.compute()
        self.changes = self._compared(steps)
        if self.changes:
            self.outcome.changes = self.changes.id
            if stops(self.changes.reply) and not self.outcome.accepted:
                return "stopped"
        self._replace_what_waits()
        self._ask_the_standing_approval_anew()
        steps.act()
        return "waiting" if steps.waiting else "done"

    def _frozen(self) -> Recipe:
        """Return the recipe with the rules of the run before, unless a person changed the recipe since."""
        recipe, earlier = self.schedule.recipe, self.earlier
        if not earlier or earlier.outcome.recipe != recipe.digest:
            return recipe
        return recipe.model_copy(
            update={"steps": [self._frozen_step(step, earlier) for step in recipe.steps]}
        )

    def _frozen_step(self, step: Step, earlier: Run) -> Step:
        if STEP_TOOLS[step.tool].produces != "segmentation" or step.name not in earlier.outcome.results:
            return step
        rules = frozen_rules(self._of_before(step.name))
        # What a frozen rule makes void goes; names that a person gave stay.
        kept = {name: value for name, value in step.arguments.items() if name == "names" or name not in rules}
        return step.model_copy(update={"arguments": kept | {n: v for n, v in rules.items() if v}})

    def _compared(self, steps: RecipeRun) -> Result | None:
        """Compare with the run before; None where there is none."""
        if not self.earlier:
            return None
        asked = {
            "data_before": self._of_before(LOADED).id,
            "data": steps.results[LOADED].id,
            **self.schedule.timing.limits.model_dump(),
        }
        forms = [
            step.name
            for step in self.schedule.recipe.steps
            if STEP_TOOLS[step.tool].produces == "segmentation"
        ]
        if forms and forms[0] in self.earlier.outcome.results:
            asked["segments_before"] = self._of_before(forms[0]).id
            asked["segments"] = steps.results[forms[0]].id
        return run(_COMPARE, asked, self.workspace)

    def _of_before(self, step: str) -> Result:
        """Return what a step of the run before gave, as a result of this thread."""
        identity = self.earlier.outcome.results[step] if self.earlier else ""
        bring(identity, self.workspace)
        return self.workspace.result(identity)

    def _replace_what_waits(self) -> None:
        """What an earlier run proposed and nobody decided is replaced by what this one proposes."""
        mine = self._call_id("", {})
        for one in approvals(self.workspace, "waiting"):
            if not one.call_id.startswith(mine):
                self.workspace.journal.write(
                    "UPDATE approvals SET status = 'replaced' WHERE id = ? AND status = 'waiting'", one.id
                )

    def _ask_the_standing_approval_anew(self) -> None:
        """What it allowed before a kill is allowed now only if it still is: it may have been revoked since."""
        self.workspace.journal.write(
            "UPDATE approvals SET status = 'waiting' WHERE thread = ? AND status = 'approved' AND decided_by = ?",
            self.workspace.thread,
            _BY,
        )

    def _call_id(self, name: str, _arguments: dict[str, object]) -> str:
        return f"{self.schedule.thread}-{self.this.due.isoformat()}-{name}"

    def _permit(self, waiting: Approval, effect: Effect) -> str:
        if self.standing and waiting.status == "waiting" and self.standing.covers(waiting, effect):
            return _BY
        read_before = [
            one.request
            for one in approvals(self.workspace, "done")
            if one.tool == LOAD.name and one.decided_by == _PERSON
        ]
        return _PERSON if waiting.tool == LOAD.name and waiting.request in read_before else ""


@contextmanager
def _standing_in(standing: Standing | None) -> Iterator[None]:
    """Stand where the person stood who allowed it, wherever the run was started."""
    with ExitStack() as stack:
        if standing:
            try:
                stack.enter_context(chdir(standing.folder))
            except OSError as error:
                raise InputError("schedule_folder_gone", path=standing.folder) from error
        yield
