"""Computes the committed numbers again and compares: `python -m tools.verify [REV]` (minutes).

A copy of the commit under work/ runs the whole pipeline from the images, or from the committed
logits if no source has the images. With --workspace nothing is computed: the files of this
checkout, where `dvc repro` has just run, are compared.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from stages.core import front_door, paths
from stages.infer import hardware
from tools.verify import contents, record, scratch, table

FROM_IMAGES = "all of it recomputed from the images"
FROM_LOGITS = "map and evaluate run again on the committed logits (no source offers the images)"
WORKSPACE = "the workspace"

log = logging.getLogger(__name__)


def main(words: argparse.Namespace) -> None:
    """Compare and print a table; exit code 1 if something differs from the commit."""
    paths.require_root()
    commit = scratch.resolve(words.revision)
    title = f"{words.revision} ({commit[:7]})"
    with scratch.folder() as folder:
        committed = scratch.clone(commit, folder / "committed")
        scratch.pull(committed)
        checks = record.check_record(committed)
        then = contents.read_contents(committed.root, f"committed in {title}")
        if words.workspace:
            root, how = Path.cwd(), WORKSPACE
        else:
            _say_what_is_left_out()
            copy = scratch.clone(commit, folder / "recomputed")
            root, how = copy.root, FROM_IMAGES if scratch.recompute(copy) else FROM_LOGITS
        now = contents.read_contents(root, how)
    if how != FROM_LOGITS:
        checks += contents.compare_inputs(then, now)
    checks += contents.compare_results(then, now)
    unverified = contents.name_inputs(then) if how == FROM_LOGITS else []
    notes = [*table.describe_makers(then, now), f"This machine: {hardware.name_device('cpu')}."]
    sys.stdout.write(table.render(f"{title} against {how}", checks, unverified, notes))
    if not all(check.passed for check in checks):
        sys.exit(1)


def _say_what_is_left_out() -> None:
    if scratch.is_edited():
        log.warning("warning: this checkout has changes that are not committed; they are left out.")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.verify", description=__doc__)
    parser.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="commit (HEAD)")
    parser.add_argument(
        "--workspace", action="store_true", help="compare this checkout as it lies, compute nothing"
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    typed = parse(sys.argv[1:])
    front_door.enter(lambda: main(typed))
