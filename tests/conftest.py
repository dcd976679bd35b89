"""What all tests share: where the real input lies."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the real quick input, from DATA_MIRROR; skips where it is missing."""
    for folder in filter(None, os.environ.get("DATA_MIRROR", "").split(":")):
        if (Path(folder) / "cifar10_labels.js").is_file():
            return Path(folder)
    pytest.skip("no folder of DATA_MIRROR holds the real quick input")
