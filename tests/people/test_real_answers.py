"""CIFAR-10H itself and the real labels of the quick input's 1,000 test images."""

from pathlib import Path

import numpy as np
import pytest

from stages.core.errors import DataError
from stages.download import convnetjs
from stages.people import answers, inputs, measures
from stages.sources.entries import Convnetjs, read_dataset
from tests.conftest import ROOT

CIFAR10H = answers.read_known()["cifar10h"]


@pytest.fixture
def labels(mirror: Path) -> np.ndarray:
    """Those of the quick input's test images."""
    if not (mirror / CIFAR10H.file.name).is_file():
        pytest.skip(f"no folder of DATA_MIRROR holds {CIFAR10H.file.name}")
    dataset = read_dataset("cifar10-5k")
    assert isinstance(dataset, Convnetjs)
    return convnetjs.read_labels(mirror / dataset.labels.name)[50_000:51_000]


def test_one_person_is_right_for_95_percent_and_most_people_for_99(labels: np.ndarray) -> None:
    counts = inputs.match_counts(CIFAR10H, answers.obtain_counts(CIFAR10H), labels)
    assert len(counts) == 1000
    assert (counts.sum(axis=1).min(), counts.sum(axis=1).max()) == (48, 59)
    assert (measures.plurality(counts) == labels).mean() == 0.99
    assert round(float(measures.shares_right(counts, labels).mean()), 3) == 0.954
    assert not measures.are_tied(counts).any()


def test_the_same_images_in_another_order_are_refused(labels: np.ndarray) -> None:
    counts = answers.obtain_counts(CIFAR10H)
    with pytest.raises(DataError, match=r"most people agree with [01]?\d\.\d% of the labels"):
        inputs.match_counts(CIFAR10H, counts, labels[::-1])


def test_its_columns_are_the_targets_of_cifar10() -> None:
    text = (ROOT / "stages/vocabulary/cifar10.yaml").read_text(encoding="utf-8")
    names = [line.split(": ")[1] for line in text.splitlines() if line.startswith("  - name: ")]
    assert list(CIFAR10H.targets) == names
