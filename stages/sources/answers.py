"""Asks a web server and reads its answer; whatever goes wrong there is a TransferError.

Neither a malformed address nor a server that is silent, slow or endless may stop a run.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests import Response, Session

ATTEMPTS = 4
PAUSE = 0.5  # seconds before the first retry; doubled for each further one
TIMEOUTS = (5.0, 30.0)  # seconds: for the connection, for each read
PATIENCE = 150.0  # seconds for all retries and redirects until the body begins
LEAST_SPEED = 1000  # bytes per second, on average over SPAN
SPAN = 60.0  # seconds
BLOCK = 1 << 13  # bytes


class TransferError(Exception):
    """One address did not deliver the file; the text says why."""


class BrokenOffError(Exception):
    """A body ended too early."""


def open_session() -> "Session":
    """A session that retries, with pauses, if the server is busy or not reachable."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import Retry

    logging.getLogger("urllib3").setLevel(logging.ERROR)  # it reports each retry as a warning
    retry = Retry(
        total=ATTEMPTS - 1,
        connect=1,
        read=1,  # for a response that never began; an interrupted body is resumed by `transfer`
        backoff_factor=PAUSE,
        status_forcelist=(429, 500, 502, 503, 504),
        raise_on_status=False,
        respect_retry_after_header=False,  # it may be hours; the next source is faster
    )
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=retry))
    session.mount("https://", HTTPAdapter(max_retries=retry))
    # a compressed body has another length, and cannot be resumed in the middle
    session.headers["Accept-Encoding"] = "identity"
    return session


def ask(session: "Session", address: str, have: int) -> "Response":
    """The answer to a request for everything after the first `have` bytes."""
    headers = {"Range": f"bytes={have}-"} if have else {}
    return answer_within(
        PATIENCE, lambda: session.get(address, headers=headers, stream=True, timeout=TIMEOUTS)
    )


def answer_within(seconds: float, ask: "Callable[[], Response]") -> "Response":
    """What `ask` returns; TransferError where it raises anything, or takes too long.

    The timeouts of requests are for each read, so a header that trickles would never end. The
    thread that waits for it cannot be stopped, but it does not keep the process from its end.
    """
    future: Future[Response] = Future()

    def work() -> None:
        try:
            future.set_result(ask())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        return future.result(seconds)
    except Exception as error:
        if not future.done():
            raise TransferError(f"no answer within {seconds:.0f} s") from None
        raise TransferError(_explain(error)) from error


def read_blocks(answer: "Response") -> Iterator[bytes]:
    """The body as it comes; TransferError if it comes too slowly, BrokenOffError if it ends early.

    `read1` returns what is there, where `iter_content` waits until a block is full: for hours, if
    the server sends a byte each second.
    """
    since, count = time.monotonic(), 0
    while block := _read_block(answer):
        yield block
        count += len(block)
        seconds = time.monotonic() - since
        if seconds >= SPAN:
            if count < LEAST_SPEED * seconds:
                raise TransferError(f"slower than {LEAST_SPEED} bytes per second")
            since, count = time.monotonic(), 0


def _read_block(answer: "Response") -> bytes:
    try:
        return bytes(answer.raw.read1(BLOCK, decode_content=True))
    except Exception as error:  # urllib3 lets many kinds through
        raise BrokenOffError from error


def _explain(error: Exception) -> str:
    """A short text for an exception of requests, or of what it is built upon."""
    import requests
    from urllib3.exceptions import NameResolutionError

    match error:
        case requests.exceptions.SSLError():
            return "its certificate cannot be verified"
        case requests.exceptions.ProxyError():
            return "the proxy does not let it through"
        case requests.exceptions.ConnectTimeout():
            return f"no connection within {TIMEOUTS[0]:.0f} s"
        case requests.exceptions.Timeout():
            return f"silent for {TIMEOUTS[1]:.0f} s"
        case requests.exceptions.ConnectionError():
            cause = getattr(error.args[0], "reason", None) if error.args else None
            unnamed = isinstance(cause, NameResolutionError)
            return "its name cannot be looked up" if unnamed else "no connection"
        case ValueError():  # requests' InvalidURL, urllib3's LocationParseError, UnicodeError …
            return "this address, or the one that it redirects to, is not one of HTTP"
    return f"{type(error).__name__}: {str(error)[:120]}"
