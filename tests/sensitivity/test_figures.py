"""The texts of the figures; no name overlaps another."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from stages.sensitivity.curve import SCOPES, Curve, Specification, share_variance
from stages.sensitivity.curve_figure import rank_levels
from stages.sensitivity.figures import draw_all
from stages.sensitivity.findings import Findings, Reference
from stages.sensitivity.learning import Learned
from stages.sensitivity.specification import Combination, list_combinations
from stages.sensitivity.unequal import Unequal
from stages.statistics import Estimate, estimate_shares

MARKS = {"the worst one": 0, "one beside it": 1, "a rather long name in the middle": 30, "best": 47}


def found(marks: Mapping[str, int] = MARKS) -> Findings:
    """24 combinations for each list: a zero-shot list and an informed one."""
    twice = ((0, 1), (1, 2))
    curve = Curve(
        tuple(
            Specification("informed" if c.groups == "known" else "zero_shot", "net", "here", c)
            for c in list_combinations({"blind": twice, "known": twice})
        ),
        np.arange(200) < np.linspace(20, 140, 48).astype(int)[:, np.newaxis],
    )
    return Findings(
        "net",
        "here",
        curve,
        estimate_shares(curve.right, 0.95),
        marks,
        {scope: share_variance(curve.only(only), 20, 0.95, 0) for scope, only in SCOPES.items()},
        [
            Reference("fitted", "supervised", Estimate(0.9, 0.88, 0.92)),
            Reference("weaker", "supervised", Estimate(0.7, 0.68, 0.72)),
            Reference("taught", "label_free", Estimate(0.88, 0.86, 0.9)),
        ],
        {1.0: Estimate(0.5, 0.4, 0.6), 8.0: Estimate(0.55, 0.45, 0.65)},
        [
            Learned("fitted", (1, 10, 100), np.array([[0.4, 0.5], [0.7, 0.7], [0.9, 0.95]])),
            Learned("weaker", (1, 10, 100), np.array([[0.2, 0.3], [0.5, 0.6], [0.7, 0.75]])),
        ],
        [
            Unequal(case, name, np.array(right), np.array([0.5, 0.6]))
            for case in ("even", "tail")
            for name, right in (("plain", [0.5, 0.6]), ("a", [0.4, 0.65]))
        ],
    )


def texts(figure: Figure) -> list[str]:
    own = [text.get_text() for text in figure.texts]
    return own + [text.get_text() for axes in figure.axes for text in axes.texts]


def test_the_title_says_how_many_ways_and_how_far_apart() -> None:
    title = draw_all(found())["specification"].get_suptitle()
    assert title == "48 ways to map ImageNet's logits, from 10 % to 70 % right"


def test_marks_and_the_best_of_each_kind_are_named_with_their_accuracy() -> None:
    said = texts(draw_all(found())["specification"])
    assert "best  70.0 %" in said
    assert "fitted, supervised: 90.0 %" in said
    assert "taught, label-free: 88.0 %" in said
    assert not [text for text in said if "weaker" in text]


def test_only_choices_that_vary_have_rows() -> None:
    titles = [axes.get_title(loc="left") for axes in draw_all(found())["specification"].axes]
    assert [title for title in titles if title] == [
        "accuracy on dev: 200 training images; band: its interval",
        "list of groups",
        "of what",
        "reduced by",
        "unmapped top-1 classes",
    ]


@pytest.mark.parametrize("name", ["specification", "exponent"])
def test_no_text_lies_on_another(name: str) -> None:
    figure = draw_all(found())[name]
    figure.draw_without_rendering()
    drawn = [text for axes in figure.axes for text in axes.texts if text.get_text()]
    drawn += [label for axes in figure.axes if axes.axison for label in axes.get_yticklabels()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn]
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), f"{one!r} lies on {other!r}"


def test_levels_are_ranked_by_their_mean_and_kinds_are_not_mixed() -> None:
    """A level of both kinds has its mean in the first; a list of the second comes last."""

    def known(kind: str, groups: str, reduce: str) -> Specification:
        combination = Combination(groups, "logits", reduce, "ignore")  # type: ignore[arg-type]
        return Specification(kind, "net", "here", combination)  # type: ignore[arg-type]

    curve = Curve(
        (
            known("zero_shot", "a", "mean"),
            known("zero_shot", "b", "max"),
            known("zero_shot", "b", "mean"),
            known("informed", "c", "max"),
        ),
        np.arange(10) < np.array([[1], [2], [5], [9]]),
    )
    assert list(rank_levels(curve, 2).items()) == [("b", 0.35), ("a", 0.1), ("c", 0.9)]
    assert list(rank_levels(curve, 4).items()) == [("mean", 0.3), ("max", 0.2)]


def test_the_learning_figure_says_what_the_label_free_line_is_worth() -> None:
    """fitted's means are .45, .7, .925: .88 lies .8 of the way from 10 to 100 in logarithm."""
    said = texts(draw_all(found())["learning"])
    assert "taught = 63 a class" in said
    assert "never reaches taught" in said


def test_unequal_classes_are_shown_against_standardise() -> None:
    axes = draw_all(found())["unequal"].axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "a"]
    assert {"even: standardise 55.0 %", "tail: standardise 55.0 %"} <= set(
        texts(draw_all(found())["unequal"])
    )
    signs = [
        (line.get_marker(), np.round(np.asarray(line.get_xdata()), 3).tolist())
        for line in axes.lines[1:]
    ]
    assert signs == [("o", [-0.1, 0.05]), ("o", [-0.1, 0.05])]
