"""A small SMS gateway on loopback, over real HTTP: it may refuse, repeat, be slow, answer after having accepted."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# (number of the call) -> (status, seconds before the answer, is it accepted first?), or None for 201 at once
Behaviour = Callable[[int], tuple[int, float, bool] | None]


class Gateway:
    """accepted: what it would send, once per acceptance; asked: every request, as (headers, body)."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave, self.accepted, self.asked = behave, list[dict[str, Any]](), list[Any]()
        self.url = ""


@contextmanager
def serving(behave: Behaviour = lambda call: None) -> Iterator[Gateway]:
    gateway = Gateway(behave)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server wants
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.asked.append((dict(self.headers), body))
            status, seconds, accepts = gateway.behave(len(gateway.asked)) or (201, 0.0, True)
            if accepts:
                gateway.accepted.append(body)
            time.sleep(seconds)
            if status == 0:
                return self.connection.close()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"id": f"sms-{len(gateway.accepted)}"}).encode())

        def log_message(self, *arguments: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}/v1/messages?from=cordee"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
