"""Which ImageNet classes contribute most to each target of a linear mapping: numbers and figure."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import drawing
from ..core import formats
from ..core.arrays import LogitRows, Logits
from ..core.errors import DataError, shown
from ..core.rows import in_chunks
from .inputs import StrategyScores

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

SHOWN = 8  # classes of each target
COLUMNS = 5  # targets side by side
PANEL, LINE = 2.5, 0.19  # inches: width of a target, height of a class
LETTER = 0.066  # inches, the mean width of a letter of the subtitle
TITLE_LETTER = 0.095  # and of the title
LEAST = 0.0005  # the smallest share that is shown: the last that is not 0.0 %
LETTERS = 26  # of a class name
BAR = "#c6dbef"  # pale enough for dark text


@dataclass(frozen=True)
class Weights:
    """A linear mapping, as `map` writes it: scores = x · values (S, K) plus a constant."""

    values: NDArray[np.float32]
    of: str  # what x is: logits or probabilities
    targets: tuple[str, ...]
    classes: tuple[str, ...]  # S names


@dataclass(frozen=True)
class ClassContributions:
    """The classes that contribute most to the score of one target."""

    target: str
    classes: tuple[str, ...]  # at most SHOWN, the largest contribution first
    shares: tuple[float, ...]  # of the sum of all contributions, in (0, 1]
    half: int  # the number of classes that make half of the sum; 0 if the sum is 0


def read_weights(folder: Path) -> dict[str, Weights]:
    """All linear mappings in data/mappings/<backbone>, by strategy; DataError for a damaged one."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.npz"))}


def _read(path: Path) -> Weights:
    content = formats.read_npz(path, "dvc repro -f map")
    try:
        found = Weights(
            formats.take(content, "weights", np.float32, 2),
            str(formats.take(content, "of", np.str_, 0)),
            tuple(formats.take(content, "targets", np.str_, 1).tolist()),
            _distinct(formats.take(content, "names", np.str_, 1).tolist()),
        )
        if found.values.shape != (len(found.classes), len(found.targets)):
            raise ValueError(f"{found.values.shape} weights do not fit")
        if found.of not in ("logits", "probabilities"):
            raise ValueError(f"there are no weights of {shown(found.of)}")
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f map") from error
    return found


def make_inputs(logits: Logits, of: str) -> Floats:
    """The inputs x, float64 (N, S): probabilities, or logits minus the image's mean."""
    from scipy.special import softmax

    z = logits.astype(np.float64)
    return np.asarray(softmax(z, axis=1) if of == "probabilities" else z - z.mean(1, keepdims=True))


def raise_inputs(
    logits: LogitRows, of: str, predictions: Sequence[NDArray[np.int64]], targets: int
) -> Floats:
    """(strategies, K, S): mean input where a target is predicted minus that of all images.

    predictions: (N,) in [−1, K) of each strategy; 0 for a target that it never predicts. One pass
    over the images serves all strategies.
    """
    called = np.stack(predictions, axis=1)  # (N, strategies)
    sums = np.zeros((called.shape[1] * targets, logits.shape[1]))
    total = np.zeros(logits.shape[1])
    for part, now in zip(in_chunks(logits), in_chunks(called), strict=True):
        inputs = make_inputs(part, of)
        members = now[:, :, np.newaxis] == np.arange(targets)
        sums += members.reshape(len(part), -1).T.astype(np.float64) @ inputs
        total += inputs.sum(axis=0)
    counts = np.stack([np.bincount(one[one >= 0], minlength=targets) for one in predictions])
    counts = counts.reshape(-1, 1)
    raised = np.where(counts > 0, sums / np.maximum(counts, 1) - total / len(logits), 0.0)
    return raised.reshape(-1, targets, logits.shape[1])


def rank_contributions(
    weights: Weights, raised: Floats, count: int = SHOWN
) -> tuple[ClassContributions, ...]:
    """For each target, the classes that raise its score in the images predicted to be that target.

    raised (K, S) of one strategy from `raise_inputs`; no label is used. A class's contribution is
    the product of two differences, or 0 if one of them is negative: its weight minus its mean
    weight over the targets (what it adds to all targets decides nothing), and its mean input in the
    images predicted to be the target minus its mean input in all images. A target that is never
    predicted has no contributions. Weights alone would mislead: a large weight may belong to an
    input that is always small.
    """
    relative = weights.values.astype(np.float64)
    relative = relative - relative.mean(axis=1, keepdims=True)
    products = np.maximum(raised, 0.0) * np.maximum(relative.T, 0.0)
    return tuple(
        _rank(target, of_target, weights, count)
        for target, of_target in zip(weights.targets, products, strict=True)
    )


