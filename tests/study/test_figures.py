"""What the figures say in words; that they can be drawn is shown by test_main.py."""

import pytest

from stages.study.figures.costs import amount
from stages.study.figures.gradients import factor, relative_lengths
from stages.study.gradients import Norm


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
