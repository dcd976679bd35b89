"""Draws in a second process while this one computes, because figures take longer than numbers."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

WORTHWHILE = 8  # strategies; drawing fewer takes less time than starting a process

Submit = Callable[..., None]


@contextmanager
def background_writer(strategies: int) -> Iterator[Submit]:
    """Yield submit(function, *arguments), for functions that write files and return nothing.

    On exit, all of them have finished, and an error of one of them is raised here. With few
    strategies, this process does the work; the files are the same.
    """
    if strategies < WORTHWHILE:
        yield lambda function, *arguments: function(*arguments)
        return
    # spawn: a fork of a process with BLAS threads may hang
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        futures: list[Future[Any]] = []
        yield lambda *work: futures.append(other.submit(*work))
        for future in futures:
            future.result()
