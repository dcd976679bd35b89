"""What a run costs, by docs/cost.json: `python -m tools.cost [--images N] [--write]`.

--write fills the tables of docs/cost.md and draws docs/cost.svg. The costs were measured by
benchmarks.costs; the rate of a GPU is an assumption until one is measured.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from stages import drawing
from stages.core import files, front_door
from stages.core.errors import DataError, ParamsError
from tools.readme.__main__ import filled

from . import figure, model, page

PAGE: Final = Path("docs/cost.md")


def main(images: int, gpu_rate: float, workers: int, write: bool) -> None:
    """Print the cost of a run on one machine, or write the page and its figure."""
    if min(images, gpu_rate, workers) <= 0:
        raise ParamsError("--images, --gpu-rate and --workers must be positive.")
    costs = model.read_costs()
    if not write:
        sys.stdout.write(page.describe_run(costs, images))
        return
    machines = model.list_machines(gpu_rate, workers)
    if not PAGE.is_file():
        raise DataError(f"{PAGE} is missing. Run: git checkout {PAGE}")
    files.write_text(
        PAGE, fill(PAGE.read_text(encoding="utf-8"), page.write_tables(costs, machines))
    )
    drawing.save(figure.draw_costs(costs, machines), figure.FIGURE)


def fill(text: str, tables: dict[str, str]) -> str:
    """The page with its tables."""
    for name, table in tables.items():
        text = filled(PAGE, text, name, table)
    return text


def parse(words: list[str]) -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.cost", description=main.__doc__)
    parser.add_argument("--images", type=int, default=60_000)
    parser.add_argument("--gpu-rate", type=float, default=model.GPU_RATE, help="images a second")
    parser.add_argument("--workers", type=int, default=model.WORKERS)
    parser.add_argument("--write", action="store_true", help="write docs/cost.md and docs/cost.svg")
    return parser.parse_args(words)


if __name__ == "__main__":
    front_door.enter(lambda: main(**vars(parse(sys.argv[1:]))))
