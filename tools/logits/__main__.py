"""Takes over ImageNet logits that another program computed:

python -m tools.logits NAME --test FILE [--train FILE] [--labels-test FILE --labels-train FILE]

A file holds numbers (N, 1000), the columns in ImageNet's order: .npy, .npz, .pt, .pth, .safetensors
or .csv. FILE#NAME is one array of several. Without labels, those of the data set of params.yaml
are taken; without --train, strategies that need training images are left out.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from stages.core import front_door, params, paths
from stages.core.errors import ParamsError
from stages.core.values import Name
from stages.download.params import DownloadParams
from stages.sources import entries
from tools.logits import importing
from tools.logits.importing import Asked, Split

log = logging.getLogger(__name__)


def main(words: argparse.Namespace) -> None:
    """Read, check, write, track; say what was converted and what to type next."""
    asked = parse_words(words)
    importing.check_words(asked)
    splits: dict[paths.Split, Split] = {
        split: importing.read_split(asked, split) for split in get_args(paths.Split)
    }
    for found in splits.values():
        if found.file and found.type != "float32":
            log.info(f"{found.file}: {found.type}, converted to float32.")
    importing.track(importing.write_logits(asked, splits))
    counts = " and ".join(
        f"{len(found.logits):,} {'training' if split == 'train' else split} images"
        for split, found in splits.items()
    )
    log.info(
        f"{asked.name}: logits of {counts}. To map and evaluate them, run: dvc exp run "
        f"--pull --allow-missing -n {asked.name} -S 'imported=[{asked.name}]' report"
    )


def parse_words(words: argparse.Namespace) -> Asked:
    """The words typed as a request; ParamsError for a name that is none."""
    try:
        name = TypeAdapter(Name).validate_python(words.name)
    except ValidationError as error:
        told = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise ParamsError(f"NAME: {told}") from error
    own = words.labels_train is not None or words.labels_test is not None
    return Asked(
        name,
        words.title or name,
        words.images or _name_images(own),
        {"train": words.train, "test": words.test},
        {"train": words.labels_train, "test": words.labels_test},
        words.label_offset,
        words.probabilities,
    )


def _name_images(own: bool) -> str:
    if own:
        return "images that came with labels of their own"
    return entries.read_dataset(params.load_section("download", DownloadParams).dataset).title


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; argparse ends the program if it is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.logits",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("name", metavar="NAME", help="of the network, as params.yaml will list it")
    add("--test", metavar="FILE", required=True, help="logits of the test images")
    add("--train", metavar="FILE", help="logits of the training images")
    add("--labels-test", metavar="FILE", help="whole numbers (N,), where the images are others")
    add("--labels-train", metavar="FILE", help="the same of the training images")
    add("--label-offset", metavar="N", type=_count, default=0,
        help="columns before ImageNet's first class, such as 1 for a background class (0)",
        )  # fmt: skip
    add("--probabilities", action="store_true", help="the numbers are probabilities, not logits")
    add("--title", help="the network, as pages call it (NAME)")
    add("--images", help="the images, as pages call them (the data set's title)")
    return parser.parse_args(words)


def _count(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is no number of columns: 0, 1, 2, …")
    return int(word)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    typed = parse(sys.argv[1:])
    front_door.enter(lambda: main(typed))
