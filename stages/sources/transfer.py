"""Downloads a file from one address over HTTP; resumes after an interruption, checks the size.

Whatever goes wrong with the address is a TransferError; an OSError is one of this machine's disk.
"""

import logging
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..core import files
from . import answers
from .answers import BrokenOffError, TransferError
from .file import File

if TYPE_CHECKING:
    from requests import Response, Session

log = logging.getLogger(__name__)


def download(session: "Session", address: str, file: File, partial: Path) -> None:
    """Complete the file `partial`, as its entry describes it, from its present end.

    TransferError if this address does not deliver; the received part stays for the next address,
    unless the hash is wrong.
    """
    for _ in range(2):
        pieced = False
        if not (partial.exists() and is_genuine(partial, file)):  # else: killed after the last byte
            log.info("fetching %s from %s", file.label, address)
            pieced = _receive(session, address, file, partial)
        sha256 = files.sha256(partial)
        if sha256.startswith(file.sha256):
            return
        partial.unlink()
        if not pieced:  # else the pieces are of two sources or versions: once more from the start
            break
    raise TransferError(f"sent something else (SHA-256 {sha256[:8]}…, wanted {file.sha256[:8]}…)")


def is_genuine(path: Path, file: File) -> bool:
    """Whether the file has the hash of its entry."""
    return files.sha256(path).startswith(file.sha256)


def offers(address: str, file: File) -> bool:
    """Whether the address responds within seconds and announces a file of the right size."""
    import requests

    headers = {"Accept-Encoding": "identity", "Range": "bytes=0-0"}  # some hosts refuse HEAD
    seconds = answers.TIMEOUTS[0]

    def ask() -> "Response":
        return requests.get(address, headers=headers, stream=True, timeout=seconds)

    try:
        with answers.answer_within(2 * seconds, ask) as answer:
            size = announced_size(
                answer.status_code,
                answer.headers.get("Content-Range"),
                answer.headers.get("Content-Length"),
            )
    except TransferError:
        return False
    # a login page of a Wi-Fi network responds too, but with another size
    return size is not None and abs(size - file.size) <= file.slack


def announced_size(status: int, content_range: str | None, length: str | None) -> int | None:
    """Size of the whole file in bytes, from the response to a request for its first byte."""
    if status == 206:
        match = re.fullmatch(r"bytes \d+-\d+/([0-9]{1,18})", content_range or "")
    else:
        match = re.fullmatch(r"([0-9]{1,18})", length or "") if status == 200 else None
    return int(match[1]) if match else None


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


def _receive(session: "Session", address: str, file: File, partial: Path) -> bool:
    """Write the body to `partial`; resume after an interruption, at most ATTEMPTS times.

    Returns whether the file is put together of several answers.
    """
    for attempt in range(answers.ATTEMPTS):
        if attempt:
            time.sleep(answers.PAUSE * 2 ** (attempt - 1))
        have = partial.stat().st_size if partial.exists() else 0
        with answers.ask(session, address, have) as answer:
            if answer.status_code == 416 and have:
                partial.unlink()
                continue
            mode = decide_resume(answer.status_code, answer.headers.get("Content-Range"), have)
            start = have if mode == "append" else 0
            try:
                _write(answer, file, partial, start)
            except BrokenOffError:
                continue
        return start > 0
    raise TransferError(f"broke off {answers.ATTEMPTS} times")


def _write(answer: "Response", file: File, partial: Path, start: int) -> None:
    """Write one body from byte `start` of `partial`, but never more than the entry's size."""
    from tqdm import tqdm

    done = start
    bar = tqdm(
        total=file.size, initial=start, desc=file.name, unit="B", unit_scale=True, disable=None
    )
    with bar, partial.open("ab" if start else "wb") as target:
        for block in answers.read_blocks(answer):
            done += len(block)
            if done > file.size + file.slack:
                break
            target.write(block)
            bar.update(len(block))
    if done > file.size + file.slack:
        partial.unlink()
        raise TransferError(f"sends more than the {file.size} bytes of this file")
