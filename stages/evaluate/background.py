"""A second process that draws while this one computes: figures take longer than numbers."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

WORTHWHILE = 8  # strategies; the figures of fewer are drawn sooner than a process has started

Submit = Callable[..., None]


@contextmanager
def background_writer(strategies: int) -> Iterator[Submit]:
    """Yields submit(function, *arguments), for functions that write files and return nothing.

    On leaving all of them are done; what one of them raised is raised here. The same bytes whether
    a second process draws or, for few strategies, this one.
    """
    if strategies < WORTHWHILE:
        yield lambda function, *arguments: function(*arguments)
        return
    # spawned: a fork of a process with BLAS threads may hang
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        handed: list[Future[Any]] = []
        yield lambda *work: handed.append(other.submit(*work))
        for each in handed:
            each.result()
