"""The ladder: the same images with fewer pixels, every change against the first rung."""

import numpy as np

from stages.core.arrays import Images, Logits
from stages.infer.weights import Triple
from stages.preprocess.recipe import Resizing
from stages.study import resolution
from stages.study.sample import Sample
from stages.study.statistics import Statistics

USUAL = Resizing(size=32, interpolation="bilinear", crop="none")
STATISTICS = Statistics((0.5, 0.5, 0.5), (0.2, 0.2, 0.2))


def chequered(count: int) -> Images:
    """Black and white in turns, pixel by pixel: detail that 16 pixels cannot hold."""
    board = (np.indices((32, 32)).sum(axis=0) % 2 * 255).astype(np.uint8)
    return np.broadcast_to(board[None, :, :, None], (count, 32, 32, 3)).copy()


def contrast(pictures: Images, mean: Triple, std: Triple) -> Logits:
    """A stand-in for the network: class 0 for contrast, else class 2, which is mapped to none."""
    spread = pictures.std(axis=(1, 2, 3)) / 10
    return np.stack([spread, np.zeros_like(spread), 2 - spread], axis=1).astype(np.float32)


def test_the_images_own_size_changes_nothing() -> None:
    images = chequered(1)
    assert resolution.coarsen(images, 32) is images


def test_coarser_pictures_have_the_mean_of_what_they_cover() -> None:
    coarse = resolution.coarsen(chequered(1), 8)
    assert coarse.shape == (1, 8, 8, 3)
    assert abs(coarse.astype(int) - 128).max() <= 1


def test_every_rung_is_compared_with_the_first() -> None:
    sample = Sample(chequered(3), np.array([0, 0, 1]))
    members = np.array([[True, False, False], [False, True, False]])
    fine, coarse = resolution.measure_resolutions(
        [32, 8], sample, USUAL, contrast, STATISTICS, members, 0.95
    )
    assert (fine.mapped.value, coarse.mapped.value) == (1.0, 0.0)
    assert (fine.mapped_change.value, coarse.mapped_change.value) == (0.0, -1.0)
    assert coarse.confidence_change.value == coarse.confidence.value - fine.confidence.value
    assert fine.accuracy.value == 2 / 3
    assert coarse.mapped_confidence is None  # no top-1 class is mapped
