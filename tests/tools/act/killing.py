"""A process that carries out approved actions and is really killed, again and again, at moments that are drawn."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

# One process that knows the package forks one per line, so that a kill costs no start of Python.
DOER = """
import os, sys
from customer_segmentation.catalogue import find_tool
from customer_segmentation.act.send.webhook import Webhook
from customer_segmentation.workspace.approval import execute
from customer_segmentation.workspace.workspace import Workspace
import customer_segmentation.segment.naming, duckdb, filelock, http.client, sqlite3, ssl, xlsxwriter
import pyarrow, pyarrow.parquet
try:
    import psycopg
except ImportError:
    pass

Webhook.per_second = 10_000.0
print("ready", flush=True)
for line in sys.stdin:
    tool, identity = line.split()
    pid = os.fork()
    if pid == 0:
        try:
            execute(find_tool(tool), Workspace.open(sys.argv[1]), identity)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Doer:
    """Starts processes that do what was approved, and kills them."""

    def __init__(self, root, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", DOER, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        self._line()

    def _line(self):
        return self.process.stdout.readline().strip()

    def start(self, tool, identity):
        self.process.stdin.write(f"{tool} {identity}\n")
        self.process.stdin.flush()
        self.pid = int(self._line())

    def kill(self):
        with suppress(ProcessLookupError):  # It ended by itself a moment ago.
            os.kill(self.pid, signal.SIGKILL)

    def ended(self):
        return int(self._line())

    def took(self, tool, identity):
        """Do it unharmed and return the seconds that it took."""
        began = time.perf_counter()
        self.start(tool, identity)
        assert self.ended() == 0
        return time.perf_counter() - began

    def killed(self, tool, identity, after):
        """Kill it ``after`` some seconds; return whether that was in time."""
        self.start(tool, identity)
        time.sleep(after)
        self.kill()
        code = self.ended()
        assert code in (0, -signal.SIGKILL)
        return code == -signal.SIGKILL

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
