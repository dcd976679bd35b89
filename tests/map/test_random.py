"""Chance is the floor: even, seeded, and the same whatever else is in the batch."""

import numpy as np
from numpy.testing import assert_array_equal

from stages.core.arrays import predict
from stages.map.strategies import random
from tests.map.made import FOUR, knowledge_of

LOGITS = np.random.default_rng(0).normal(size=(2000, 1000)).astype(np.float32)


def drawn(seed: int) -> list[int]:
    mapper = random.fit(knowledge_of(FOUR, {}), random.Options(method="random", seed=seed))
    return [int(target) for target in predict(mapper(LOGITS))]


def test_each_of_four_targets_is_drawn_for_a_quarter_of_the_images() -> None:
    """500 expected, deviation 19."""
    assert np.abs(np.bincount(drawn(0)) - 500).max() < 100


def test_a_seed_gives_the_same_draw_again_and_another_seed_another() -> None:
    """By chance two draws agree on a quarter of the images."""
    assert drawn(0) == drawn(0)
    assert 0.2 < np.mean(np.array(drawn(0)) == np.array(drawn(1))) < 0.3


def test_an_image_s_target_does_not_depend_on_the_others() -> None:
    mapper = random.fit(knowledge_of(FOUR, {}), random.Options(method="random", seed=0))
    assert_array_equal(mapper(LOGITS)[7:9], mapper(LOGITS[7:9]))
