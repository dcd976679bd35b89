"""Every test of what is fetched has a checkout of entries alone, no mirrors, proxies and pauses."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stages.sources import answers, entries
from tests.conftest import ROOT
from tests.sources.loopback import Loopback, running


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for a checkout: it has our entries, and nothing else."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for entry in (entries.NETWORKS, entries.DATASETS):
        shutil.copytree(ROOT / entry, folder / entry)
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
