"""The drawn figures of one backbone: pure functions from results to Figures."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stages import drawing
from stages.core.arrays import Kind
from stages.evaluate.confusion import confusion_shares
from stages.evaluate.results import Result
from stages.evaluate.tables import predicted_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def by_kind(results: Sequence[Result]) -> dict[Kind, list[Result]]:
    """Results of each kind that has any, best on dev first: chosen by dev, equal ones by name."""
    groups = {k: [r for r in results if r.kind == k] for k in drawing.KINDS}
    return {
        kind: sorted(group, key=lambda result: (-result.dev.share, result.strategy))
        for kind, group in groups.items()
        if group
    }


@drawing.in_style
def draw_confusion(result: Result, targets: Sequence[str]) -> "Figure":
    """Rows are the truth, columns the prediction; counts, and their share of the row as colour."""
    columns = predicted_names(result, targets)
    counts, shares = result.counts, confusion_shares(result.counts)
    texts = [
        [
            f"{counts[r, c]}\n{shares[r, c]:.0%}" if counts[r, c] else "0"
            for c in range(len(columns))
        ]
        for r in range(len(targets))
    ]
    names = (
        max(map(len, columns)) * 0.075 + 0.2
    )  # inches for the longest name; fitting takes longer
    width, height = len(columns) * 0.52, len(targets) * 0.46
    page = (names + width + 0.45, names + height + 1.0)
    figure = drawing.new_figure(*page, fitted=False)
    place = ((names + 0.25) / page[0], (names + 0.2) / page[1], width / page[0], height / page[1])
    axes = figure.add_axes(place)
    drawing.draw_heat_map(axes, shares[:, : len(columns)], texts, targets, columns, size=7.5)
    axes.set_xlabel("predicted")
    axes.set_ylabel("actual")
    figure.text(0.1 / page[0], 1 - 0.25 / page[1], result.strategy, weight="bold", size=11)
    figure.text(
        0.1 / page[0], 1 - 0.47 / page[1], _confusion_subtitle(result),
        size=8.5, color=drawing.MUTED,
    )  # fmt: skip
    return figure


def _confusion_subtitle(result: Result) -> str:
    images = result.counts.sum()
    rejected = result.counts[:, -1].sum()
    answered = f", {rejected:,} rejected" if rejected else ""
    return (
        f"{result.kind.replace('_', '-')}  ·  {result.test.share:.1%} of {images:,} test images "
        f"right{answered}  ·  colour and %: share of the row"
    )


@drawing.in_style
def draw_per_class(results: Sequence[Result], targets: Sequence[str]) -> "Figure":
    """F1 of each class under each strategy, a block a kind; the last column is the mean."""
    groups = by_kind(results)
    figure, axes_of = _blocks(groups, width=0.58 * (len(targets) + 1))
    for kind, group in groups.items():
        axes = axes_of[kind]
        f1 = np.array([[*result.per_class.f1, result.per_class.f1.mean()] for result in group])
        texts = [[f"{value:.2f}" for value in line] for line in f1]
        names = [result.strategy for result in group]
        drawing.draw_heat_map(axes, f1, texts, names, [*targets, "mean"])
        axes.axvline(len(targets), color="white", linewidth=4)
        axes.tick_params(labelbottom=axes is list(axes_of.values())[-1])
    _head(figure, f"F1 per class, {results[0].counts.sum():,} test images")
    return figure


@drawing.in_style
def draw_accuracies(results: Sequence[Result], confidence: float) -> "Figure":
    """Forest plot: test accuracy with its interval, dev as a hollow marker, a block a kind."""
    groups = by_kind(results)
    figure, axes_of = _blocks(groups, width=5.6)
    chance = 1 / len(results[0].per_class.f1)
    for kind, group in groups.items():
        axes = axes_of[kind]
        _draw_intervals(axes, kind, group)
        axes.axvline(chance, color=drawing.MUTED, linestyle=":", linewidth=0.9)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.tick_params(length=0)
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"accuracy   ●─ test, {confidence:.0%} Wilson interval   ○ dev   ┈ chance")
    images = results[0].counts.sum()
    _head(figure, f"Accuracy by kind of strategy, {images:,} test images")
    return figure


def _draw_intervals(axes: "Axes", kind: Kind, group: Sequence[Result]) -> None:
    rows = np.arange(len(group))
    colour, marker = drawing.KIND_COLOURS[kind], drawing.KIND_MARKERS[kind]
    test = np.array([result.test for result in group])
    axes.hlines(rows, test[:, 1], test[:, 2], color=colour, linewidth=1.8)
    axes.plot(test[:, 0], rows, marker, color=colour, markersize=5.5)
    dev = [result.dev.share for result in group]
    axes.plot(
        dev, rows + 0.28, marker, color=colour, markerfacecolor="white",
        markersize=4, alpha=0.7, markeredgewidth=0.9,
    )  # fmt: skip
    axes.set_yticks(rows, [result.strategy for result in group])
    axes.set_ylim(len(group) - 0.4, -0.6)
    for row, (share, low, high) in enumerate(test):
        axes.annotate(
            f"{share:.3f}  [{low:.3f}, {high:.3f}]", (1.0, row), xytext=(8, 0), va="center",
            textcoords="offset points", size=8, color=drawing.MUTED, annotation_clip=False,
        )  # fmt: skip


def _blocks(
    groups: Mapping[Kind, Sequence[Result]], width: float
) -> tuple["Figure", dict[Kind, "Axes"]]:
    """A figure high enough for all rows, wide enough for the longest name, an Axes a kind."""
    counts = {kind: len(group) for kind, group in groups.items()}
    names = max(len(result.strategy) for group in groups.values() for result in group)
    height = 0.27 * sum(counts.values()) + 0.36 * len(counts) + 1.3
    figure = drawing.new_figure(0.075 * names + width + 0.4, height)
    return figure, drawing.axes_by_kind(figure, counts)


def _head(figure: "Figure", title: str) -> None:
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
