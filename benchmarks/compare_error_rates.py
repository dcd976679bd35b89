"""What `python -m tools.compare` gets wrong, measured: 2,000 simulated comparisons a row.

Run: python -m benchmarks.compare_error_rates (a minute). Prints the tables of docs/metrics.md.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Scores
from stages.statistics import mcnemar_p, paired_difference
from tools.compare.comparison import Comparison, Match, compare
from tools.compare.detectable import detectable_difference

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

TRIALS = 2000
CONFIDENCE = 0.95
Z = 1.959964
ACCURACY = 0.57  # of the quick input's zero-shot strategies; it matters to Newcombe's alone


class Flips(NamedTuple):
    """Images by (before, after) in each trial, arrays (TRIALS,)."""

    both: Floats
    lost: Floats
    gained: Floats
    neither: Floats


def wald(flips: Flips, images: int, added: float = 0.0, continuity: float = 0.0) -> Limits:
    """The textbook's; `added` to either flip: Agresti and Min (2005)."""
    lost, gained, size = flips.lost + added, flips.gained + added, images + 2 * added
    centre = (gained - lost) / size
    deviation = np.sqrt(np.maximum(gained + lost - size * centre**2, 0)) / size
    reach = Z * deviation + continuity / size
    return centre - reach, centre + reach


def newcombe(flips: Flips, images: int) -> Limits:
    """Method 10 of Newcombe (1998): Wilson limits of both accuracies and their correlation."""
    before, after = flips.both + flips.lost, flips.both + flips.gained
    (low_1, high_1), (low_2, high_2) = (
        _wilson(right / images, images) for right in (before, after)
    )
    cross = flips.both * flips.neither - flips.lost * flips.gained
    cross = np.where(cross > 0, np.maximum(cross - images / 2, 0), cross)
    spread = np.sqrt(before * (images - before) * after * (images - after))
    correlation = np.divide(cross, spread, out=np.zeros(len(cross)), where=spread > 0)
    first, second = before / images, after / images
    down, up = second - low_2, high_2 - second
    left, right = first - low_1, high_1 - first
    low = np.sqrt(np.maximum(down**2 - 2 * correlation * down * right + right**2, 0))
    high = np.sqrt(np.maximum(up**2 - 2 * correlation * up * left + left**2, 0))
    return second - first - low, second - first + high


def _wilson(share: Floats, images: int) -> Limits:
    centre = (share + Z**2 / (2 * images)) / (1 + Z**2 / images)
    inner = share * (1 - share) / images + Z**2 / (4 * images**2)
    reach = Z / (1 + Z**2 / images) * np.sqrt(inner)
    return centre - reach, centre + reach


def ours(flips: Flips, images: int) -> Limits:
    """What `compare` prints: Bonett and Price (2012)."""
    found = paired_difference(flips.lost, flips.gained, images, CONFIDENCE)
    return found.low, found.high


INTERVALS: Mapping[str, Callable[[Flips, int], Limits]] = {
    "Bonett–Price": ours,
    "Wald": wald,
    "Wald, continuity": lambda flips, images: wald(flips, images, continuity=1.0),
    "Agresti–Min": lambda flips, images: wald(flips, images, added=0.5),
    "Newcombe 10": newcombe,
}


def draw_flips(images: int, flipped: float, difference: float, seed: int) -> Flips:
    """Trials in which a share `flipped` is expected to flip, with that true difference."""
    lost, gained = (flipped - difference) / 2, (flipped + difference) / 2
    cells = [ACCURACY - lost, lost, gained, 1 - ACCURACY - gained]
    drawn = np.random.default_rng(seed).multinomial(images, cells, size=TRIALS)
    return Flips(*drawn.T.astype(np.float64))


def coverage(limits: Limits, difference: float) -> float:
    """Share of trials whose interval holds the true difference."""
    return float(np.mean((limits[0] <= difference) & (difference <= limits[1])))


def coverage_rows() -> Iterator[list[str]]:
    """Coverage of every interval where few, some and many images flip, without and with effect."""
    for images in (1000, 4000, 10_000):
        for flipped in (0.003, 0.01, 0.05, 0.2):
            for difference in (0.0, 0.3 * flipped, 0.7 * flipped):
                flips = draw_flips(images, flipped, difference, seed=images)
                found = [coverage(f(flips, images), difference) for f in INTERVALS.values()]
                shares = [f"{100 * share:.1f}" for share in found]
                yield [f"{images:,}", f"{flipped * images:g}", f"{100 * difference:.2f}", *shares]


class Family(NamedTuple):
    """One comparison of many strategies: which of them were really changed."""

    found: Comparison
    improved: frozenset[str]


