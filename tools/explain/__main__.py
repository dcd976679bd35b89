"""Explains the prediction of each strategy for one image: `python -m tools.explain INDEX`

Prints its likeliest ImageNet classes and, strategy by strategy, the prediction, its score, and the
reason for it. Needs neither the images nor the network, only what `dvc pull` fetches.
`--disagree` lists the images on which the strategies differ most instead.
"""

import argparse
import sys
from typing import get_args

from stages.core import front_door, paths
from stages.core.errors import ParamsError
from tools.explain.disagreement import list_disagreements
from tools.explain.explanation import explain_image
from tools.explain.recorded import choose_backbone, read_record


def main(words: argparse.Namespace) -> None:
    """Print the explanation of one image, or the images on which strategies differ most."""
    record = read_record(choose_backbone(words.backbone), words.split)
    if words.disagree is not None:
        if words.disagree < 1:
            raise ParamsError(f"--disagree is {words.disagree}; allowed: 1 and more.")
        sys.stdout.write(list_disagreements(record, words.disagree))
        return
    images = len(record.logits)
    if not 0 <= words.index < images:
        raise ParamsError(
            f"there is no {words.split} image {words.index}; allowed: 0 to {images - 1}."
        )
    sys.stdout.write(explain_image(record, words.index))


def read_words() -> argparse.Namespace:
    """The command line: an index, or --disagree."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.explain",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("index", metavar="INDEX", nargs="?", type=int, help="from 0")
    what.add_argument(
        "--disagree", metavar="N", nargs="?", type=int, const=10, help="N images (10)"
    )
    parser.add_argument(
        "--split",
        choices=get_args(paths.Scored),
        default="test",
        help="dev: training images (test)",
    )
    parser.add_argument("--backbone", help="one of params.yaml's (the first)")
    return parser.parse_args()


if __name__ == "__main__":
    typed = read_words()
    front_door.enter(lambda: main(typed))
