import sqlite3
from contextlib import closing

import duckdb
import pytest

from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import execute

WRITE = tool_of(write_table)


class Shop:
    """A database that has a table of its own, which must never change."""

    def __init__(self, url, path):
        self.url, self.path = url, path
        self.query("CREATE TABLE mine (n INTEGER)")
        self.query("INSERT INTO mine VALUES (1)")

    def query(self, sql):
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.path)) as connection:
                found = connection.execute(sql).fetchall()
                connection.commit()
                return found
        if self.url.startswith("duckdb"):
            with duckdb.connect(str(self.path)) as connection:
                return connection.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            answer = connection.execute(sql)
            return answer.fetchall() if answer.description else []

    def tables(self):
        name = "sqlite_schema" if self.url.startswith("sqlite") else "information_schema.tables"
        column = "name" if self.url.startswith("sqlite") else "table_name"
        where = " WHERE table_schema = 'public'" if self.url.startswith("postgres") else ""
        return sorted(name for (name,) in self.query(f"SELECT {column} FROM {name}{where}"))

    def runs(self, table="customer_segments"):
        return dict(self.query(f"SELECT run_id, count(*) FROM {table} GROUP BY run_id"))


@pytest.fixture(params=["sqlite", "duckdb", "postgresql"])
def shop(request, here):
    if request.param == "postgresql":
        url = request.getfixturevalue("server")
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return Shop(url, None)
    path = here / f"shop.{request.param}"
    return Shop(f"{request.param}:///{path.name}", path)


@pytest.fixture
def seen(workspace, shop):
    """The workspace in which the person typed the address."""
    return workspace.with_(typed=frozenset({shop.url}))


@pytest.fixture
def write(seen, shop, planted, approved):
    """Propose, approve and do; return the id of the approval and the reply."""
    planted()

    def do(**arguments):
        identity = approved(WRITE, url=shop.url, **arguments)
        return identity, execute(WRITE, seen, identity).reply

    return do
