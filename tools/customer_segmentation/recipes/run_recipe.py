"""Running a recipe: first everything that only computes, then, one by one, what a person must allow."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import Effect, Tool
from customer_segmentation.recipes.recipe import RESULT_ID, Recipe, Step
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS, references
from customer_segmentation.workspace.approval import Approval, approval, approvals, decide, execute
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

LOADED: Final = "load"
"""What the loading of the source is called among the steps."""

Permit = Callable[[Approval, Effect], str]
"""Tells by whom something that waits is allowed; empty: nobody did."""
CallId = Callable[[str, dict[str, Any]], str]
"""Gives the id of a step's call by the step's name and arguments: the same id is never done twice."""


@dataclass
class RecipeRun:
    """How far a run of a recipe has come.

    Attributes:
        results: What steps gave, by name.
        waiting: Ids of approvals that wait for a person, by the name of the step.
        last_as_of: The day that the run before counted to; empty if there was none.
    """

    recipe: Recipe
    workspace: Workspace
    permit: Permit
    call_id: CallId
    last_as_of: str = ""
    results: dict[str, Result] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    @property
    def dataset(self) -> Dataset:
        """The data of this run."""
        return Dataset.read(self.results[LOADED].folder)

    def compute(self) -> None:
        """Load the source and take every step that only computes.

        Raises:
            ApprovalRequired: The source may not be read without a person's yes.
        """
        for name in self._results_named():
            bring(name, self.workspace)
        self.workspace.progress("progress_load")
        loading = {**self.recipe.roles, "source": self.recipe.source}
        self.results[LOADED] = self._through(LOAD, loading, LOADED)
        for step in self._steps(Effect.READ):
            self.workspace.progress("progress_step")
            self.results[step.name] = run(STEP_TOOLS[step.tool], self._arguments(step), self.workspace)

    def act(self) -> None:
        """Take the steps that write or send: do what is allowed, leave the rest waiting."""
        for step in self._steps(Effect.WRITE, Effect.SEND):
            try:
                tool = STEP_TOOLS[step.tool]
                self.results[step.name] = self._through(tool, self._arguments(step), step.name)
            except ApprovalRequired as waiting:
                self.waiting[step.name] = waiting.approval_id

    def _steps(self, *effects: Effect) -> Iterator[Step]:
        return (step for step in self.recipe.steps if STEP_TOOLS[step.tool].effect in effects)

    def _through(self, tool: Tool, arguments: dict[str, Any], name: str) -> Result:
        """Run a tool, and do what it proposes where that is allowed."""
        try:
            return run(tool, arguments, self.workspace, call_id=self.call_id(name, arguments))
        except ApprovalRequired as waiting:
            found = approval(self.workspace, waiting.approval_id)
            if found.status not in {"approved", "done"}:
                by = self.permit(found, effect_of(found, tool, self.workspace))
                if not by:
                    raise
                decide(self.workspace, found.id, "approved", by=by, surface="recipe")
            return execute(tool, self.workspace, found.id)

    def _arguments(self, step: Step) -> dict[str, Any]:
        days = {"{as_of}": self.dataset.as_of.isoformat(), "{last_as_of}": self.last_as_of}
        given = {name: _filled(value, days) for name, value in step.arguments.items()}
        tool = STEP_TOOLS[step.tool]
        for name, produces in references(tool).items():
            asked = given.get(name, tool.request.model_fields[name].default)
            if asked in self.results:
                given[name] = self.results[asked].id
            elif asked == "latest":
                given[name] = self._latest(produces)
        if "language" in tool.request.model_fields and self.recipe.language != "auto":
            given.setdefault("language", self.recipe.language)
        return given

    def _latest(self, produces: str) -> str:
        if produces == "dataset":
            return self.results[LOADED].id
        made = [step.name for step in self.recipe.steps if STEP_TOOLS[step.tool].produces == produces]
        return next(self.results[name].id for name in reversed(made) if name in self.results)

    def _results_named(self) -> Iterator[str]:
        for step in self.recipe.steps:
            for name in references(STEP_TOOLS[step.tool]):
                if RESULT_ID.fullmatch(str(step.arguments.get(name, ""))):
                    yield step.arguments[name]


def effect_of(found: Approval, tool: Tool, workspace: Workspace) -> Effect:
    """Return what really happens when something that waits is done."""
    asked = tool.request.model_validate(found.request)
    effect: Effect = tool.gate(asked, workspace) if tool.gate else tool.effect
    return effect


def waiting_or_new(workspace: Workspace, recipe: Recipe) -> CallId:
    """Return call ids under which the same proposal of a step, if it still waits, is found again."""
    begins = f"recipe-{recipe.digest[:12]}"
    open_ones = sorted(a.call_id for a in approvals(workspace, "waiting", "approved"))

    def call_id(name: str, arguments: dict[str, Any]) -> str:
        asked = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()[:12]
        call = f"{begins}-{name}-{asked}-"
        return next((one for one in open_ones if one.startswith(call)), call + secrets.token_hex(6))

    return call_id


def _filled(value: Any, days: dict[str, str]) -> Any:
    if isinstance(value, str):
        for sign, day in days.items():
            value = value.replace(sign, day)
    return value


def bring(identity: str, workspace: Workspace) -> None:
    """Enter a result of the workspace into this thread, so that steps may refer to it.

    Raises:
        InputError: The workspace no longer holds it.
    """
    stored = workspace.store.read(identity)
    if stored is None:
        raise InputError("recipe_result_gone", result=identity)
    tool = STEP_TOOLS.get(stored.tool)
    dataset = str(stored.request.get("data", ""))
    workspace.journal.record(workspace.thread, identity, stored.tool, tool.produces if tool else "", dataset)
