"""An OpenAI-compatible endpoint on this machine that behaves as a test says."""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATH = "/v1/chat/completions"


class Endpoint:
    """Answers every POST with what ``behave`` does with the handler.

    Attributes:
        requests: What came in, in order: path, headers and JSON body of each.
        ended: Set when the test is over: who waits for ever waits for that.
    """

    def __init__(self, address):
        self.url = f"http://127.0.0.1:{address[1]}{PATH}"
        self.requests = []
        self.ended = threading.Event()
        self.behave = None

    @property
    def asked(self):
        """Question and passages of the last request."""
        *_, body = self.requests[-1]
        return json.loads(body["messages"][-1]["content"])

    def number_of(self, words):
        """Number of the passage that has some words."""
        (number, *_) = [p["number"] for p in self.asked["passages"] if words in p["text"]]
        return number

    def say(self, content):
        """Answer with a message, or with what a function makes of this endpoint."""

        def behave(handler):
            said = content(self) if callable(content) else content
            message = {"choices": [{"message": {"role": "assistant", "content": said}}]}
            send(handler, json.dumps(message).encode())

        self.behave = behave

    def quote(self, quotations, text):
        """Answer with quotations, each said to be in the passage that has other words."""

        def content(endpoint):
            own = [{"passage": endpoint.number_of(words), "quote": q} for words, q in quotations]
            return json.dumps({"quotations": own, "text": text}, ensure_ascii=False)

        self.say(content)


def send(handler, body, status=200, **headers):
    """Answer with a body as a whole."""
    handler.send_response(status)
    for name, value in ({"content_length": str(len(body))} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving():
    """Serve an endpoint on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            endpoint.requests.append((self.path, dict(self.headers), body))
            self.close_connection = True
            with suppress(OSError):  # the client has gone, as it should
                endpoint.behave(self)

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = False  # closing waits for them, so that no connection outlives its test
        request_queue_size = 16

    with Server(("127.0.0.1", 0), Handler) as server:
        endpoint = Endpoint(server.server_address)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield endpoint
        finally:
            endpoint.ended.set()
            server.shutdown()
            thread.join()
