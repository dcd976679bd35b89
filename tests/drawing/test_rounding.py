"""No digit of a figure is noise."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from stages import drawing


def _draw(noise: float) -> Figure:
    values = np.array([0.1, 0.2, 0.35]) * (1 + noise)
    figure = drawing.new_figure(4, 3)
    axes = figure.add_subplot()
    axes.plot(values, values)
    axes.bar([0.1, 0.2, 0.3], values, width=0.05)
    axes.scatter(values, values[::-1])
    axes.fill_between([0.1, 0.2, 0.3], values, values / 2)
    axes.errorbar([0.1, 0.2, 0.3], values, yerr=values / 10)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    return figure


@pytest.mark.parametrize("noise", [3e-9, -3e-9])
def test_rounding_of_the_last_digits_does_not_show(tmp_path: Path, noise: float) -> None:
    drawing.save(_draw(0.0), tmp_path / "one.svg")
    drawing.save(_draw(noise), tmp_path / "other.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


def test_what_can_be_seen_does_show(tmp_path: Path) -> None:
    drawing.save(_draw(0.0), tmp_path / "one.svg")
    drawing.save(_draw(1e-3), tmp_path / "other.svg")
    assert (tmp_path / "one.svg").read_bytes() != (tmp_path / "other.svg").read_bytes()
