"""Compares the networks that run here, for docs/networks.md: `python -m tools.networks`.

Runs all of them as an experiment in a scratch copy of HEAD, which takes the images, the extra
`networks` and half an hour on two cores; this checkout keeps its params.yaml and results. Writes
docs/networks.json, and from it the tables and the figure of docs/networks.md. --here: takes the
results of this checkout, whose params.yaml lists several networks that have run. --write: makes
tables and figure alone.
"""

import argparse
import logging
import sys
from contextlib import chdir
from pathlib import Path
from typing import Final

from stages import drawing
from stages.core import files, front_door
from stages.core.errors import DataError
from tools.readme.__main__ import filled
from tools.verify import scratch

from . import experiment, figure, measure, page
from .survey import MEASURED, Survey, read_survey

PAGE: Final = Path("docs/networks.md")


def main(here: bool, write: bool) -> None:
    """Measure, unless only the page is wanted, and write the page."""
    if not PAGE.is_file():
        raise DataError(f"{PAGE} is missing. Run: git checkout {PAGE}")
    if not write:
        measured = measure.measure() if here else run_experiment()
        files.write_json(MEASURED, measured.model_dump())
    survey = read_survey()
    text = PAGE.read_text(encoding="utf-8")
    files.write_text(PAGE, fill(text, page.write_tables(survey)))
    drawing.save(figure.draw_networks(survey), figure.FIGURE)


def run_experiment() -> Survey:
    """All networks in a scratch copy, which is deleted afterwards."""
    with scratch.folder() as folder:
        copy = scratch.clone(scratch.resolve("HEAD"), folder / "networks")
        scratch.lend_downloads(copy.root)
        experiment.run(copy)
        with chdir(copy.root):
            return measure.measure()


def fill(text: str, tables: dict[str, str]) -> str:
    """The page with its tables."""
    for name, table in tables.items():
        text = filled(PAGE, text, name, table)
    return text


def parse(words: list[str]) -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.networks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--here", action="store_true", help="measure what has run in this checkout")
    source.add_argument("--write", action="store_true", help="make tables and figure anew")
    return parser.parse_args(words)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    typed = parse(sys.argv[1:])
    front_door.enter(lambda: main(**vars(typed)))
