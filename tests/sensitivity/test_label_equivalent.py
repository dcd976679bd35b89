"""The label equivalent: where a learning curve reaches the label-free accuracy."""

import pytest

from stages.sensitivity.learning import label_equivalent

LABELS = (1, 10, 100)
ACCURACIES = (0.2, 0.6, 0.8)


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        (0.6, 10.0),  # on a point
        (0.4, 10**0.5),  # halfway up, so halfway between 1 and 10 in their logarithm
        (0.75, 10**1.75),
        (0.8, 100.0),
        (0.1, 1.0),  # one label a class is more than enough
        (0.81, None),  # all labels are not enough
    ],
)
def test_the_line_is_reached_between_two_points(line: float, labels: float | None) -> None:
    assert label_equivalent(LABELS, ACCURACIES, line) == pytest.approx(labels)


def test_the_first_crossing_counts() -> None:
    """More labels may lower the accuracy; the first point above the line counts."""
    assert label_equivalent((1, 10, 100, 1000), (0.2, 0.6, 0.4, 0.8), 0.6) == pytest.approx(10)
