import json
import os
import subprocess
import sys

import pytest

HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "host", "version": "1"},
}


class Host:
    """A host that writes lines to the server's process and reads what it answers."""

    def __init__(self, *arguments, **environment):
        command = [sys.executable, "-m", "customer_segmentation_skill", *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, **pipes)

    def send(self, method, number=None, **params):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.raw(json.dumps(message if number is None else {**message, "id": number}).encode())

    def raw(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def answers(self, *numbers):
        """Return the answers to some requests, whatever else comes between; every line is of the protocol."""
        found = {}
        while set(numbers) - set(found):
            message = json.loads(self.process.stdout.readline())
            assert message["jsonrpc"] == "2.0"
            found[message.get("id")] = message
        return [found[number] for number in numbers]

    def gone(self):
        """Vanish without a word; return the exit code and what was said besides the protocol."""
        self.process.stdin.close()
        code = self.process.wait(timeout=30)
        return code, self.process.stderr.read().decode()


@pytest.fixture
def host(workspace):
    begun = Host("mcp", "--workspace", str(workspace.root))
    begun.send("initialize", 1, **HELLO)
    begun.answers(1)
    begun.send("notifications/initialized")
    yield begun
    begun.process.kill()
    begun.process.wait()
    for pipe in (begun.process.stdin, begun.process.stdout, begun.process.stderr):
        pipe.close()


def test_it_answers_ten_calls_at_once_after_garbage_and_ends_with_its_host(host):
    for garbage in (
        b"not json {{{",
        b"\xff\xfe\x00",
        b"[1, 2",
        b"[" * 100_000,
        b'{"jsonrpc": "1.0"}',
        b"null",
        b"",
    ):
        host.raw(garbage)
    asked = {"name": "query_data", "arguments": {"where": "x" * 2_000_000}}
    host.send("tools/call", 2, **asked)
    for number, measure in enumerate(["revenue", "orders", "customers", "units", "lines"] * 2, 10):
        by = {"by": "country"} if number >= 15 else {}
        arguments = {"source": "shop/orders.csv", "measure": measure, **by}
        host.send("tools/call", number, name="query_data", arguments=arguments)
    huge, *ten = host.answers(2, *range(10, 20))
    assert huge["result"]["isError"]
    said = [answer["result"]["structuredContent"] for answer in ten]
    assert [
        f"query_data.all.{measure}" in one["facts"]
        for one, measure in zip(said, ["revenue", "orders", "customers", "units", "lines"] * 2, strict=True)
    ] == [True] * 10
    assert [("groups" in one["tables"]) for one in said] == [False] * 5 + [True] * 5
    assert host.gone() == (0, "")


def test_a_host_that_vanishes_in_the_middle_leaves_no_process(host):
    host.send("tools/call", 2, name="cluster_customers", arguments={"source": "shop/orders.csv"})
    code, said = host.gone()
    assert (code, "Traceback" in said) == (0, False)


def test_without_its_packages_it_says_what_to_install(here):
    lacking = "import sys; sys.modules['mcp'] = None; from customer_segmentation_skill.surfaces.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", lacking, "mcp"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'customer-segmentation[mcp]'" in done.stderr
