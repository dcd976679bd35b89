"""The images on which strategies differ most."""

import textwrap

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from tools.explain.explanation import WIDTH, count_predictions
from tools.explain.reasons import CHANCE, name_class
from tools.explain.recorded import Record, StrategyRecord

TIED = "\N{NO-BREAK SPACE}"  # a name and its count stay on one line


def measure_disagreement(predictions: list[NDArray[np.int64]], targets: int) -> NDArray[np.float64]:
    """(N,) in [0, 1]: the share of pairs of strategies that give different answers.

    predictions: of each strategy (N,) in [−1, targets); −1, a rejection, is an answer of its own.
    One strategy alone differs from nobody: 0.
    """
    strategies = len(predictions)
    if strategies < 2:
        return np.zeros(len(predictions[0]))
    answers = np.stack(predictions, axis=1)
    alike = sum((answers == answer).sum(axis=1) ** 2 for answer in range(-1, targets))
    pairs = strategies * (strategies - 1)
    return np.asarray(1 - (alike - strategies) / pairs)


def list_disagreements(record: Record, count: int) -> str:
    """The `count` images with the most disagreement, the lowest index first among equals."""
    judges = tuple(a for a in record.strategies if a.options.method != CHANCE)
    measured = measure_disagreement([a.scores.predictions for a in judges], len(record.targets))
    order = np.argsort(-measured, kind="stable")[:count]
    lines = [
        *textwrap.wrap(
            f"The {len(order):,} of {len(measured):,} {record.scored} images of {record.backbone} "
            f"on which {len(judges)} strategies differ most. Differing: the share of their pairs "
            "that give different answers; a rejection is an answer of its own; chance is left out.",
            WIDTH,
        ),
        "",
        f"{'image':>6}  differing  {'truth':<11} {'top-1 class':<30} answers",
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
    answers = count_predictions(judges, image).replace(" ", TIED).replace(f",{TIED}", ", ")
    lines = textwrap.wrap(answers, WIDTH, initial_indent=start, subsequent_indent=" " * 62)
    return [line.replace(TIED, " ") for line in lines]
