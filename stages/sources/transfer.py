"""Downloads a file from one address over HTTP; resumes after an interruption, checks the size."""

import logging
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from ..core import files
from ..core.errors import DataError
from .catalog import File

if TYPE_CHECKING:
    from requests import RequestException, Response, Session

ATTEMPTS = 4
PAUSE = 0.5  # seconds before the first retry; doubled for each further one
TIMEOUTS = (5.0, 30.0)  # seconds: for the connection, for each read
BLOCK = 1 << 13  # bytes; an interruption loses at most the last block

log = logging.getLogger(__name__)


class TransferError(Exception):
    """One address did not deliver the file; the text says why."""


def open_session() -> "Session":
    """A session that retries, with pauses, if the server is busy or not reachable."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import Retry

    logging.getLogger("urllib3").setLevel(logging.ERROR)  # it reports each retry as a warning
    retry = Retry(
        total=ATTEMPTS - 1,
        connect=1,
        read=1,  # for a response that never began; `_receive` resumes an interrupted body
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


def download(session: "Session", address: str, file: File, partial: Path) -> None:
    """Complete the file `partial`, as the catalog describes it, from its present end.

    TransferError if this address does not deliver; the received part stays for the next address,
    unless the hash is wrong.
    """
    resumed = partial.exists()
    if not (resumed and is_genuine(partial, file)):  # else: killed after the last byte
        log.info("fetching %s from %s", file.label, urlsplit(address).hostname)
        _receive(session, address, file, partial)
    sha256 = files.sha256(partial)
    if sha256.startswith(file.sha256):
        return
    partial.unlink()
    if resumed:  # its beginning may come from another source, so try this one from the start
        download(session, address, file, partial)
        return
    raise TransferError(f"sent something else (SHA-256 {sha256[:8]}…, wanted {file.sha256[:8]}…)")


def is_genuine(path: Path, file: File) -> bool:
    """Whether the file has the hash of the catalog."""
    return files.sha256(path).startswith(file.sha256)


def offers(address: str, file: File) -> bool:
    """Whether the address responds within seconds and announces a file of the right size."""
    import requests

    headers = {"Accept-Encoding": "identity", "Range": "bytes=0-0"}  # some hosts refuse HEAD
    try:
        with requests.get(address, headers=headers, stream=True, timeout=TIMEOUTS[0]) as answer:
            size = announced_size(
                answer.status_code,
                answer.headers.get("Content-Range"),
                answer.headers.get("Content-Length"),
            )
    except requests.RequestException:
        return False
    # a login page of a Wi-Fi network responds too, but with another size
    return size is not None and abs(size - file.size) <= file.slack


def announced_size(status: int, content_range: str | None, length: str | None) -> int | None:
    """Size of the whole file in bytes, from the response to a request for its first byte."""
    if status == 206:
        match = re.fullmatch(r"bytes \d+-\d+/(\d+)", content_range or "")
        return int(match[1]) if match else None
    return int(length) if status == 200 and length is not None and length.isdecimal() else None


def decide_resume(
    status: int, content_range: str | None, have: int
) -> Literal["append", "restart"]:
    """What to do with the response to a request for everything after the first `have` bytes.

    TransferError if the response is of no use. Status 416 means that there are no further bytes, so
    the bytes here are not the beginning of this file.
    """
    if status == 206 and (content_range or "").startswith(f"bytes {have}-"):
        return "append"
    if status == 206:
        raise TransferError(f"answered with another part than asked for ({content_range})")
    if status == 200:  # the server does not support ranges
        return "restart"
    raise TransferError(f"HTTP {status}")


def _receive(session: "Session", address: str, file: File, partial: Path) -> None:
    """Write the body to `partial`; resume after an interruption, at most ATTEMPTS times."""
    import requests

    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        have = partial.stat().st_size if partial.exists() else 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        try:
            answer = session.get(address, headers=headers, stream=True, timeout=TIMEOUTS)
        except requests.RequestException as error:
            raise TransferError(_explain(error)) from error
        with answer:
            if answer.status_code == 416 and have:
                partial.unlink()
                continue
            mode = decide_resume(answer.status_code, answer.headers.get("Content-Range"), have)
            try:
                _write(answer, file, partial, have if mode == "append" else 0)
            except requests.RequestException:
                continue
        return
    raise TransferError(f"broke off {ATTEMPTS} times")


def _write(answer: "Response", file: File, partial: Path, start: int) -> None:
    """Write one body from byte `start` of `partial`, but never more than the catalog's size."""
    import requests
    from tqdm import tqdm

    done = start
    bar = tqdm(
        total=file.size, initial=start, desc=file.name, unit="B", unit_scale=True, disable=None
    )
    try:
        with bar, partial.open("ab" if start else "wb") as target:
            for block in answer.iter_content(BLOCK):
                done += len(block)
                if done > file.size + file.slack:
                    break
                target.write(block)
                bar.update(len(block))
    except requests.RequestException:  # an OSError too, but not the disk's
        raise
    except OSError as error:
        raise DataError(
            f"{partial} cannot be written ({error.strerror}); it needs {file.size / 1e6:.0f} MB."
        ) from error
    if done > file.size + file.slack:
        partial.unlink()
        raise TransferError(f"sends more than the {file.size} bytes of this file")


def _explain(error: "RequestException") -> str:
    """A short text for an exception of requests."""
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
    return type(error).__name__