def draw_family(
    images: int, strategies: int, improved: int, difference: float, seed: int
) -> Family:
    """Strategies that find the same images hard; 5 % flip in each, the first `improved` gain."""
    random = np.random.default_rng(seed)
    labels = np.zeros(images, dtype=np.int64)
    ease = random.beta(2, 1.5, size=images)  # of each image; mean accuracy .57
    matches = []
    for number in range(strategies):
        right = random.random(images) < ease
        gain = difference if number < improved else 0.0
        turn = np.where(
            right, (0.05 - gain) / 2 / right.mean(), (0.05 + gain) / 2 / (~right).mean()
        )
        after = right ^ (random.random(images) < turn)
        matches.append(Match(f"s{number}", "simulated", _scores(right), _scores(after)))
    names = frozenset(f"s{number}" for number in range(improved))
    return Family(compare(matches, labels, CONFIDENCE), names)


def _scores(right: NDArray[np.bool_]) -> Scores:
    predictions = np.where(right, 0, 1)
    return Scores(
        np.zeros((len(right), 2), np.float32), predictions, "zero_shot", "none", ("a", "b")
    )


class Rates(NamedTuple):
    """Of TRIALS families."""

    false_verdict: float  # an unchanged strategy is called better or worse
    false_uncorrected: float  # the same, if p were not corrected
    power: float  # share of the changed ones that are called better
    wrong_way: float  # share of the changed ones that are called worse


def measure_families(images: int, strategies: int, improved: int, difference: float) -> Rates:
    """How often `compare` as a whole is wrong, and how often it sees what is there."""
    false, uncorrected, better, worse = 0, 0, 0, 0
    for seed in range(TRIALS):
        found, names = draw_family(images, strategies, improved, difference, seed)
        still = [change for change in found.changes if change.strategy not in names]
        verdicts = [c.verdict for c in found.changes if c.strategy in names]
        false += any(change.verdict != "not distinguishable" for change in still)
        uncorrected += any(change.p <= 1 - CONFIDENCE for change in still)
        better += verdicts.count("better")
        worse += verdicts.count("worse")
    changed = max(1, improved) * TRIALS
    return Rates(false / TRIALS, uncorrected / TRIALS, better / changed, worse / changed)


def family_rows() -> Iterator[list[str]]:
    """Families without any effect, and with one in some of them."""
    for images, strategies, improved, difference in (
        (1000, 1, 0, 0.0),
        (1000, 20, 0, 0.0),
        (4000, 20, 0, 0.0),
        (4000, 20, 5, 0.01),
        (4000, 20, 5, 0.02),
    ):
        rates = measure_families(images, strategies, improved, difference)
        yield [
            f"{images:,}", str(strategies), str(improved), f"{100 * difference:.1f}",
            f"{100 * rates.false_verdict:.1f}", f"{100 * rates.false_uncorrected:.1f}",
            f"{100 * rates.power:.1f}" if improved else "", f"{100 * rates.wrong_way:.2f}",
        ]  # fmt: skip


def detectable_rows() -> Iterator[list[str]]:
    """The difference said to be shown 4 times in 5, given as the true one: is it?"""
    for images in (1000, 4000):
        for flipped in (0.0, 0.01, 0.05, 0.2):
            difference = float(detectable_difference(flipped * images, images, 1 - CONFIDENCE))
            flips = draw_flips(images, max(flipped, difference), difference, seed=images)
            power = np.mean(mcnemar_p(flips.lost, flips.gained) <= 1 - CONFIDENCE)
            yield [
                f"{images:,}",
                f"{flipped * images:g}",
                f"{100 * difference:.2f}",
                f"{100 * power:.1f}",
            ]


def print_table(title: str, header: list[str], rows: Iterator[list[str]]) -> None:
    """One Markdown table, each row as soon as it is known."""
    print(f"\n{title}\n\n| {' | '.join(header)} |\n|{' --: |' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def main() -> None:
    """Print all three tables."""
    error = 100 * np.sqrt(0.95 * 0.05 / TRIALS)
    print(
        f"{TRIALS:,} trials a row; Monte-Carlo standard error {error:.1f} points at 5 and at 95 %."
    )
    header = ["images", "flips", "true difference, points", *INTERVALS]
    print_table("Coverage of 95 % intervals, %", header, coverage_rows())
    header = ["images", "strategies", "changed", "by, points", "false verdict in a family, %"]
    header += ["the same, uncorrected, %", "changed called better, %", "called worse, %"]
    print_table("Verdicts", header, family_rows())
    header = ["images", "flips", "detectable difference, points", "found, %"]
    print_table("Power at the detectable difference (promised: 80 %)", header, detectable_rows())


if __name__ == "__main__":
    main()
