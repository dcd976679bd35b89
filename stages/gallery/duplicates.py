"""Test images that are in the training set, too, or nearly: who was fitted there has seen them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images, Labels, Scores

_AT_A_TIME = 500  # test images: their similarities to 50,000 training images fill 100 MB


class Neighbours(NamedTuple):
    """The most similar training image of each test image, the first of equal ones."""

    train: NDArray[np.int64]  # (N,) its index
    similarity: NDArray[np.float32]  # (N,) in [−1, 1]


class Duplicate(NamedTuple):
    """One pair, by the places of its images."""

    test_image: int
    train_image: int
    similarity: float


class WithoutDuplicates(NamedTuple):
    """Accuracy of a supervised strategy on all test images, and on those that are no duplicates."""

    strategy: str
    images: int
    duplicates: int
    accuracy: float
    accuracy_without: float


def find_neighbours(test: Images, train: Images) -> Neighbours:
    """Nearest by the correlation of pixels, which a change of brightness or contrast leaves alone.

    It finds copies and other crops by a pixel, not shifts and mirror images: a lower bound. Barz
    and Denzler (2020, ciFAIR) found 3.3 % of CIFAR-10's test images in its 50,000 training images
    by features of a network and by eye. A picture of one colour is like no other: 0.
    """
    known = _standardise(train)
    index = np.empty(len(test), np.int64)
    similarity = np.empty(len(test), np.float32)
    for start in range(0, len(test), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        similarities = _standardise(test[part]) @ known.T
        index[part] = similarities.argmax(axis=1)
        similarity[part] = similarities.max(axis=1)
    return Neighbours(index, similarity)


def list_duplicates(found: Neighbours, threshold: float) -> Iterator[Duplicate]:
    """Pairs at least so similar, in the order of the test images."""
    for image in np.flatnonzero(found.similarity >= threshold):
        yield Duplicate(int(image), int(found.train[image]), float(found.similarity[image]))


def compare_without(
    strategies: Mapping[str, Scores], labels: Labels, found: Neighbours, threshold: float
) -> Iterator[WithoutDuplicates]:
    """What duplicates add to accuracies of supervised strategies; no row where all are."""
    new = found.similarity < threshold
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
    pixels /= np.where(length > 0, length, 1)  # in place: 0.6 GB for 50,000 images
    return pixels
