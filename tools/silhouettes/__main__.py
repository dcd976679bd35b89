"""Recognises silhouettes and line drawings of 16 classes, and compares with published decisions:
`python -m tools.silhouettes` (minutes; `make silhouettes`).

The pipeline runs in a copy of the commit under work/, so this checkout stays as it is, but for the
tables of docs/silhouettes.md.
"""

import logging
import sys
from pathlib import Path

from stages import vocabulary
from stages.core import files, front_door, paths
from tools.readme.__main__ import filled
from tools.silhouettes import page, scratch_run
from tools.silhouettes.published import read_published
from tools.verify import scratch

PAGE = Path("docs/silhouettes.md")
DATASETS = ("silhouettes16", "edges16")


def main() -> None:
    """Run on both data sets, print the tables and write them between the marks of the page."""
    paths.require_root()
    commit = scratch.resolve("HEAD")
    classes = vocabulary.problem(scratch_run.PROBLEM).names
    text = PAGE.read_text(encoding="utf-8")
    with scratch.folder() as folder:
        copy = scratch.clone(commit, folder / "silhouettes")
        scratch.lend_downloads(copy.root)
        for dataset in DATASETS:
            published = read_published(dataset, classes)
            tables = page.write_tables(scratch_run.run(copy, dataset), published, classes)
            sys.stdout.write(f"{dataset}\n\n{tables}\n\n")
            text = filled(PAGE, text, dataset, tables)
    files.write_text(PAGE, text)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    front_door.run(main)
