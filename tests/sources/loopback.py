"""A web server on this machine that misbehaves as it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal


@dataclass
class Served:
    """One file, and what is wrong with how it is served."""

    body: bytes
    ranges: bool = True  # False: answers every request with the whole file
    breaks: list[int] = field(default_factory=list)  # the next answers end after so many bytes
    statuses: list[int] = field(default_factory=list)  # the next answers are these errors
    endless: bool = False
    shifted: bool = False  # answers with another part than asked for
    redirect: str | None = None  # answers with this address instead
    trickles: Literal["header", "body"] | None = None  # what comes at 100 bytes per second
    then: bytes | None = None  # what the file is from the second answer on


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
                if served.redirect is None:
                    self._send(served)
                else:
                    self.send_response(302)
                    self.send_header("Location", served.redirect)
                    self.end_headers()
            if served.then is not None:
                served.body = served.then

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
            if served.trickles == "header":
                self._trickle(b"HTTP/1.1 200 OK\r\nX: " + body)
                return
            self.end_headers()
            if served.trickles == "body":
                self._trickle(body)
                return
            self.wfile.write(body[: served.breaks.pop(0)] if served.breaks else body)
            while served.endless:
                self.wfile.write(bytes(1 << 16))

        def _trickle(self, content: bytes) -> None:
            for byte in content:
                if ended.wait(0.01):
                    return
                self.wfile.write(bytes([byte]))

    ended = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    loopback = Loopback(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield loopback
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
