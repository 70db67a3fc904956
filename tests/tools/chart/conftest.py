import pytest

from customer_segmentation.data.demo_shop import write_demo_shop
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace

CUSTOMERS = 900


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Return a workspace in which a small demo shop is loaded; nothing is formed yet."""
    folder = tmp_path_factory.mktemp("pictures")
    write_demo_shop(folder / "shop", customers=CUSTOMERS)
    opened = Workspace.open(folder / "workspace")
    source = str(folder / "shop" / "orders.csv")
    run(tool_of(load_data), {"source": source}, opened.with_(typed=frozenset({source})))
    return opened
