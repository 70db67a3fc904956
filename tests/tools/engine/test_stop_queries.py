import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.running import stop_queries

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1"


def test_a_query_in_another_thread_is_stopped_and_the_engine_closed(tmp_path):
    def endless():
        with duckdb_engine(tmp_path) as engine:
            engine.rows_of(ENDLESS)

    with ThreadPoolExecutor() as threads:
        running = threads.submit(endless)
        while not running.done():
            stop_queries()
            wait([running], timeout=0.05)
    with pytest.raises(KeyboardInterrupt):
        running.result()


def test_other_runtime_errors_are_left_as_they_are(tmp_path):
    with pytest.raises(RuntimeError, match="another"), duckdb_engine(tmp_path):
        raise RuntimeError("another")


def test_only_the_queries_of_the_named_thread_are_stopped(tmp_path):
    with duckdb_engine(tmp_path) as engine, ThreadPoolExecutor() as threads:
        running = threads.submit(engine.rows_of, "SELECT count(*) FROM range(3000000000)")
        while not running.done():
            stop_queries(threading.get_ident() + 1)
            wait([running], timeout=0.01)
        assert running.result() == [(3_000_000_000,)]
