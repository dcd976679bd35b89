"""Confusion matrices, by far the most figures, drawn by a second process meanwhile."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from stages import drawing
from stages.evaluate.figures import draw_confusion
from stages.evaluate.results import Result

WORTHWHILE = 8  # fewer matrices are drawn sooner than a process has started


@contextmanager
def drawn_meanwhile(
    results: Sequence[Result], targets: Sequence[str], folder: Path
) -> Iterator[None]:
    """On leaving, folder/<strategy>.svg is there for every result; the same bytes either way."""
    if len(results) < WORTHWHILE:
        draw_confusions(results, targets, folder)
        yield
        return
    # spawned: a fork of a process with BLAS threads may hang
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as painter:
        painted = painter.submit(draw_confusions, results, targets, folder)
        yield
        painted.result()


def draw_confusions(results: Sequence[Result], targets: Sequence[str], folder: Path) -> None:
    """One figure a strategy."""
    for result in results:
        path = folder / f"{drawing.file_stem(result.strategy)}.svg"
        drawing.save(draw_confusion(result, targets), path)
