"""Runs examples/first.ipynb and keeps what its cells print and draw:
`python -m tools.notebook [--check] [--input]`.

A notebook server is not needed: the cells are run in order, in one namespace, in the notebook's
folder, and `imagenet2cifar` is this checkout's stages.
"""

import argparse
import base64
import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from stages import public, vocabulary
from stages.core import arrays, files, front_door, params, paths
from stages.core.errors import DataError

NOTEBOOK: Final = Path("examples/first.ipynb")
INPUT: Final = NOTEBOOK.with_suffix(".npz")
IMAGES: Final = 200  # of the test images, the first ones: half a megabyte of logits
PROBLEM: Final = "cifar10"

Cell = dict[str, Any]


def main(check: bool, write_input: bool) -> None:
    """Run all cells and write what they say; check: write nothing, fail where it differs."""
    if write_input:
        make_input()
    notebook = files.read_map(NOTEBOOK)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, outputs) in enumerate(zip(cells, run(cells), strict=True), start=1):
        if check and said(cell["outputs"]) != said(outputs):
            raise DataError(
                f"{NOTEBOOK}: cell {number} prints something else now. "
                "Run: python -m tools.notebook"
            )
        cell |= {"outputs": outputs, "execution_count": number}
    if not check:
        files.write_text(NOTEBOOK, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def make_input() -> None:
    """Write the logits, labels and ten pictures that the notebook reads; needs the images."""
    problem, (backbone, *_) = vocabulary.problem(PROBLEM), params.load_backbones()
    labels = problem.read_labels(paths.labels("test"))[:IMAGES]
    shown = np.unique(labels, return_index=True)[1]
    with files.new_file(INPUT) as beside, beside.open("wb") as file:
        np.savez_compressed(
            file,
            logits=np.asarray(arrays.read_logits(backbone, "test")[:IMAGES], np.float16),
            labels=np.asarray(labels, np.uint8),
            targets=[target.name for target in problem.targets],
            classes=[one.names[0] for one in vocabulary.imagenet()],
            shown=shown,
            pictures=arrays.read_images(paths.images("test"))[shown],
        )


def run(cells: list[Cell]) -> Iterator[list[Cell]]:
    """The outputs of each cell: what it printed, and the figures that it left open."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    sys.modules.setdefault("imagenet2cifar", public)
    namespace: dict[str, Any] = {}
    for cell in cells:
        printed = io.StringIO()
        with contextlib.chdir(NOTEBOOK.parent), contextlib.redirect_stdout(printed):
            exec("".join(cell["source"]), namespace)  # noqa: S102  # a file of this repository
        figures = [_as_output(plt.figure(number)) for number in plt.get_fignums()]
        plt.close("all")
        yield [*_as_stream(printed.getvalue()), *figures]


def said(outputs: list[Cell]) -> list[str]:
    """What was printed; pictures differ with the version that draws them."""
    return ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]


def _as_stream(text: str) -> list[Cell]:
    lines = text.splitlines(keepends=True)
    return [{"name": "stdout", "output_type": "stream", "text": lines}] if text else []


def _as_output(figure: Any) -> Cell:
    """A figure as a notebook keeps it."""
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=72, bbox_inches="tight", metadata={"Software": None})
    picture = base64.b64encode(content.getvalue()).decode("ascii")
    return {
        "data": {"image/png": picture, "text/plain": ["<Figure>"]},
        "metadata": {},
        "output_type": "display_data",
    }


def parse(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.notebook", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if it differs")
    parser.add_argument(
        "--input", action="store_true", dest="write_input", help=f"write {INPUT} first (images)"
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    front_door.enter(lambda: main(**vars(parse(sys.argv[1:]))))
