"""Draws in a second process while this one computes, because figures take longer than numbers."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

WORTHWHILE = 8  # strategies; drawing fewer takes less time than starting a process

Submit = Callable[..., None]


@contextmanager
def background_writer(strategies: int) -> Iterator[Submit]:
    """Yield submit(function, *arguments), for functions that write files and return nothing.

    On exit, this process takes over what the other one has not yet begun, the last first; then all
    of them have finished, and an error of one of them is raised here. With few strategies, this
    process does all the work; the files are the same.
    """
    if strategies < WORTHWHILE:
        yield lambda function, *arguments: function(*arguments)
        return
    # spawn: a fork of a process with BLAS threads may hang
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        submitted: list[tuple[Future[Any], Callable[[], None]]] = []

        def submit(function: Callable[..., None], *arguments: Any) -> None:
            work = partial(function, *arguments)
            submitted.append((other.submit(work), work))

        yield submit
        for future, work in reversed(submitted):
            if future.cancel():
                work()
            else:
                break  # all before it have begun
        for future, _ in submitted:
            if not future.cancelled():
                future.result()
