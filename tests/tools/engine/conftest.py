import pytest

from postgres import private_postgres, server_binaries


@pytest.fixture(scope="session")
def postgres():
    """Return the connection string of a private PostgreSQL; skip where none can be started."""
    if server_binaries() is None:
        pytest.skip("no PostgreSQL server here (Debian: apt-get install postgresql)")
    with private_postgres() as connection_string:
        yield connection_string
