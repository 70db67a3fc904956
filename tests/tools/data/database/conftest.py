import pytest

from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from shop_database import ShopDatabase

LOAD = tool_of(load_data)


@pytest.fixture(params=["sqlite", "duckdb", "postgresql"])
def database(request, here):
    """An empty database in each of the three systems."""
    if request.param != "postgresql":
        path = here / f"shop.{request.param}"
        return ShopDatabase(request.param, f"{request.param}:///{path.name}", path)
    return request.getfixturevalue("postgres")


@pytest.fixture
def postgres(server):
    """An empty database in PostgreSQL."""
    found = ShopDatabase("postgresql", server)
    found.run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return found


@pytest.fixture
def load(workspace):
    """Load as a person who typed every argument."""

    def loaded(source, **fields):
        typed = workspace.with_(typed=frozenset({source, *fields.values()}))
        return run(LOAD, {"source": source, **fields}, typed)

    return loaded
