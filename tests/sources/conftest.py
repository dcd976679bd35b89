"""Every test of what is fetched starts in an empty folder, without mirrors, proxies and pauses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stages.sources import answers
from tests.sources.loopback import Loopback, running


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder that stands for a checkout."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATA_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(answers, "PAUSE", 0.0)
    return folder


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A web server on this machine."""
    with running() as server:
        yield server
