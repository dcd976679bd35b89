"""The drawn figures of one backbone: pure functions from results to Figures."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from ..core.arrays import Kind
from .confusion import confusion_shares
from .results import Result
from .rows import predicted_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTER = 0.075  # inches, the mean width of a letter of 9 points


def by_kind(results: Sequence[Result]) -> dict[Kind, list[Result]]:
    """The results of each kind that has any, the one to choose first; ties: by name."""
    groups = {k: [r for r in results if r.kind == k] for k in drawing.KINDS}
    return {
        kind: sorted(group, key=lambda result: (-result.choice, result.strategy))
        for kind, group in groups.items()
        if group
    }


@drawing.in_style
def draw_confusion(result: Result, targets: Sequence[str]) -> "Figure":
    """Rows are true targets, columns are predictions; the colour is the share of the row."""
    columns = predicted_names(result, targets)
    shares = confusion_shares(result.counts)[:, : len(columns)]
    texts = [
        [
            f"{count}\n{drawing.percent(share)}" if count else "0"
            for count, share in zip(*line, strict=True)
        ]
        for line in zip(result.counts[:, : len(columns)], shares, strict=True)
    ]
    title, subtitle = result.strategy, _say_how_many(result)
    # margins in inches, from the longest name: it takes matplotlib twice the time to fit them
    names = max(map(len, columns)) * LETTER + 0.2
    width, height = len(columns) * 0.52, len(targets) * 0.46
    wide = max(names + width + 0.45, len(subtitle) * LETTER, len(title) * 1.4 * LETTER)
    high = names + height + 1.0
    figure = drawing.new_figure(wide, high, fitted=False)
    place = ((names + 0.25) / wide, (names + 0.2) / high, width / wide, height / high)
    axes = figure.add_axes(place)
    drawing.draw_heat_map(axes, shares, texts, targets, columns, size=7.5)
    axes.set_xlabel("predicted")
    axes.set_ylabel("actual")
    left = 0.1 / wide
    figure.text(left, 1 - 0.25 / high, title, weight="bold", size=11)
    figure.text(left, 1 - 0.47 / high, subtitle, size=8.5, color=drawing.MUTED)
    return figure


def _say_how_many(result: Result) -> str:
    rejected = int(result.counts[:, -1].sum())
    return (
        f"{result.kind.replace('_', '-')}  ·  {drawing.percent(result.test.value, 1)} of "
        f"{result.counts.sum():,} test images right"
        f"{f', {rejected:,} rejected' if rejected else ''}  ·  colour and %: share of the row"
    )


@drawing.in_style
def draw_per_class(results: Sequence[Result], targets: Sequence[str]) -> "Figure":
    """F1 of each class and strategy, one block for each kind; the last column is the mean."""
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
    """Test accuracy with its interval, dev accuracy as a hollow marker; one block for each kind."""
    groups = by_kind(results)
    figure, axes_of = _blocks(groups, width=5.6)
    chance = 1 / len(results[0].per_class.f1)
    for kind, group in groups.items():
        axes = axes_of[kind]
        _draw_intervals(axes, kind, group)
        axes.axvline(chance, color=drawing.MUTED, linestyle=":", linewidth=0.9)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda value, _: drawing.percent(value))
        axes.tick_params(length=0)
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
    level = drawing.percent(confidence)
    dev = "   ○ dev" if results[0].dev else ""
    axes.set_xlabel(f"accuracy   ●─ test, {level} Wilson interval{dev}   ┈ chance")
    images = results[0].counts.sum()
    _head(figure, f"Accuracy by kind of strategy, {images:,} test images")
    return figure


def _draw_intervals(axes: "Axes", kind: Kind, group: Sequence[Result]) -> None:
    rows = np.arange(len(group))
    colour, marker = drawing.KIND_COLOURS[kind], drawing.KIND_MARKERS[kind]
    test = np.array([result.test for result in group])
    axes.hlines(rows, test[:, 1], test[:, 2], color=colour, linewidth=1.8)
    axes.plot(test[:, 0], rows, marker, color=colour, markersize=5.5)
    dev = [(row + 0.28, result.dev.value) for row, result in enumerate(group) if result.dev]
    axes.plot(
        [value for _, value in dev], [row for row, _ in dev], marker, color=colour,
        markerfacecolor="white", markersize=4, alpha=0.7, markeredgewidth=0.9,
    )  # fmt: skip
    axes.set_yticks(rows, [result.strategy for result in group])
    axes.set_ylim(len(group) - 0.4, -0.6)
    for row, (share, low, high) in enumerate(test):
        text = f"{drawing.percent(share, 1)}  [{100 * low:.1f}, {100 * high:.1f}]"
        axes.annotate(
            text, (1.0, row), xytext=(8, 0), va="center",
            textcoords="offset points", size=8, color=drawing.MUTED, annotation_clip=False,
        )  # fmt: skip


def _blocks(
    groups: Mapping[Kind, Sequence[Result]], width: float
) -> tuple["Figure", dict[Kind, "Axes"]]:
    """A figure with room for all rows and the longest name, and one Axes for each kind."""
    counts = {kind: len(group) for kind, group in groups.items()}
    names = max(len(result.strategy) for group in groups.values() for result in group)
    height = 0.27 * sum(counts.values()) + 0.36 * len(counts) + 1.3
    figure = drawing.new_figure(LETTER * names + width + 0.4, height)
    return figure, drawing.axes_by_kind(figure, counts)


def _head(figure: "Figure", title: str) -> None:
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
