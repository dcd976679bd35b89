"""Figures show the numbers of the results; each block has one kind."""

import numpy as np

from stages.evaluate import figures
from tests.evaluate.examples import LABELS, PREDICTIONS, TARGETS, result

STRATEGIES = [
    result("worse", "zero_shot"),
    result("better", "zero_shot", LABELS),
    result("taught", "supervised", LABELS),
]


def test_a_block_is_sorted_by_dev_accuracy_and_then_by_name() -> None:
    strategies = [result(n, "zero_shot", p) for n, p in (("c", PREDICTIONS), ("b", LABELS))]
    groups = figures.by_kind([*strategies, result("a", "zero_shot"), result("d", "informed")])
    assert {k: [r.strategy for r in group] for k, group in groups.items()} == {
        "zero_shot": ["b", "a", "c"],
        "informed": ["d"],
    }


def test_confusion_shows_every_name_and_every_count() -> None:
    axes = figures.draw_confusion(result('<i>"a"</i>$'), TARGETS).axes[0]
    cells = np.array([text.get_text() for text in axes.texts]).reshape(3, 4)
    assert cells.tolist() == [
        ["2\n50 %", "1\n25 %", "0", "1\n25 %"],
        ["0", "2\n67 %", "1\n33 %", "0"],
        ["0", "0", "3\n100 %", "0"],
    ]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["bird", "cat", "dog"]
    assert [t.get_text() for t in axes.get_xticklabels()] == ["bird", "cat", "dog", "rejected"]
    assert axes.yaxis_inverted()  # the first class on top


def test_accuracies_have_a_block_for_each_kind() -> None:
    figure = figures.draw_accuracies(STRATEGIES, 0.95)
    rows = [[tick.get_text() for tick in axes.get_yticklabels()] for axes in figure.axes]
    assert rows == [["better", "worse"], ["taught"]]
    assert figure.axes[0].texts[1].get_text() == "70.0 %  [39.7, 89.2]"


def test_f1_map_has_a_block_for_each_kind_and_ends_with_the_mean() -> None:
    figure = figures.draw_per_class(STRATEGIES, TARGETS)
    assert [len(axes.get_yticks()) for axes in figure.axes] == [2, 1]
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert shown == ["1.00", "1.00", "1.00", "1.00", "0.67", "0.67", "0.86", "0.73"]


def test_no_text_leaves_the_confusion_figure() -> None:
    """Its margins are computed, not fitted."""
    long = ("a very long class name", "cat", "dog")
    figure = figures.draw_confusion(result("strategy"), long)
    page = figure.bbox
    for text in [
        *figure.texts,
        *figure.axes[0].get_xticklabels(),
        *figure.axes[0].get_yticklabels(),
    ]:
        box = text.get_window_extent()
        assert page.x0 <= box.x0
        assert box.x1 <= page.x1
        assert page.y0 <= box.y0
        assert box.y1 <= page.y1
