import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation_skill.surfaces.interruption import stoppable

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1"


def test_ctrl_c_stops_queries_in_other_threads_and_those_that_would_follow(tmp_path):
    before = signal.getsignal(signal.SIGINT)
    opened = threading.Event()
    stopped = []

    def several():
        for _ in range(3):
            try:
                with duckdb_engine(tmp_path) as engine:
                    opened.set()
                    engine.rows_of(ENDLESS)
            except KeyboardInterrupt:
                stopped.append(True)

    def answer():
        with stoppable(), ThreadPoolExecutor() as threads:
            threads.submit(several)
            opened.wait()
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        answer()
    assert stopped == [True, True, True]
    assert signal.getsignal(signal.SIGINT) == before
