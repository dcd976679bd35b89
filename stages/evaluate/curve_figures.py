"""Reliability diagrams and risk–coverage curves, one panel for each strategy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from .. import drawing
from ..core.arrays import Kind
from ..tables.evaluate import ReliabilityBin, RiskCoveragePoint, Statistic
from .panels import Labels, lay_out

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# areas of a bin's mark, in square points
_SMALLEST, _LARGEST = 1.5, 34.0

Row = TypeVar("Row", ReliabilityBin, RiskCoveragePoint)


@drawing.in_style
def draw_reliability(
    bins: Sequence[ReliabilityBin], numbers: Sequence[Statistic], level: float
) -> "Figure | None":
    """Accuracy against confidence in each bin, with its interval; None without probabilities."""
    if not bins:
        return None
    values = _values(numbers)
    # without training images there is nothing to fit it to
    fitted = any(number == "temperature" for _, number in values)
    tempered = "   T: temperature by train labels" if fitted else ""
    labels = Labels(
        "Reliability: how often is a strategy right that is so sure?",
        f"● share right in a bin of test images, area: how many; {drawing.percent(level)} "
        f"Wilson interval   – – as sure as right; below: too sure   ECE: mean gap{tempered}",
        "confidence: probability of the likeliest target",
        "accuracy",
    )
    figure, panels = lay_out(_names(bins), labels)
    for name, kind, axes in panels:
        rows = [row for row in bins if row.strategy == name]
        confidence = [row.confidence for row in rows]
        colour = drawing.KIND_COLOURS[kind]
        axes.plot([0, 1], [0, 1], "--", color=drawing.MUTED, linewidth=0.8)
        axes.vlines(confidence, [row.low for row in rows], [row.high for row in rows],
                    color=colour, linewidth=1.2, alpha=0.5)  # fmt: skip
        accuracy = [row.accuracy for row in rows]
        axes.plot(confidence, accuracy, color=colour, linewidth=0.7, alpha=0.6, clip_on=False)
        largest = max(row.images for row in rows)
        areas = [_SMALLEST + _LARGEST * row.images / largest for row in rows]
        axes.scatter(confidence, accuracy, areas, color=colour, linewidths=0, clip_on=False)
        text = f"ECE {values[name, 'ece']:.3f}"
        if fitted:
            text += f"   T {values[name, 'temperature']:.2f}"
        axes.text(0, 1.04, text, size=7.5, color=drawing.MUTED, transform=axes.transAxes)
    return figure


@drawing.in_style
def draw_risk_coverage(
    points: Sequence[RiskCoveragePoint],
    numbers: Sequence[Statistic],
    references: Mapping[Kind, str],
    risks: Sequence[float],
) -> "Figure | None":
    """Risk against coverage; in grey, the curve of the reference of the strategy's kind.

    The text has the coverage at the last of `risks`. None without probabilities.
    """
    if not points:
        return None
    labels = Labels(
        "Risk and coverage: how much is wrong if only the surest are answered?",
        "grey: the reference of its kind   AURC: area under the curve   "
        "cov: largest coverage at which at most so many are wrong",
        "coverage: share of test images answered, the surest first",
        "risk: share of them wrong",
    )
    values = _values(numbers)
    figure, panels = lay_out(_names(points), labels)
    for name, kind, axes in panels:
        for shown, colour in (
            (references.get(kind), "#9aa4ae"),
            (name, drawing.KIND_COLOURS[kind]),
        ):
            rows = [row for row in points if row.strategy == shown]
            axes.plot([row.coverage for row in rows], [row.risk for row in rows], color=colour,
                      linewidth=1.5)  # fmt: skip
        text = f"AURC {values[name, 'aurc']:.3f}"
        if risks:
            coverage = values[name, f"coverage_at_risk_{100 * risks[-1]:g}"]
            text += f"   cov {drawing.percent(coverage)} at {100 * risks[-1]:g} %"
        axes.text(0, 1.04, text, size=7.5, color=drawing.MUTED, transform=axes.transAxes)
    return figure


def _values(numbers: Sequence[Statistic]) -> dict[tuple[str, str], float]:
    return {(row.strategy, row.number): row.value for row in numbers}


def _names(rows: Sequence[Row]) -> dict[Kind, list[str]]:
    """The strategies of each kind, each once, in the order of the rows."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return {
        kind: list(dict.fromkeys(row.strategy for row in rows if row.kind == kind))
        for kind in kinds
    }
