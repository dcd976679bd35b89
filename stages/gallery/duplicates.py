"""Finds test images that are also in the training set, to which strategies may be fitted."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images, Labels, Scores
from ..tables.gallery import (
    DUPLICATES,
    WITHOUT_DUPLICATES,
    Duplicate,
    WithoutDuplicates,
)

DIGITS = 4

_CHUNK = 500  # test images: their similarities to 50,000 training images take 100 MB


class Neighbours(NamedTuple):
    """The most similar training image of each test image; ties: the first."""

    train: NDArray[np.int64]  # (N,) its index
    similarity: NDArray[np.float32]  # (N,) in [−1, 1]


def can_compare(test: Images, train: Images) -> bool:
    """Whether there are training images, and of the same size: pixels are compared one by one."""
    return len(train) > 0 and train.shape[1:] == test.shape[1:]


def find_neighbours(test: Images, train: Images) -> Neighbours:
    """The training image with the highest correlation of pixels, for each test image.

    A change of brightness or contrast does not change the correlation. It finds copies and crops
    that differ by a pixel, but no larger shifts or mirror images: the count is a lower bound. Barz
    and Denzler (2020, ciFAIR) found 3.3 % of CIFAR-10's test images in its 50,000 training images,
    by features of a network and by eye. A picture of one colour has similarity 0.
    """
    standardised = _standardise(train)
    index = np.empty(len(test), np.int64)
    similarity = np.empty(len(test), np.float32)
    for start in range(0, len(test), _CHUNK):
        part = slice(start, start + _CHUNK)
        similarities = _standardise(test[part]) @ standardised.T
        index[part] = similarities.argmax(axis=1)
        similarity[part] = similarities.max(axis=1)
    return Neighbours(index, similarity)


def write_duplicates(
    folder: Path,
    neighbours: Neighbours | None,
    strategies: Mapping[str, Scores],
    labels: Labels,
    threshold: float,
) -> None:
    """Write both tables: a row for each pair, and one for each supervised strategy.

    Both are empty where there is nothing to compare with.
    """
    pairs = [] if neighbours is None else list_duplicates(neighbours, threshold)
    DUPLICATES.write_into(folder, pairs, DIGITS)
    accuracies = (
        [] if neighbours is None else compare_without(strategies, labels, neighbours, threshold)
    )
    WITHOUT_DUPLICATES.write_into(folder, accuracies, DIGITS)


def list_duplicates(neighbours: Neighbours, threshold: float) -> Iterator[Duplicate]:
    """Pairs whose similarity is at least the threshold, in the order of the test images."""
    for image in np.flatnonzero(neighbours.similarity >= threshold):
        train, similarity = neighbours.train[image], neighbours.similarity[image]
        yield Duplicate(int(image), int(train), float(similarity))


def compare_without(
    strategies: Mapping[str, Scores], labels: Labels, neighbours: Neighbours, threshold: float
) -> Iterator[WithoutDuplicates]:
    """Accuracy of supervised strategies with and without duplicates; nothing if all images are."""
    new = neighbours.similarity < threshold
    for name, scores in strategies.items():
        if scores.kind != "supervised" or not new.any():
            continue
        right = scores.predictions == labels
        yield WithoutDuplicates(
            name, len(labels), int((~new).sum()), float(right.mean()), float(right[new].mean())
        )


def _standardise(images: Images) -> NDArray[np.float32]:
    """Pixels (N, H·W·3) with mean 0 and length 1; zeros for a picture of one colour."""
    pixels = images.reshape(len(images), -1).astype(np.float32)
    pixels -= pixels.mean(axis=1, keepdims=True)
    length = np.linalg.norm(pixels, axis=1, keepdims=True)
    pixels /= np.where(length > 0, length, 1)  # in place, because 50,000 images take 0.6 GB
    return pixels
