import pytest

from postgres import private_postgres, server_binaries


@pytest.fixture(scope="session")
def server():
    """Return the address of a PostgreSQL that is started for the tests."""
    pytest.importorskip("psycopg")
    if server_binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    with private_postgres() as told:
        folder = told.split()[0].removeprefix("host=")
        yield f"postgresql:///postgres?host={folder}&user=tests"
