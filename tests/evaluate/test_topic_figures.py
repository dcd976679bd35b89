"""Figures of pairs, confidence and lists show their rows; no text overlaps or is cut off."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from stages.core.arrays import Kind, Scores
from stages.evaluate.curve_figures import draw_reliability, draw_risk_coverage
from stages.evaluate.curves import reliability_rows, risk_coverage_rows
from stages.evaluate.estimates import measure_numbers
from stages.evaluate.failures import recall_rows, unmapped_rows
from stages.evaluate.inputs import Predictions
from stages.evaluate.list_figures import draw_recalls, draw_unmapped
from stages.evaluate.pairs_figure import draw_pairs
from stages.evaluate.significance import compare_all
from tests.evaluate.examples import (
    LABELS,
    MEMBERS,
    PREDICTIONS,
    ints,
    list_used,
    predictions_of,
    scores_of,
)
from tests.evaluate.test_significance import CHOSEN, DRAWN, PREDICTED

TOP1 = np.arange(10)


def sure(seed: int, kind: Kind = "zero_shot") -> Scores:
    found = np.random.default_rng(seed).normal(size=(10, 3)).astype(np.float32)
    plain = scores_of(found.argmax(axis=1), kind)
    return replace(plain, scores=found, probabilities="softmax")


CONFIDENT = predictions_of(
    **{f"a_name_that_is_rather_long_{n}": sure(n) for n in range(7)}, b=sure(8, "supervised")
)


def texts(figure: Figure) -> list[Text]:
    """All visible texts."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += [child for child in axes.get_children() if isinstance(child, Text)]
        if axes.axison:
            found += [*axes.get_xticklabels(), *axes.get_yticklabels()]
    return [text for text in found if text.get_visible() and text.get_text()]


def assert_readable(figure: Figure) -> None:
    """Horizontal texts do not overlap, and none is outside the page."""
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    page = figure.bbox
    outside = [
        name for name, b in boxes if b.x0 < page.x0 or b.x1 > page.x1 or b.y0 < 0 or b.y1 > page.y1
    ]
    assert outside == []
    level = [(t.get_text(), t.get_window_extent()) for t in texts(figure) if not t.get_rotation()]
    # a pixel of the box is not yet ink
    overlap = [
        (one, other)
        for (one, a), (other, b) in combinations(level, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]
    assert overlap == []


def pairs_of(predictions: Predictions) -> Figure:
    pairs, family = compare_all(predictions, CHOSEN)
    return draw_pairs(
        [(one.name, one.kind) for one in predictions.strategies], pairs, family, 0.05, 10
    )


def test_every_pair_stands_once_in_points_and_a_significant_declared_one_has_a_star() -> None:
    """better − poor = 100 points and some − poor = 70 are declared and significant."""
    axes = pairs_of(PREDICTED).axes[0]
    cells = np.array([text.get_text() for text in axes.texts][:16]).reshape(4, 4)
    assert cells.tolist() == [
        ["", "", "", ""],
        ["−100.0★", "", "", ""],
        ["−30.0", "+70.0★", "", ""],
        ["+0.0", "+100.0", "+30.0", ""],
    ]


def test_a_frame_stands_round_each_declared_test() -> None:
    patches = pairs_of(PREDICTED).axes[0].patches
    frames = [patch.get_xy() for patch in patches if isinstance(patch, Rectangle)]
    assert sorted(frames) == [(0, 1), (1, 2)]


def test_pairs_whose_interval_holds_zero_have_no_colour() -> None:
    mesh = pairs_of(PREDICTED).axes[0].collections[0]
    white = (np.asarray(mesh.get_array())[..., :3] == 1).all(axis=2)
    assert np.argwhere(~white).tolist() == [[1, 0], [2, 1], [3, 1]]


def test_pairs_are_readable_whatever_the_names() -> None:
    assert_readable(pairs_of(PREDICTED))
    assert_readable(
        pairs_of(predictions_of(poor=scores_of(LABELS), another_name=scores_of(PREDICTIONS)))
    )
    assert_readable(pairs_of(predictions_of(alone=scores_of(LABELS))))


def test_reliability_has_a_panel_for_each_strategy_kinds_apart() -> None:
    numbers = measure_numbers(CONFIDENT, {}, DRAWN, CHOSEN)
    bins = list(reliability_rows(CONFIDENT, 5, 0.95))
    figure = draw_reliability(bins, numbers, 0.95)
    assert figure is not None
    assert [axes.texts[0].get_text() for axes in figure.axes] == [
        e.name for e in CONFIDENT.strategies
    ]
    (error,) = (r.value for r in numbers if (r.strategy, r.number) == ("b", "ece"))
    assert figure.axes[-1].texts[1].get_text().startswith(f"ECE {error:.3f}")
    line = np.asarray(figure.axes[-1].lines[1].get_xydata()).tolist()
    assert line == [[row.confidence, row.accuracy] for row in bins if row.strategy == "b"]
    assert_readable(figure)


def test_risk_coverage_shows_the_reference_of_the_kind_behind_each_curve() -> None:
    points = list(risk_coverage_rows(CONFIDENT))
    numbers = measure_numbers(CONFIDENT, {}, DRAWN, CHOSEN)
    reference = CONFIDENT.strategies[0].name
    figure = draw_risk_coverage(points, numbers, {"zero_shot": reference}, CHOSEN.risks)
    assert figure is not None
    grey = np.asarray(figure.axes[3].lines[0].get_ydata()).tolist()
    assert grey == [row.risk for row in points if row.strategy == reference]
    assert figure.axes[3].texts[1].get_text().endswith("at 10 %")
    assert_readable(figure)


def test_without_probabilities_there_is_no_figure() -> None:
    assert draw_reliability([], [], 0.95) is None
    assert draw_risk_coverage([], [], {}, ()) is None


def test_recalls_have_a_row_for_each_list_and_end_with_the_mean() -> None:
    predictions = predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS, "informed"))
    rows = list(recall_rows(predictions, TOP1, [list_used("a"), list_used("b", "curated")]))
    figure = draw_recalls(rows, "10 dev images")
    assert figure is not None
    shown = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert shown == [["0.50", "0.67", "1.00", "0.72"], ["1.00", "1.00", "1.00", "1.00"]]
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["broad"]
    assert draw_recalls([], "10 dev images") is None


@pytest.mark.parametrize("shown", [1, 3])
def test_unmapped_classes_stand_below_their_target(shown: int) -> None:
    top1 = ints(0, 1, 3, 3, 4, 5, 6, 7, 8, 9)
    names = [f"class {index}" for index in range(10)]
    predictions = predictions_of(a=scores_of(PREDICTIONS))
    rows = list(unmapped_rows(predictions, top1, {"broad": MEMBERS}, names, shown))
    figure = draw_unmapped(rows, "broad", "dev")
    assert figure is not None
    assert [axes.get_title("left") for axes in figure.axes] == ["bird", "cat", "dog"]
    assert figure.axes[0].texts[0].get_text() == "50.0 %  class 3"
    assert_readable(figure)
    assert draw_unmapped(rows, None, "dev") is None