def _rank(target: str, products: Floats, weights: Weights, count: int) -> ClassContributions:
    total = products.sum()
    if total == 0:
        return ClassContributions(target, (), (), 0)
    shares = products / total
    order = np.argsort(-shares, kind="stable")
    most = [int(s) for s in order[:count] if shares[s] >= LEAST]
    half = int(np.searchsorted(shares[order].cumsum(), 0.5)) + 1
    names = tuple(weights.classes[s] for s in most)
    return ClassContributions(target, names, tuple(float(shares[s]) for s in most), half)


def draw_linear_strategies(
    weights: Mapping[str, Weights], strategies: Iterable[StrategyScores], logits: LogitRows
) -> dict[str, "Figure"]:
    """A figure for each linear strategy, by name; logits (N, S) of the test images."""
    called = {one.name: one.test.predictions for one in strategies}
    drawn = {}
    for of in sorted({one.of for one in weights.values()}):
        names = [name for name in called if name in weights and weights[name].of == of]
        targets = len(weights[names[0]].targets)
        raised = raise_inputs(logits, of, [called[name] for name in names], targets)
        for name, differences in zip(names, raised, strict=True):
            contributions = rank_contributions(weights[name], differences)
            drawn[name] = draw_contributions(name, of, contributions)
    return drawn


@drawing.in_style
def draw_contributions(
    strategy: str, of: str, contributions: tuple[ClassContributions, ...]
) -> "Figure":
    """One panel for each target: its classes, and their shares of all contributions."""
    columns = min(COLUMNS, len(contributions))
    rows = -(-len(contributions) // columns)
    lines = 2 + max(len(one.shares) for one in contributions)
    title = f"{strategy}: the ImageNet classes that carry each target"
    width = max(columns * PANEL, len(title) * TITLE_LETTER) + 0.2
    subtitle = textwrap.wrap(
        "Share of what lifts a target's score, where it is predicted, above its mean over all test "
        f"images. By weight and {of}; in grey, how many classes make up half.",
        int((width - 0.2) / LETTER),
    )
    head = 0.45 + 0.17 * len(subtitle)
    height = rows * lines * LINE + head
    figure = drawing.new_figure(width, height, fitted=False)
    axes = figure.add_axes((0.1 / width, 0.0, columns * PANEL / width, 1 - head / height))
    axes.set_axis_off()
    axes.set_xlim(0, columns)
    axes.set_ylim(rows * lines, 0)
    longest = max((one.shares[0] for one in contributions if one.shares), default=1.0)
    for number, one in enumerate(contributions):
        _draw_panel(axes, number % columns, number // columns * lines, one, longest)
    left = 0.1 / width
    figure.text(left, 1 - 0.27 / height, title, weight="bold", size=11)
    for number, line in enumerate(subtitle):
        place = 1 - (0.48 + 0.17 * number) / height
        figure.text(left, place, line, size=8.5, color=drawing.MUTED)
    return figure


def _draw_panel(axes: "Axes", left: int, top: int, one: ClassContributions, longest: float) -> None:
    """One target: its name on line `top`, then a line with a bar for each class."""
    lines = top + 1.5 + np.arange(len(one.shares))
    lengths = 0.78 * np.array(one.shares) / longest
    axes.barh(lines, lengths, 0.88, left=left, color=BAR)
    axes.text(left, top + 0.5, one.target, weight="bold", va="center")
    half = f"half: {one.half} class{'es' if one.half > 1 else ''}" if one.half else "no carrier"
    axes.text(left + 0.95, top + 0.5, half, **_small(drawing.MUTED, "right"))
    for line, name, share in zip(lines, one.classes, one.shares, strict=True):
        short = textwrap.shorten(name, LETTERS, placeholder="…")
        axes.text(left + 0.01, line, short, **_small(drawing.INK, "left"))
        axes.text(left + 0.95, line, drawing.percent(share, 1), **_small(drawing.MUTED, "right"))


def _small(colour: str, side: str) -> dict[str, Any]:
    return {"color": colour, "ha": side, "va": "center", "size": 7.5}


def _distinct(names: list[str]) -> tuple[str, ...]:
    """The names; with the index where several classes have the same name (crane, maillot)."""
    counts = Counter(names)
    return tuple(f"{name} ({i})" if counts[name] > 1 else name for i, name in enumerate(names))
