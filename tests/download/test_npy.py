"""Arrays of NumPy in the forms of CIFAR-10.1 and CIFAR-10-C."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stages.core.errors import DataError
from stages.download import dataset
from stages.sources.own_data import Arrays, Npy

IMAGES = np.arange(10 * 2 * 2 * 3, dtype=np.uint8).reshape(10, 2, 2, 3)
LABELS = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], np.uint8)


def entry(**test: Any) -> Npy:
    stated = Arrays(images="images.npy", labels="labels.npy", **test)
    return Npy(title="x", licence="x", citation="x", format="npy", classes=10, test=stated)


def read(images: NDArray[Any], labels: NDArray[Any], folder: Path, **test: Any) -> Any:
    np.save(folder / "images.npy", images)
    np.save(folder / "labels.npy", labels)
    return dataset.read_own(entry(**test), folder, {}, {})


@pytest.mark.parametrize("kind", [np.uint8, np.int32, np.int64])
def test_a_pair_of_arrays_is_a_test_set(kind: Any, tmp_path: Path) -> None:
    splits = read(IMAGES, LABELS.astype(kind), tmp_path)
    assert (splits["test"].images == IMAGES).all()
    assert splits["test"].labels.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert splits["test"].labels.dtype == np.int64
    assert splits["train"].images.shape == (0, 2, 2, 3)


def test_a_severity_is_one_fifth_of_the_file(tmp_path: Path) -> None:
    split = read(IMAGES, LABELS, tmp_path, severity=2)["test"]
    assert split.labels.tolist() == [2, 3]
    assert (split.images == IMAGES[2:4]).all()


@pytest.mark.parametrize(
    ("images", "labels", "told"),
    [
        (IMAGES / 255, LABELS, "images.npy holds float64 (10, 2, 2, 3); wanted: uint8 (N, "),
        (IMAGES.transpose(0, 3, 1, 2), LABELS, "images.npy holds uint8 (10, 3, 2, 2); wanted: "),
        (IMAGES[:9], LABELS, "images.npy holds 9 images and "),
        (IMAGES, LABELS[:, None], "labels.npy holds uint8 (10, 1); wanted: whole numbers (N,)"),
        (IMAGES, LABELS + 1, "labels.npy holds labels from 1 to 10; allowed: 0 to 9."),
        (IMAGES[:0], LABELS[:0], "labels.npy holds no labels."),
    ],
)  # fmt: skip
def test_arrays_that_do_not_fit_are_told(
    images: Any, labels: Any, told: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as raised:
        read(images, labels, tmp_path)
    assert str(raised.value).startswith(f"{tmp_path}/{told}")


def test_a_severity_of_a_file_that_has_no_five_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds 9 images, which are not 5 severities of equal"):
        read(IMAGES[:9], LABELS[:9], tmp_path, severity=1)
