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
    "unnormalised": "Untrained, without BatchNorm",
    "trained": "Gradients, trained",
}


@drawing.in_style
def draw_gradients(norms: Sequence[Norm], steps: Sequence[Step]) -> "Figure":
    """Gradient lengths by block, relative to the last block, and the effect of one step."""
    figure = drawing.new_figure(8.4, 7.2)
    grid = figure.subplots(2, 2)
    panels = (grid[0, 0], grid[0, 1], grid[1, 0])
    for axes, weights in zip(panels, get_args(Learnt), strict=True):
        if axes is not panels[0]:
            axes.sharey(panels[0])
        _draw_lengths(axes, norms, weights)
    panels[0].set_yscale("log")
    panels[0].minorticks_off()
    panels[0].yaxis.set_major_formatter(lambda value, _: factor(value))
    for axes in (panels[0], panels[2]):
        axes.set_ylabel("length of the gradient, against the last block's")
    panels[0].legend(loc="upper right")
    _draw_steps(grid[1, 1], steps)
    return figure


def _draw_lengths(axes: "Axes", norms: Sequence[Norm], weights: Learnt) -> None:
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
    """The change of the loss over the length of the step; what grows beyond the panel is cut."""
    lowest = 0.0
    for skips in STEPPED:
        name, colour, marker = LOOK[skips]
        changes = changes_by_step(steps, skips)
        for path in zip(*changes.values(), strict=True):
            axes.plot(list(changes), path, color=colour, linewidth=0.7, alpha=0.4)
        middle = {step: mean(values) for step, values in changes.items()}
        axes.plot(
            list(middle), list(middle.values()), color=colour, marker=marker, linewidth=1.8,
            markersize=4.5, label=name,
        )  # fmt: skip
        best = min(middle, key=lambda step: middle[step])
        axes.annotate(
            drawing.signed(middle[best], 2), (best, middle[best]), xytext=(0, -6),
            textcoords="offset points", va="top", ha="center", color=colour, weight="bold",
        )  # fmt: skip
        lowest = min(lowest, *middle.values(), *(min(values) for values in changes.values()))
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:g} %")
    axes.set_ylim(1.25 * lowest, -0.6 * lowest)
    axes.set_xlabel("length of one step, in lengths of the weights")
    axes.set_ylabel("change of the loss")
    axes.set_title("One step, untrained")
    axes.grid(axis="y")


def changes_by_step(steps: Sequence[Step], skips: Skips) -> dict[float, list[float]]:
    """The changes of the loss, in the order of the repetitions, by the length of the step."""
    changes: dict[float, list[float]] = {}
    for step in sorted(steps, key=lambda step: (step.step, step.repetition)):
        if step.skips == skips:
            changes.setdefault(step.step, []).append(step.loss_after - step.loss_before)
    return changes
