"""Runs several fits at the same time."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

FITS = 2  # at the same time; some hold a copy of the logits, 200 MB for 50,000 images


def run_parallel(
    function: Callable[[Item], Result], items: Iterable[Item], fits: int = FITS
) -> Iterator[Result]:
    """Results in the order of the items; the same bytes on any number of cores.

    BLAS uses one thread in each fit: the matrices are too narrow to share (two threads took three
    times as long as one), and the rounding of its sums depends on the number of threads.
    """
    with threadpool_limits(limits=1), ThreadPoolExecutor(fits) as pool:
        yield from pool.map(function, items)
