import os
import shutil
import sqlite3
from contextlib import chdir, closing

import pytest
from schedule_shop import SCHEDULE, Shop, approved, orders

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.schedule.standing import read_standing
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace


@pytest.fixture
def home(here, monkeypatch):
    folder = here / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def talked(tmp_path_factory):
    """A folder in which a conversation read a shop's orders, segmented them and exported some."""
    folder = tmp_path_factory.mktemp("talked")
    with chdir(folder):
        made = Shop(folder, Workspace.open(folder / "workspace"))
        made.write(orders())
        run(tool_of(load_data), {"source": "orders.csv"}, made.workspace)
        run(tool_of(rfm_segments), {}, made.workspace)
        export = {"segments": "at_risk,hibernating,champions", "path": "list.csv", "holdout": 0}
        approved(tool_of(export_audience), export, made.workspace)
    return folder


@pytest.fixture
def shop(here, home, talked):
    """A shop whose conversation exported customers, not scheduled yet."""
    shutil.copytree(talked, here, dirs_exist_ok=True)
    with closing(sqlite3.connect(here / "workspace" / "journal.sqlite")) as journal, journal:
        for column in ("proposed", "request", "plan"):
            statement = f"UPDATE approvals SET {column} = replace({column}, ?, ?)"
            journal.execute(statement, (str(talked), os.fspath(here)))
    return Shop(here, Workspace.open(here / "workspace"))


@pytest.fixture
def scheduled(shop):
    """The same, repeated every Monday."""
    _, shop.id = approved(SCHEDULE, {"zone": "Europe/Berlin"}, shop.workspace)
    assert read_standing(shop.workspace, shop.id).places[1] == str(shop.here)
    return shop
