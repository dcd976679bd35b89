"""What the figures say in words; that they can be drawn is shown by test_main.py."""

from itertools import product
from typing import get_args

import numpy as np
import pytest

from stages.statistics import Estimate
from stages.study.figures import denormalisation, gradients, preprocessing, resolution
from stages.study.figures.costs import amount
from stages.study.figures.gradients import STEPPED, factor, relative_lengths
from stages.tables.study import Channel, Learnt, Norm, Outcome, ResolutionResult, Step


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(5432.0, "× 5,400"), (1 / 2857, "÷ 2,900"), (26.4, "× 26"), (1.0, "× 1"), (0.5, "÷ 2")],
)
def test_a_ratio_becomes_a_factor(ratio: float, text: str) -> None:
    assert factor(ratio) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(70400, "70.4 k"), (218365952, "218 M"), (3699376128, "3.7 G"), (75505664, "75.5 M")],
)
def test_an_amount_has_three_digits(value: int, text: str) -> None:
    assert amount(value) == text


def test_lengths_are_relative_to_the_last_block_of_their_repetition() -> None:
    def norm(repetition: int, layer: int, length: float) -> Norm:
        return Norm("trained", "cut", repetition, "output", layer, "", length)

    norms = [norm(0, 0, 2.0), norm(0, 1, 4.0), norm(1, 0, 9.0), norm(1, 1, 3.0)]
    norms += [Norm("trained", "kept", 0, "output", 0, "", 7.0)]
    norms += [Norm("trained", "cut", 0, "weights", 0, "", 7.0)]
    assert relative_lengths(norms, "trained", "cut") == [[0.5, 1.0], [3.0, 1.0]]


def outcome(variant: str, against: str) -> Outcome:
    some = Estimate(0.5, 0.4, 0.6)
    return Outcome("size", variant, against, 128, "bicubic", some, some, 240)


def test_what_is_not_compared_with_the_reference_says_with_what() -> None:
    rows = [outcome("usual", "usual"), outcome("a", "usual"), outcome("b", "a")]
    (axes,) = preprocessing.draw_preprocessing(rows, 0.95).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b (against a)"]


def test_the_skips_alone_are_drawn_where_they_were_measured() -> None:
    norms = [
        Norm(weights, skips, 0, "output", layer, "", 1.0)
        for weights, skips in product(get_args(Learnt), STEPPED)
        for layer in (0, 1)
    ]
    norms += [Norm("initial", "alone", 0, "output", layer, "", 1.0) for layer in (0, 1)]
    steps = [Step(skips, 0, 0.01, 3.0, 2.0) for skips in STEPPED]
    first, second, _, _ = gradients.draw_gradients(norms, steps).axes
    labels = [
        [str(line.get_label()) for line in axes.get_lines() if line.get_marker() != "None"]
        for axes in (first, second)
    ]
    assert labels == [
        ["with skips", "skips cut", "skips alone: F = 0"], ["with skips", "skips cut"],
    ]  # fmt: skip


def test_figures_of_several_parts_have_a_title() -> None:
    images = np.zeros((1, 32, 32, 3), np.uint8)
    mean = std = (0.5, 0.5, 0.5)
    channels = [Channel("R", 0.5, 0.5, -1.0, 1.0, 2.0, 0.5, 0.0)]
    normalised = denormalisation.draw_denormalisation(images, channels, mean, std)
    assert normalised.get_suptitle() == "What a viewer clips of normalised pictures"
    some = Estimate(0.5, 0.4, 0.6)
    rungs = [ResolutionResult(32, some, some, some, some, some, some, some, 240)]
    coarse = resolution.draw_resolution(rungs, images, 10, 0.95)
    assert coarse.get_suptitle() == "What the network makes of fewer pixels"
