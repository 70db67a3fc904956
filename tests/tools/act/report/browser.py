"""A real browser for tests: Debian's chromium, spoken to by its own protocol over a loopback socket."""

import base64
import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from contextlib import contextmanager

import pytest
from websockets.sync.client import connect

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--remote-debugging-port=0",
)
_PATIENCE = 60


def chromium():
    """Return the path of chromium; skip where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("chromium is not installed: apt-get install chromium")
    return found


@contextmanager
def browser(folder):
    """Start a browser with an empty profile in ``folder`` and give a tab of it."""
    profile = folder / "profile"
    command = [chromium(), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(profile), max_size=None, open_timeout=_PATIENCE) as socket:
            yield Tab(socket)
    finally:
        process.terminate()
        process.wait()


def _address(profile):
    ready = profile / "DevToolsActivePort"
    until = time.monotonic() + _PATIENCE
    while not ready.exists() or not ready.read_text(encoding="utf-8").strip():
        assert time.monotonic() < until, "chromium does not start"
        time.sleep(0.05)
    port = ready.read_text(encoding="utf-8").split()[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        tabs = json.load(answer)
    return next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")


class Tab:
    """A tab: ``events`` holds everything it told of, ``ask`` asks it for something."""

    def __init__(self, socket):
        self._socket = socket
        self._numbers = itertools.count(1)
        self.events = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = self._told()
            if told.get("id") == number:
                assert "error" not in told, told
                return told["result"]

    def _told(self):
        told = json.loads(self._socket.recv(timeout=_PATIENCE))
        if "method" in told:
            self.events.append(told)
        return told

    def open(self, path, width, height=800):
        """Open a file in a window of so many pixels and wait until it stands."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._told()

    def value(self, expression):
        """Return the value of an expression in the page."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]

    def pdf(self):
        """Return the page as it prints."""
        made = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(made["data"])

    def told(self, *methods):
        """Return the events of some kinds."""
        return [event["params"] for event in self.events if event["method"] in methods]
