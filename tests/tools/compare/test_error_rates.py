"""The diff's error rates hold: 2,000 simulated comparisons, by the benchmark that docs/ quotes."""

import numpy as np
import pytest

from benchmarks import compare_error_rates as rates
from stages.statistics import mcnemar_p
from tools.compare.detectable import detectable_difference

STANDARD_ERROR = np.sqrt(0.95 * 0.05 / rates.TRIALS)


@pytest.mark.parametrize("difference", [0.0, 0.02])
@pytest.mark.parametrize("images", [1000, 10_000])
def test_the_interval_covers_the_truth_in_94_to_96_of_100(images: int, difference: float) -> None:
    flips = rates.draw_flips(images, 0.05, difference, seed=7)
    found = rates.coverage(rates.ours(flips, images), difference)
    assert 0.94 <= found <= 0.96 + STANDARD_ERROR


def test_few_flips_make_it_careful_and_the_textbook_interval_careless() -> None:
    """Three flips expected of 1,000 images, a real difference of .09 points."""
    flips = rates.draw_flips(1000, 0.003, 0.0009, seed=7)
    assert rates.coverage(rates.ours(flips, 1000), 0.0009) > 0.95
    assert rates.coverage(rates.wald(flips, 1000), 0.0009) < 0.93


@pytest.mark.parametrize("flipped", [0.0, 0.01, 0.05, 0.2])
def test_the_detectable_difference_is_found_about_four_times_in_five(flipped: float) -> None:
    difference = float(detectable_difference(flipped * 4000, 4000, 0.05))
    flips = rates.draw_flips(4000, max(flipped, difference), difference, seed=7)
    assert 0.77 <= np.mean(mcnemar_p(flips.lost, flips.gained) <= 0.05) <= 0.84


@pytest.mark.slow
@pytest.mark.parametrize(("improved", "difference"), [(0, 0.0), (5, 0.02)])
def test_a_false_verdict_is_rarer_than_1_family_in_20(improved: int, difference: float) -> None:
    """Twenty strategies, without and with an effect in five: they are found, nothing else is."""
    found = rates.measure_families(1000, 20, improved, difference)
    assert found.false_verdict <= 0.05 + 2 * STANDARD_ERROR
    assert found.false_uncorrected > 0.3
    assert found.wrong_way <= 0.001
