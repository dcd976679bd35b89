"""A web server on this machine that misbehaves as it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """One file, and what is wrong with how it is served."""

    body: bytes
    ranges: bool = True  # False: answers every request with the whole file
    breaks: list[int] = field(default_factory=list)  # the next answers end after so many bytes
    statuses: list[int] = field(default_factory=list)  # the next answers are these errors
    endless: bool = False
    shifted: bool = False  # answers with another part than asked for


@dataclass
class Loopback:
    """address: where it listens; asked: path and Range header of every request."""

    address: str
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def serve(self, name: str, served: Served) -> str:
        """Publish a file; returns its address."""
        self.files[f"/{name}"] = served
        return f"{self.address}/{name}"


@contextmanager
def running() -> Iterator[Loopback]:
    """A server for the length of a block."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def do_GET(self) -> None:
            loopback.asked.append((self.path, self.headers["Range"]))
            served = loopback.files.get(self.path)
            if served is None or served.statuses:
                self.send_error(served.statuses.pop(0) if served else 404)
                return
            with suppress(BrokenPipeError, ConnectionResetError):  # the client has seen enough
                self._send(served)

        def _send(self, served: Served) -> None:
            asked = self.headers["Range"] if served.ranges else None
            first, _, last = (asked or "bytes=0-").removeprefix("bytes=").partition("-")
            start = int(first)
            stop = int(last) + 1 if last else len(served.body)
            if start >= len(served.body):
                self.send_error(416)
                return
            body = served.body[start:stop]
            self.send_response(206 if asked else 200)
            if asked:
                start += served.shifted
                self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(served.body)}")
            if not served.endless:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: served.breaks.pop(0)] if served.breaks else body)
            while served.endless:
                self.wfile.write(bytes(1 << 16))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    loopback = Loopback(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
