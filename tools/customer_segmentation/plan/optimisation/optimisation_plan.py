"""The whole plan: goal and baseline, what is done with whom, the money, the tests, the days, the risks."""

from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.reply import Artifact, Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.plan.optimisation.data import as_data
from customer_segmentation.plan.optimisation.document import plan_document
from customer_segmentation.plan.optimisation.material import material
from customer_segmentation.plan.optimisation.reply import optimisation_reply
from customer_segmentation.plan.optimisation.request import OptimisationRequest
from customer_segmentation.plan.optimisation.steps import steps
from customer_segmentation.workspace.workspace import Workspace

DOCUMENT: Final = "plan.md"
DATA: Final = "plan.json"


@tool(effect=Effect.READ, inputs=steps)
def optimisation_plan(request: OptimisationRequest, workspace: Workspace) -> Reply:
    """Write the plan: per segment the action, its reason, cost, return, test, days and stop rule; what to confirm first.

    It is made of the budget plan, the recommendations and the tests, and claims nothing that they do not. In the folder
    of its result are ``plan.md``, a document, and ``plan.json``, an ``OptimisationPlan`` whose tasks can be run.

    Raises:
        InputError: Words that cannot be read, or a first day that is none.
        MethodError: The data hold no money.
        NeedsAnswer: What an arm of a past test was is not known.
    """
    found = material(request, workspace)
    reply = optimisation_reply(found)
    source = Dataset.read(workspace.result(found.formed.data, "dataset").folder).source
    (workspace.output / DOCUMENT).write_text(plan_document(reply, source, request.language), encoding="utf-8")
    (workspace.output / DATA).write_text(as_data(found, reply).model_dump_json(indent=2) + "\n", "utf-8")
    reply.artifacts = [
        Artifact(name=DOCUMENT, path=DOCUMENT, media_type="text/markdown", for_people=True),
        Artifact(name=DATA, path=DATA, media_type="application/json", for_people=True),
    ]
    return reply
