import pytest

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments


@pytest.fixture(scope="session")
def proving(tmp_path_factory):
    """A workspace that all tests share: results are found again by what they were asked."""
    return Workspace.open(tmp_path_factory.mktemp("proving"))


@pytest.fixture
def designed(proving):
    """Design experiments on a shop; ``form`` goes to the segmentation; returns the reply and its workspace."""

    def ask(shop="shop", *, form=None, currency="EUR", **asked):
        opened = proving.with_(thread=f"{shop if isinstance(shop, str) else 'rows'}")
        segments = form_segments(opened, shop, currency=currency, **(form or {}))
        asked = {"segmentation": segments.id, **asked}
        return run(tool_of(design_experiment), asked, opened).reply, opened

    return ask
