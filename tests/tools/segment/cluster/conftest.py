import pytest
from planted_shop import clustered, planted

from customer_segmentation.workspace.workspace import Workspace
from rows_shop import shop


@pytest.fixture(scope="package")
def found(tmp_path_factory):
    """The planted shop with its groups found, and the workspace they lie in."""
    workspace = Workspace.open(tmp_path_factory.mktemp("planted") / "workspace")
    shop(workspace, planted())
    return workspace, clustered(workspace)
