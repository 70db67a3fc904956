import pytest

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments


@pytest.fixture(scope="session")
def standing(tmp_path_factory):
    """A workspace that all tests share: results are found again by what they were asked."""
    return Workspace.open(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def segmented(workspace):
    return lambda *shop, **asked: form_segments(workspace, *shop, **asked)


@pytest.fixture
def advised(standing):
    """Recommend on a shop; ``form`` goes to the segmentation, the rest to ``recommend``; returns the reply."""

    def ask(shop="shop", *, form=None, currency="EUR", **asked):
        segments = form_segments(standing, shop, currency=currency, **(form or {}))
        return run(tool_of(recommend), {"segmentation": segments.id, **asked}, standing).reply

    return ask
