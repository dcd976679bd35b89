"""The difference that could have been shown: power by trial."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages.statistics import mcnemar_p
from tools.compare.detectable import detectable_difference


@pytest.mark.parametrize("flipped", [0, 40, 400, 2000])
def test_detectable_difference_is_found_four_times_in_five(flipped: int) -> None:
    """10,000 simulated pairs with exactly that true difference; exact McNemar at .05."""
    images = 4000
    difference = float(detectable_difference(flipped, images, 0.05))
    spread = max(flipped / images, difference)
    shares = [(spread - difference) / 2, (spread + difference) / 2]
    drawn = np.random.default_rng(0).multinomial(images, [*shares, 1 - spread], size=10_000)
    power = np.mean(mcnemar_p(drawn[:, 0], drawn[:, 1]) <= 0.05)
    assert 0.77 < power < 0.83


def test_detectable_difference_never_passes_one() -> None:
    assert_allclose(detectable_difference([0, 1], 1, 0.05), [1.0, 1.0])
