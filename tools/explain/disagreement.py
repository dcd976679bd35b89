"""Finds the images on which strategies differ most."""

import textwrap

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from tools.explain.explanation import WIDTH, count_predictions
from tools.explain.reasons import CHANCE, name_class
from tools.explain.recorded import Record, StrategyRecord

TIED = "\N{NO-BREAK SPACE}"  # a name and its count stay on one line


def measure_disagreement(predictions: list[NDArray[np.int64]], targets: int) -> NDArray[np.float64]:
    """(N,) in [0, 1]: the share of pairs of strategies with different predictions.

    predictions: (N,) of each strategy, in [−1, targets); −1 (rejected) counts as a target of its
    own. 0 if there is only one strategy.
    """
    strategies = len(predictions)
    if strategies < 2:
        return np.zeros(len(predictions[0]))
    stacked = np.stack(predictions, axis=1)
    equal = sum((stacked == target).sum(axis=1) ** 2 for target in range(-1, targets))
    pairs = strategies * (strategies - 1)
    return np.asarray(1 - (equal - strategies) / pairs)


def list_disagreements(record: Record, count: int) -> str:
    """The `count` images with the most disagreement; ties: the lowest index first."""
    judges = tuple(a for a in record.strategies if a.options.method != CHANCE)
    measured = measure_disagreement([a.scores.predictions for a in judges], len(record.targets))
    order = np.argsort(-measured, kind="stable")[:count]
    lines = [
        *textwrap.wrap(
            f"The {len(order):,} of {len(measured):,} {record.scored} images of {record.backbone} "
            f"on which {len(judges)} strategies differ most. Differing: the share of their pairs "
            "with different predictions; a rejection counts as one; chance is left out.",
            WIDTH,
        ),
        "",
        f"{'image':>6}  differing  {'truth':<11} {'top-1 class':<30} predictions",
    ]
    for image in map(int, order):
        lines += _line(record, judges, image, float(measured[image]))
    lines += ["", f"Why: python -m tools.explain {order[0]} --split {record.scored}"]
    return "\n".join(lines) + "\n"


def _line(
    record: Record, judges: tuple[StrategyRecord, ...], image: int, measured: float
) -> list[str]:
    z = record.logits[image].astype(np.float64)
    index = int(z.argmax())
    truth = "?" if record.labels is None else record.targets[record.labels[image]]
    top1 = textwrap.shorten(name_class(index), 24, placeholder="…")
    start = f"{image:>6}  {measured:>9.3f}  {truth:<11} {top1:<24} {softmax(z)[index]:.3f} "
    counts = count_predictions(judges, image).replace(" ", TIED).replace(f",{TIED}", ", ")
    lines = textwrap.wrap(counts, WIDTH, initial_indent=start, subsequent_indent=" " * 62)
    return [line.replace(TIED, " ") for line in lines]
