"""Ctrl-C while a database works: what runs there is stopped, from another thread."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from customer_segmentation.data.database.address import database_address
from customer_segmentation.data.database.reading import reading
from customer_segmentation.engine.running import stop_queries

ENDLESS = {
    "sqlite": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
    "duckdb": "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range * b.range) % 7 = 8",
    "postgresql": "SELECT pg_sleep(3600)",
}


def test_a_query_that_runs_is_stopped(database):
    database.run("CREATE TABLE t (a INTEGER)")

    def endless():
        with reading(database_address(database.url)) as reader:
            reader.rows(ENDLESS[database.kind])

    with ThreadPoolExecutor() as threads:
        running = threads.submit(endless)
        while not running.done():
            stop_queries()
            wait([running], timeout=0.05)
    with pytest.raises(KeyboardInterrupt):
        running.result()


def test_what_has_ended_is_not_stopped(database):
    database.run("CREATE TABLE t (a INTEGER)")
    with reading(database_address(database.url)) as reader:
        assert reader.rows("SELECT count(*) FROM t") == [(0,)]
    stop_queries()
