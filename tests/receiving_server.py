"""A receiver on this machine: an HTTP server whose answers a test lays down, and which keeps what it was sent."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Received:
    """One request as it arrived."""

    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def key(self):
        return self.headers["Idempotency-Key"]


class Receiver:
    """What arrived, and what is answered: ``answer(received)`` gives status, headers and body."""

    def __init__(self):
        self.received = []
        self.lock = threading.Lock()
        self.answer = lambda _received: (200, {}, b"ok")
        self.url = ""

    def answers(self, *answers):
        """Answer these in turn, then 200; an answer is a status or (status, headers, body)."""
        left = [(one, {}, b"") if isinstance(one, int) else one for one in answers]
        self.answer = lambda _received: left.pop(0) if left else (200, {}, b"ok")

    @property
    def customers(self):
        """Return who arrived in answered batches, each batch once."""
        by_key = {one.key: one.json["customers"] for one in self.received}
        return [row for rows in by_key.values() for row in rows]


def _handler(receiver):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # Its sender died in the middle: that is no request.
                self.close_connection = True
                return
            received = Received(self.command, self.path, dict(self.headers), body)
            with receiver.lock:
                status, headers, content = receiver.answer(received)
                receiver.received.append(received)
            if status is None:  # Break off without an answer.
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815 - the names that the server looks for

        def log_message(self, *_):
            pass

    return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # A killed sender breaks off; that is what is tested.


@contextmanager
def receiving(tls=None):
    """Give a receiver that listens on this machine, over TLS with a context."""
    receiver = Receiver()
    server = _Quiet(("127.0.0.1", 0), _handler(receiver))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    receiver.url = f"{scheme}://127.0.0.1:{server.server_port}/hook"
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
