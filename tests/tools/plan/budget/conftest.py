import pytest

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments


@pytest.fixture(scope="session")
def standing(tmp_path_factory):
    """A workspace that all tests share: results are found again by what they were asked."""
    return Workspace.open(tmp_path_factory.mktemp("standing"))


@pytest.fixture(scope="session")
def planned(standing):
    """Plan for a shop; ``form`` goes to the segmentation, the rest to ``plan_budget``; returns the reply."""

    def ask(shop="shop", *, form=None, currency="EUR", **asked):
        segments = form_segments(standing, shop, currency=currency, **(form or {}))
        return run(tool_of(plan_budget), {"segmentation": segments.id, **asked}, standing).reply

    return ask
