import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@contextmanager
def answering(status):
    """Give the address of a server that answers every question with a status, and what it was asked."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_all_is_well_offline(run, here):
    result = run("doctor")
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert all(line.startswith("ok ") for line in lines)
    assert lines[0].startswith("ok Python 3.")
    assert "ok brain: offline (rules, no LLM)" in lines
    assert any(line.startswith("ok duckdb ") for line in lines)
    assert any(line.startswith(f"ok workspace {here / '.customer-segmentation'}, ") for line in lines)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [(200, 0, "ok {host} answers"), (404, 0, "ok {host} answers"), (401, 1, "!  {host} refuses the key")],
)
def test_an_endpoint_on_this_machine_is_asked(run, monkeypatch, status, code, said):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1")
    with answering(status) as (host, heard):
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://{host}/v1/")
        result = run("doctor", "--model", "openai:small")
    assert heard == [("/v1/models", "Bearer sk-secret-1")]
    assert (result.exit_code, said.format(host=host) in result.output) == (code, True)
    assert f"ok brain: openai:small at {host}" in result.output
    assert "secret" not in result.output


def test_an_endpoint_that_is_down_is_said(run, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    result = run("doctor")
    assert (result.exit_code, "!  127.0.0.1:9 cannot be reached" in result.output) == (1, True)


def test_an_endpoint_elsewhere_is_not_asked_before_consent(run, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://models.invalid/v1")
    result = run("doctor")
    assert (result.exit_code, "models.invalid was not asked" in result.output) == (0, True)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "nonsense"])
def test_only_web_addresses_are_opened(run, monkeypatch, address):
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    result = run("doctor")
    assert "Traceback" not in result.output
    assert "root:" not in result.output
