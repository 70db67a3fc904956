import pytest
from schedule_shop import SCHEDULE, Shop, approved, orders

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run


@pytest.fixture
def home(here, monkeypatch):
    folder = here / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def shop(here, home, workspace):
    """A shop whose conversation exported At risk, not scheduled yet."""
    made = Shop(here, workspace)
    made.write(orders())
    run(tool_of(load_data), {"source": "orders.csv"}, workspace)
    run(tool_of(rfm_segments), {}, workspace)
    export = {"segments": "at_risk,hibernating,champions", "path": "list.csv", "holdout": 0}
    approved(tool_of(export_audience), export, workspace)
    return made


@pytest.fixture
def scheduled(shop):
    """The same, repeated every Monday."""
    _, shop.id = approved(SCHEDULE, {"zone": "Europe/Berlin"}, shop.workspace)
    return shop
