import pytest

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.optimisation.optimisation_plan import optimisation_plan
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments


@pytest.fixture(scope="session")
def standing(tmp_path_factory):
    """A workspace that all tests share: results are found again by what they were asked."""
    return Workspace.open(tmp_path_factory.mktemp("standing"))


@pytest.fixture(scope="session")
def written(standing):
    """Write a plan for a shop; ``form`` goes to the segmentation, the rest to the tool; returns the result."""

    def ask(shop="shop", *, form=None, currency="EUR", thread="default", **asked):
        workspace = standing.with_(thread=thread)
        segments = form_segments(workspace, shop, currency=currency, **(form or {}))
        return run(tool_of(optimisation_plan), {"segmentation": segments.id, **asked}, workspace)

    return ask


@pytest.fixture(scope="session")
def text_of():
    """Return the text of a file that a plan made, by its ending."""

    def read(result, ending):
        (artifact,) = (one for one in result.reply.artifacts if one.name.endswith(ending))
        return result.file(artifact).read_text(encoding="utf-8")

    return read
