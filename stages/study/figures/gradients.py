"""Question 1: gradients in each block, with and without the skips."""

from collections.abc import Sequence
from statistics import geometric_mean, mean
from typing import TYPE_CHECKING, get_args

from ... import drawing
from ...tables.study import Learnt, Norm, Skips, Step

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOK: dict[Skips, tuple[str, str, str]] = {
    "kept": ("with skips", drawing.CATEGORICAL[0], "o"),
    "cut": ("skips cut", drawing.CATEGORICAL[1], "s"),
    "alone": ("skips alone: F = 0", drawing.CATEGORICAL[2], "^"),
}
STEPPED: tuple[Skips, ...] = ("kept", "cut")
TITLES: dict[Learnt, str] = {
    "initial": "Gradients, untrained",
    "trained": "Gradients, trained",
}


@drawing.in_style
def draw_gradients(norms: Sequence[Norm], steps: Sequence[Step]) -> "Figure":
    """Gradient lengths by block, relative to the last block, and the effect of one step."""
    figure = drawing.new_figure(10, 3.9)
    first, second, third = figure.subplots(1, 3, width_ratios=[4, 4, 3])
    second.sharey(first)
    for axes, weights in zip((first, second), get_args(Learnt), strict=True):
        lengths = {skips: relative_lengths(norms, weights, skips) for skips in LOOK}
        for skips, paths in lengths.items():
            if paths:
                _draw_path(axes, skips, paths)
        axes.axhline(1, color=drawing.MUTED, linewidth=0.8, linestyle=":")
        axes.set_title(TITLES[weights])
        axes.set_xlabel("block, from the picture to the classifier")
        axes.grid(axis="y")
        axes.set_xlim(left=-5.5)  # room for the labels at block 0
        axes.set_xticks(range(0, len(lengths["kept"][0]), 4))
    first.set_yscale("log")
    first.minorticks_off()
    first.yaxis.set_major_formatter(lambda value, _: factor(value))
    first.set_ylabel("length of the gradient, against the last block's")
    first.legend(loc="upper right")
    second.tick_params(labelleft=False)
    _draw_steps(third, steps)
    return figure


def relative_lengths(norms: Sequence[Norm], weights: Learnt, skips: Skips) -> list[list[float]]:
    """For each repetition the lengths at the blocks' outputs, divided by the last one."""
    chosen = [
        norm
        for norm in norms
        if (norm.weights, norm.skips, norm.part) == (weights, skips, "output")
    ]
    relative: list[list[float]] = []
    for repetition in sorted({norm.repetition for norm in chosen}):
        lengths = [norm.norm for norm in chosen if norm.repetition == repetition]
        relative.append([length / lengths[-1] for length in lengths])
    return relative


def _draw_path(axes: "Axes", skips: Skips, paths: Sequence[Sequence[float]]) -> None:
    name, colour, marker = LOOK[skips]
    for path in paths:
        axes.plot(path, color=colour, linewidth=0.7, alpha=0.5)
    middle = [geometric_mean(values) for values in zip(*paths, strict=True)]
    axes.plot(middle, color=colour, marker=marker, markersize=4.5, linewidth=1.8, label=name)
    axes.annotate(
        factor(middle[0]), (0, middle[0]), xytext=(-7, 0), color=colour, ha="right",
        textcoords="offset points", weight="bold", va="center",
    )  # fmt: skip


def factor(ratio: float) -> str:
    """× 5,400 or ÷ 2,900, to two significant digits."""
    size = float(f"{max(ratio, 1 / ratio):.2g}")
    return f"{'×' if ratio >= 1 else '÷'} {size:,g}"


def _draw_steps(axes: "Axes", steps: Sequence[Step]) -> None:
    longest = max(step.step for step in steps)
    for skips in STEPPED:
        name, colour, marker = LOOK[skips]
        changes = [
            step.loss_after - step.loss_before
            for step in steps
            if (step.skips, step.step) == (skips, longest)
        ]
        for change in changes:
            axes.plot((0, 1), (0, change), color=colour, linewidth=0.7, alpha=0.5)
        middle = mean(changes)
        axes.plot((0, 1), (0, middle), color=colour, marker=marker, linewidth=2)
        axes.annotate(
            f"{name}\n{middle:+.2f}".replace("-", "−"), (1, middle), xytext=(8, 0),
            textcoords="offset points", va="center", color=colour, weight="bold",
        )  # fmt: skip
    axes.set_xticks((0, 1), ("before", "after"))
    axes.set_xlim(-0.15, 1.85)
    axes.set_xlabel(f"step: {100 * longest:g} % of the weights' length")
    axes.set_ylabel("change of the loss")
    axes.set_title("One step, untrained")
    axes.grid(axis="y")
