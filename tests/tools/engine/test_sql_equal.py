"""Every file of engine/sql gives the same rows on DuckDB and on PostgreSQL: values, types and count."""

from pathlib import Path

import psycopg
import pytest
import sqlglot
from nasty_tables import ROWS, TYPES
from sql_cases import CASES, MADE_BY

from customer_segmentation.engine import sql_file
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import sql

FILES = sorted(path.stem for path in (Path(sql_file.__file__).parent / "sql").glob("*.sql"))


def test_every_file_has_a_case_and_every_case_a_file():
    assert sorted(CASES) == FILES


class OnDuckDB:
    def __init__(self):
        self._connection = DuckDB(Path("unused")).connection

    def run(self, text):
        return self._connection.execute(text)

    def insert(self, table, rows):
        self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def rows(self, text):
        return self.run(text).fetchall()


class OnPostgres:
    def __init__(self, connection):
        self._connection = connection

    def run(self, text):
        [translated] = sqlglot.transpile(
            text, read="duckdb", write="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        return self._connection.execute(translated.encode())

    def insert(self, table, rows):
        marks = ", ".join(["%s"] * len(rows[0]))
        self._connection.cursor().executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def rows(self, text):
        return self.run(text).fetchall()


@pytest.fixture(scope="session")
def both(postgres):
    """Both engines with every table laid down or made, each by itself."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        engines = OnDuckDB(), OnPostgres(connection)
        for engine in engines:
            for table, columns in TYPES.items():
                engine.run(f"CREATE TABLE {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
                engine.insert(table, ROWS[table])
            for table, file in MADE_BY.items():
                engine.run(f"CREATE TABLE {table} AS {sql(file, **CASES[file][0])}")
        yield engines


RUNS = [
    pytest.param(file, parameters, id=f"{file}-{number}")
    for file, sets in CASES.items()
    for number, parameters in enumerate(sets)
]


def exact(rows):
    """Rows with the types of their values, in an order of no engine's own."""
    return sorted(repr([(type(value).__name__, value) for value in row]) for row in rows)


@pytest.mark.parametrize(("file", "parameters"), RUNS)
def test_rows_are_equal(both, file, parameters):
    duckdb, postgres = (engine.rows(sql(file, **parameters)) for engine in both)
    assert exact(duckdb) == exact(postgres)


def test_the_tables_are_nasty_enough(both):
    """Cases over empty tables would be equal whatever the SQL said."""
    duckdb, _ = both
    empty = {file for file, sets in CASES.items() if not duckdb.rows(sql(file, **sets[0]))}
    few = {table for table in MADE_BY if len(duckdb.rows(f"SELECT * FROM {table}")) < 20}
    assert (empty, few) == (set(), set())
    assert duckdb.rows("SELECT * FROM matching WHERE unmatched > 0")
    assert duckdb.rows("SELECT * FROM matching WHERE kept > 0 AND kept < bought")
    assert {valid for (valid,) in duckdb.rows("SELECT DISTINCT valid FROM orders")} == {True, False}
