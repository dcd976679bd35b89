"""Ranges, stretch and clipped shares after normalisation, and the way back."""

import numpy as np
import pytest

from stages.study import denormalisation, statistics
from stages.study.statistics import LEVELS

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
FLAT = np.ones((3, 256), dtype=np.int64)


def test_ranges_are_shifted_and_stretched_more_than_four_times() -> None:
    found = denormalisation.measure_channels(FLAT, MEAN, STD)
    ranges = [(round(row.black, 2), round(row.white, 2)) for row in found]
    assert ranges == [(-2.12, 2.25), (-2.04, 2.43), (-1.80, 2.64)]
    assert [round(row.stretch, 2) for row in found] == [4.37, 4.46, 4.44]


def test_values_below_the_mean_go_black_and_those_a_deviation_above_go_white() -> None:
    """R: 0 to 123 of 255 lie below .485, and 183 to 255 above .485 + .229 = .714."""
    red = denormalisation.measure_channels(FLAT, MEAN, STD)[0]
    assert red.clipped_to_black == 124 / 256
    assert red.clipped_to_white == 73 / 256


def test_a_clipped_pixel_worked_by_hand() -> None:
    """150 is inside for R, G and B; one black value spoils a pixel, and is one value of six."""
    images = np.array([[[[150, 150, 150], [150, 0, 150]]]], dtype=np.uint8)
    found = denormalisation.measure_clipped(images, MEAN, STD)
    assert (found.values, found.pixels, found.images) == (1 / 6, 1 / 2, 1)


def test_both_ways_to_count_agree() -> None:
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 4, 3), dtype=np.uint8)
    rows = denormalisation.measure_channels(statistics.histogram(images), MEAN, STD)
    clipped = np.mean([row.clipped_to_black + row.clipped_to_white for row in rows])
    found = denormalisation.measure_clipped(images, MEAN, STD)
    assert found.values == pytest.approx(clipped)


def test_the_way_back_restores_every_level() -> None:
    values = np.repeat(LEVELS[:, None], 3, axis=1)
    there = denormalisation.normalise(values, MEAN, STD)
    back = denormalisation.denormalise(there, MEAN, STD)
    assert (np.rint(back * 255) == np.arange(256)[:, None]).all()


def test_statistics_of_a_histogram_are_those_of_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "CHUNK", 3)  # 7 images: the last chunk is not full
    images = np.random.default_rng(0).integers(0, 256, (7, 5, 5, 3), dtype=np.uint8)
    found = statistics.statistics(statistics.histogram(images))
    values = images.reshape(-1, 3) / 255
    assert found.mean == pytest.approx(values.mean(axis=0))
    assert found.std == pytest.approx(values.std(axis=0))
