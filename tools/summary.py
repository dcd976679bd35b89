"""The last words of a run: which way it took, its best strategies, the page to open.

python -m tools.summary {images,logits,mapping}, which the Makefile runs, for DVC's own last words
are about Git.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from stages.core import front_door, paths
from stages.results.evaluation import Content, Evaluation, read_content
from stages.results.findings import find_kinds
from stages.results.language import PLAIN

PAGE: Final = paths.REPORT / "index.html"
EXPLORER: Final = paths.REPORT / "explorer/index.html"
WAYS: Final[Mapping[str, str]] = {
    "images": "From the images: all of it was computed on this machine.",
    "logits": "From the committed logits: mapping, evaluation and report were computed on this "
    "machine.",
    "mapping": "On the logits that were there: mapping, evaluation and report are up to date.",
}


def main(way: str) -> None:
    """Print which way the run took, what is best of each kind, and what to open."""
    told = ("", WAYS[way], "", *describe(read_content()), "", what_to_open(way, EXPLORER.exists()))
    sys.stdout.write("\n".join(told) + "\n")


def describe(content: Content) -> list[str]:
    """For each backbone a heading and a line for each kind that has a strategy."""
    return [
        line
        for evaluation in content.evaluations
        for line in (_heading(evaluation, content.confidence), *_best_of_each_kind(evaluation))
    ]


def _heading(evaluation: Evaluation, confidence: float) -> str:
    images = evaluation.provenance.images
    interval = f"the {100 * confidence:g} % interval"
    if not images.train:
        return (
            f"{evaluation.backbone}: without training images the best of each kind on the "
            f"{images.test:,} test images, {interval}"
        )
    return (
        f"{evaluation.backbone}: the best of each kind on the {images.train:,} dev images; its "
        f"accuracy on the {images.test:,} test images and {interval}"
    )


def _best_of_each_kind(evaluation: Evaluation) -> list[str]:
    best = [kind.chosen for kind in find_kinds(evaluation)]
    width = max(len(result.strategy) for result in best)
    return [
        f"  {result.kind.replace('_', '-'):12}  {result.strategy:{width}}  "
        f"{PLAIN.percent(result.accuracy):>7}  "
        f"{PLAIN.interval((result.accuracy_low, result.accuracy_high))}"
        for result in best
    ]


def what_to_open(way: str, has_explorer: bool) -> str:
    """The report, which each way writes, and the images where they have been shown once."""
    if not has_explorer:
        return f"Open {PAGE}"
    if way == "images":
        return f"Open {PAGE}, and for every test image {EXPLORER}"
    return f"Open {PAGE} ({EXPLORER} is that of the last run from the images)"


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.summary", description=__doc__)
    parser.add_argument("way", choices=tuple(WAYS), help="where the run started")
    return parser.parse_args(words)


if __name__ == "__main__":
    front_door.enter(lambda: main(**vars(parse(sys.argv[1:]))))
