"""What all tests share: where the real input lies, and one tiny pipeline that has run."""

from pathlib import Path

import pytest
from hypothesis import settings

from stages.sources import mirrors
from tests import pipeline
from tests.pipeline import Checkout

ROOT = Path(__file__).parents[1]

# no test may fail because the machine is busy
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the real quick input, from DATA_MIRROR; skips where it is missing."""
    for folder in mirrors.folders():
        if (folder / "cifar10_labels.js").is_file():
            return folder
    pytest.skip("no folder of DATA_MIRROR holds the real quick input")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkout, str]:
    """A checkout in which everything has run and is committed, and what `dvc repro` printed."""
    return pipeline.build(ROOT, tmp_path_factory.mktemp("pipeline"))


@pytest.fixture
def full(finished: tuple[Checkout, str]) -> Checkout:
    """The finished checkout as it was committed."""
    checkout, _ = finished
    checkout.run("git", "checkout", "-q", ".")
    checkout.run("dvc", "checkout", "-q", "-f")
    return checkout


@pytest.fixture
def bare(full: Checkout, tmp_path: Path) -> Checkout:
    """A clone of it without any data."""
    return full.clone(tmp_path / "clone")
