"""One look, and files whose bytes depend on the picture alone."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.figure import Figure

from stages import drawing
from tests.conftest import ROOT

DRAW = """
import sys
from pathlib import Path
import numpy as np
from stages import drawing

@drawing.in_style
def draw():
    figure = drawing.new_figure(3, 2)
    axes = figure.add_subplot()
    drawing.draw_heat_map(axes, np.eye(2), [["1", "0"], ["0", "1"]], ["a", "b"], ["c", "$x$"])
    axes.plot([0, 1], [0, 1], "o")
    axes.grid()
    return figure

for suffix in ("svg", "png"):
    drawing.save(draw(), Path(sys.argv[1]) / f"picture.{suffix}")
"""


@drawing.in_style
def heat_map(values: list[list[float]]) -> Figure:
    figure = drawing.new_figure(3, 2)
    texts = [[f"{value:.1f}" for value in line] for line in values]
    rows = [f"r{row}" for row in range(len(values))]
    columns = [f"c{column}" for column in range(len(values[0]))]
    drawing.draw_heat_map(figure.add_subplot(), np.array(values), texts, rows, columns)
    return figure


def test_two_processes_draw_the_same_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        command = [sys.executable, "-c", DRAW, str(tmp_path / run)]
        subprocess.run(command, cwd=ROOT, check=True)
    for name in ("picture.svg", "picture.png"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_file_says_nothing_of_clock_or_version(tmp_path: Path) -> None:
    """A newer matplotlib that draws the same picture changes no file."""
    drawing.save(heat_map([[0.5]]), tmp_path / "a.svg")
    drawing.save(heat_map([[0.5]]), tmp_path / "a.png")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "dc:date" not in text
    assert f"Matplotlib v{mpl.__version__}" not in text
    assert mpl.__version__.encode() not in (tmp_path / "a.png").read_bytes()
    assert text.endswith("\n")


def test_a_picture_does_not_depend_on_a_persons_own_settings(tmp_path: Path) -> None:
    drawing.save(heat_map([[0.5]]), tmp_path / "a.svg")
    with mpl.rc_context({"font.size": 30, "axes.grid": True, "svg.fonttype": "none"}):
        drawing.save(heat_map([[0.5]]), tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_dollar_in_a_name_is_a_dollar(tmp_path: Path) -> None:
    """Matplotlib would take $…$ for a formula, and fail on this one."""

    @drawing.in_style
    def draw() -> Figure:
        figure = drawing.new_figure(2, 2)
        figure.text(0.1, 0.5, r"$\frac$")
        return figure

    drawing.save(draw(), tmp_path / "a.svg")
    assert (tmp_path / "a.svg").stat().st_size > 0


def test_the_first_row_is_on_top_and_every_cell_has_its_text() -> None:
    axes = heat_map([[0.0, 0.1, 0.2], [0.3, 0.4, 0.5]]).axes[0]
    places = {text.get_text(): text.get_position() for text in axes.texts}
    assert places["0.2"] == (2.5, 0.5)
    assert places["0.3"] == (0.5, 1.5)
    assert axes.get_ylim() == (2, 0)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["c0", "c1", "c2"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["r0", "r1"]


def test_an_undefined_cell_stays_white() -> None:
    mesh = heat_map([[np.nan, 1.0]]).axes[0].collections[0]
    assert np.asarray(mesh.get_array()).reshape(-1, 4)[0].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("name", [drawing.SEQUENTIAL, drawing.DIVERGING])
def test_every_number_is_readable_on_its_cell(name: str) -> None:
    """WCAG 2 asks 4.5 : 1 of text."""
    for level in np.linspace(0, 1, 101):
        shade = tuple(colormaps[name](level))
        text = drawing.readable_on(shade)
        assert contrast(mpl.colors.to_rgb(text), shade) > 4.5


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2's contrast ratio of two sRGB colours."""
    lights = []
    for colour in (one, other):
        rgb = np.array(colour[:3])
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ [0.2126, 0.7152, 0.0722]) + 0.05)
    return max(lights) / min(lights)


def test_kinds_are_told_apart_by_marker_and_by_colour() -> None:
    assert set(drawing.KIND_TITLES) == set(drawing.KINDS)
    assert len({drawing.KIND_MARKERS[kind] for kind in drawing.KINDS}) == len(drawing.KINDS)
    assert len({drawing.KIND_COLOURS[kind] for kind in drawing.KINDS}) == len(drawing.KINDS)


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_kind_colours_stay_apart_for_colour_blind_readers(deficiency: str) -> None:
    """Seen through a simulation, no two are closer than a tenth of the way from black to white."""
    linear = np.array([mpl.colors.to_rgb(c) for c in drawing.KIND_COLOURS.values()]) ** 2.2
    seen = np.clip(linear @ np.transpose(DEFICIENCIES[deficiency]), 0, 1) ** (1 / 2.2)
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(one - other) > 0.1 * 3**0.5


def test_kinds_are_stacked_in_their_order_and_absent_ones_left_out() -> None:
    figure = drawing.new_figure(4, 4)
    blocks = drawing.axes_by_kind(figure, {"supervised": 2, "zero_shot": 1, "informed": 0})
    assert list(blocks) == ["zero_shot", "supervised"]
    assert blocks["zero_shot"].get_position().y0 > blocks["supervised"].get_position().y1
    assert [axes.get_title() for axes in blocks.values()] == [
        "Zero-shot: names and WordNet only",
        "Supervised: saw training images with labels",
    ]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("wordnet_mean", "wordnet_mean"),
        ("lda-2.5", "lda-2.5"),
        ("a<b", "a_b-4a826aac"),
        ("a>b", "a_b-998a5be8"),
        ("../x", ".._x-d6b96a97"),
        ("größe", "gr__e-d353a267"),
    ],
)
def test_a_file_stem_is_plain_and_unique(name: str, stem: str) -> None:
    assert drawing.file_stem(name) == stem
