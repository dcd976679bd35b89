"""Shows the progress of inference: a bar in a terminal, a line each minute in a log."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

INTERVAL = 60.0  # seconds between two lines

# takes the number of images that have just been computed
Done = Callable[[int], object]


@contextmanager
def show_progress(
    name: str,
    total: int,
    finished: int,
    *,
    terminal: bool | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Done]:
    """Show how many of `total` images are computed; `finished`: of them, before this run.

    terminal: whether the output is a terminal; None: ask stderr.
    """
    if sys.stderr.isatty() if terminal is None else terminal:
        with tqdm(total=total, initial=finished, unit="image", desc=name) as bar:
            yield bar.update
    else:
        yield _lines(name, total, finished, clock)


def _lines(name: str, total: int, finished: int, clock: Callable[[], float]) -> Done:
    started = last_line = clock()
    computed = 0

    def done(count: int) -> None:
        nonlocal computed, last_line
        computed += count
        now = clock()
        if now - last_line >= INTERVAL:
            last_line = now
            rate = computed / (now - started)
            logging.info(describe_progress(name, finished + computed, total, rate))

    return done


def describe_progress(name: str, done: int, total: int, rate: float) -> str:
    """One line with the progress and the time left; rate: images a second."""
    left = describe_duration((total - done) / rate)
    return f"{name}: {done:,} of {total:,} images, {rate:.1f} images/s, about {left} left"


def describe_duration(seconds: float) -> str:
    """Minutes, at least one; from 90 minutes on hours."""
    minutes = seconds / 60
    if minutes > 90:
        return f"{minutes / 60:.1f} hours"
    rounded = max(round(minutes), 1)
    return f"{rounded} minute{'' if rounded == 1 else 's'}"
