"""A kept file: the SHA-256 of its content, then the content."""

import hashlib
from pathlib import Path

from ..core.refusals import naming

DIGEST = hashlib.sha256().digest_size


def write(path: Path, content: bytes) -> None:
    """Write a file; one that is cut off by a crash is noticed when it is read."""
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hashlib.sha256(content).digest() + content)


def read(path: Path) -> bytes | None:
    """The content, or None where the file is missing, cut off or damaged."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    digest, content = whole[:DIGEST], whole[DIGEST:]
    return content if hashlib.sha256(content).digest() == digest else None
