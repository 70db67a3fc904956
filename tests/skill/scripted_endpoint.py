"""An OpenAI-compatible server on loopback that answers from a script and remembers every byte it was sent.

Like real endpoints it refuses a conversation with a tool call that was never answered.
"""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def says(text):
    return {"role": "assistant", "content": text}


def calls(*named):
    """Return a message that calls tools, each given as (name, arguments)."""
    made = [
        {
            "id": f"call_{n}_{name}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(arguments)},
        }
        for n, (name, arguments) in enumerate(named)
    ]
    return {"role": "assistant", "content": None, "tool_calls": made}


def fails(status, message="scripted failure"):
    return {"status": status, "error": {"message": message, "type": "scripted", "code": None}}


class Endpoint:
    def __init__(self, script):
        self.script = list(script)
        self.received = []
        self.raw = b""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def messages(self, n=-1):
        return self.received[n]["messages"]

    def answer(self, body):
        dangling = dangling_calls(body["messages"])
        if dangling:
            return fails(400, f"tool calls without answers: {dangling}")
        if not self.script:
            return fails(500, "the script is at its end")
        step = self.script.pop(0)
        return step(body) if callable(step) else step

    def _handler(self):
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.raw += raw
                body = json.loads(raw)
                endpoint.received.append(body)
                answer = endpoint.answer(body)
                if "status" in answer:
                    self.reply(answer["status"], {"error": answer["error"]})
                else:
                    self.reply(200, completion(answer, body["model"]))

            def reply(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_arguments):
                """Keep the test's output quiet."""

        return Handler


def dangling_calls(messages):
    answered = {m.get("tool_call_id") for m in messages if m["role"] == "tool"}
    called = [c["id"] for m in messages for c in m.get("tool_calls") or []]
    return [identity for identity in called if identity not in answered]


def completion(message, model):
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": "tool_calls" if message.get("tool_calls") else "stop",
            }
        ],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


@contextmanager
def scripted_endpoint(*script):
    endpoint = Endpoint(script)
    thread = threading.Thread(target=endpoint.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.server.shutdown()
        endpoint.server.server_close()
        thread.join()
