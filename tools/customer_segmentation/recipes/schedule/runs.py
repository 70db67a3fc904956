"""The runs of schedules in the journal: one row per schedule and instant at which a run was due.

A run that a killed process left is ``running`` and is taken up again under the same instant; its calls have the same
ids then, so that what it did is not done twice.
"""

import json
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from customer_segmentation.recipes.schedule.standing import Validity
from customer_segmentation.workspace.workspace import Workspace

Status = Literal["set", "running", "done", "waiting", "stopped", "failed"]
"""``set``: no run, but where the first one is compared with."""


class Outcome(BaseModel):
    """What came of a run.

    Attributes:
        recipe: Digest of the recipe that was run.
        results: Ids of results, by name of the step.
        changes: Id of the comparison with the run before; empty where there was none.
        waiting: Ids of approvals that wait for a person, by name of the step.
        missed: How many runs were due before this one, since the last, and were not made.
        accepted: A person said that the data are right, whatever changed.
        standing: Whether a standing approval held.
        said: By language, what went wrong.
    """

    recipe: str = ""
    results: dict[str, str] = Field(default_factory=dict)
    changes: str = ""
    waiting: dict[str, str] = Field(default_factory=dict)
    missed: int = 0
    accepted: bool = False
    standing: Validity = "none"
    said: dict[str, str] = Field(default_factory=dict)


class Run(BaseModel):
    """A run as the journal has it; ``due``, ``at`` and ``done_at`` are instants in UTC."""

    schedule: str
    due: datetime
    status: Status
    at: datetime
    done_at: datetime | None
    outcome: Outcome


def runs_of(workspace: Workspace, schedule: str) -> list[Run]:
    """Return the runs of a schedule in the order of their instants, the one that it begins with first."""
    rows = workspace.journal.rows("SELECT * FROM runs WHERE schedule = ? ORDER BY due", schedule)
    return [
        Run.model_validate(
            {**row, "done_at": row["done_at"] or None, "outcome": json.loads(str(row["outcome"]))}
        )
        for row in rows
    ]


def begin_with(workspace: Workspace, schedule: str, at: datetime, outcome: Outcome) -> None:
    """Enter from when on runs are due, and what the first is compared with."""
    _enter(workspace, schedule, at, at, "set", outcome)


def begin(workspace: Workspace, schedule: str, due: datetime, now: datetime, outcome: Outcome) -> None:
    """Enter that a run was begun; once begun it stays as it is."""
    _enter(workspace, schedule, due, now, "running", outcome)


def _enter(
    workspace: Workspace, schedule: str, due: datetime, at: datetime, status: Status, outcome: Outcome
) -> None:
    workspace.journal.write(
        "INSERT OR IGNORE INTO runs (schedule, due, status, at, outcome) VALUES (?, ?, ?, ?, ?)",
        schedule,
        due.isoformat(),
        status,
        at.isoformat(),
        outcome.model_dump_json(),
    )


def finish(workspace: Workspace, run: Run) -> None:
    """Enter how a run ended."""
    workspace.journal.write(
        "UPDATE runs SET status = ?, done_at = ?, outcome = ? WHERE schedule = ? AND due = ?",
        run.status,
        run.done_at.isoformat() if run.done_at else "",
        run.outcome.model_dump_json(),
        run.schedule,
        run.due.isoformat(),
    )


def covered_until(runs: list[Run]) -> datetime | None:
    """Return until when runs that were due are made or passed over; None for a schedule that was never begun."""
    return max((max(run.due, run.done_at or run.due) for run in runs), default=None)


def compared_with(runs: list[Run], due: datetime, workspace: Workspace) -> Run | None:
    """Return the last run before an instant that was not stopped and whose data the workspace still holds."""
    fitting = [
        run
        for run in runs
        if run.due < due
        and run.status in {"set", "done", "waiting"}
        and run.outcome.results
        and all(workspace.store.read(one) is not None for one in run.outcome.results.values())
    ]
    return fitting[-1] if fitting else None
