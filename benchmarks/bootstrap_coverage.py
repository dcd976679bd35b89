"""How often the bootstrap intervals of plots/statistics hold the truth: simulated test sets.

Run: python -m benchmarks.bootstrap_coverage (minutes). Prints the tables of docs/metrics.md.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.compare_error_rates import print_table
from stages.evaluate import bootstrap, calibration, selection
from stages.evaluate.confusion import confusion_counts, macro_f1_score

Floats = NDArray[np.float64]

TRIALS = 400
RESAMPLES = 500
TARGETS = 10
POPULATION = 200_000  # test sets are drawn from it, and its numbers are the truth
LEVEL = 0.95
EDGES = calibration.equal_width_edges(15)


def draw_population(seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Labels, predictions and confidences of a strategy that is right in 54 % of its answers."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, TARGETS, POPULATION)
    logits = 1.6 * (random.normal(size=(POPULATION, TARGETS)) + 1.6 * np.eye(TARGETS)[labels])
    masses = np.exp(logits - logits.max(axis=1, keepdims=True))
    return labels, logits.argmax(axis=1), 1 / masses.sum(axis=1)


def percentile_rows() -> Iterator[list[str]]:
    """Macro F1, AURC and coverage at 10 % risk, with percentile limits."""
    labels, predictions, confidence = draw_population(seed=0)

    def measure(rows: NDArray[np.int64], resamples: bootstrap.Resamples) -> Floats:
        cells = confusion_counts(labels[rows], predictions[rows], TARGETS)
        f1 = bootstrap.resampled_scores(cells, resamples)[..., 2].mean(axis=1)
        wrong = labels[rows] != predictions[rows]
        blocks = resamples.blocks()
        selected = selection.resampled_selection(blocks, confidence[rows], wrong, (0.1,))
        return np.column_stack([f1, selected])

    wrong = labels != predictions
    once = bootstrap.draw_once(POPULATION)
    truth = np.append(
        macro_f1_score(labels, predictions, TARGETS),
        selection.resampled_selection(once, confidence, wrong, (0.1,)),
    )
    random = np.random.default_rng(1)
    for images in (1000, 4000):
        held = np.zeros(len(truth))
        for trial in range(TRIALS):
            resamples = bootstrap.Resamples(images, RESAMPLES, trial)
            again = measure(random.integers(POPULATION, size=images), resamples)
            low, high = np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
            held += (low <= truth) & (truth <= high)
        yield [f"{images:,}", *(f"{100 * share:.1f}" for share in held / TRIALS)]


def calibration_rows() -> Iterator[list[str]]:
    """ECE where every confidence is too high by the same amount, with three kinds of limits."""
    confidence = draw_population(seed=0)[2]
    random = np.random.default_rng(1)
    for images in (1000, 4000):
        for excess in (0.0, 0.01, 0.02, 0.04, 0.1):
            held = np.zeros(3)
            for trial in range(TRIALS):
                drawn = confidence[random.integers(POPULATION, size=images)]
                right = random.random(images) < np.maximum(drawn - excess, 0)
                limits = _calibration_limits(drawn, right, trial)
                held += [low <= excess <= high for low, high in limits]
            shares = (f"{100 * share:.1f}" for share in held / TRIALS)
            yield [f"{images:,}", f"{excess:.2f}", *shares]


def _calibration_limits(
    confidence: Floats, right: NDArray[np.bool_], seed: int
) -> list[tuple[float, float]]:
    """Ours, percentile, "basic" (the percentiles turned round the value)."""
    blocks = bootstrap.Resamples(len(confidence), RESAMPLES, seed).blocks()
    columns = calibration.surpluses(confidence, right, EDGES)
    sums = bootstrap.resampled_sums(blocks, {"bins": columns})["bins"]
    again = np.abs(sums).sum(axis=1) / len(confidence)
    error = calibration.expected_calibration_error(confidence, right, EDGES)
    chance = calibration.error_if_calibrated(confidence, EDGES, LEVEL)
    ours = calibration.error_interval(error, again, chance, LEVEL)
    plain = bootstrap.percentile_interval(error, again, LEVEL)
    return [ours[1:], plain[1:], (2 * error - plain.high, 2 * error - plain.low)]


def main() -> None:
    """Print both tables."""
    error = 100 * np.sqrt(LEVEL * (1 - LEVEL) / TRIALS)
    print(f"{TRIALS} trials a row; Monte-Carlo standard error {error:.1f} points at 95 %.")
    header = ["images", "macro F1", "AURC", "coverage at 10 % risk"]
    print_table("Coverage of percentile intervals, %", header, percentile_rows())
    header = ["images", "true error", "used here", "percentile", '"basic" bootstrap']
    print_table("Coverage of intervals of the calibration error, %", header, calibration_rows())


if __name__ == "__main__":
    main()
