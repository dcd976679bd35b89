"""Draws in a second process while this one computes, because figures take longer than numbers."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
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
    with ProcessPoolExecutor(1, get_context("spawn"), _end_with_parent) as other:
        submitted: list[tuple[Future[Any], Callable[[], None]]] = []

        def submit(function: Callable[..., None], *arguments: Any) -> None:
            work = partial(function, *arguments)
            submitted.append((_submit_shielded(other, work), work))

        yield submit
        for future, work in reversed(submitted):
            if future.cancel():
                work()
            else:
                break  # all before it have begun
        for future, _ in submitted:
            if not future.cancelled():
                future.result()


def _submit_shielded(pool: ProcessPoolExecutor, work: Callable[[], None]) -> Future[Any]:
    """Submit with Ctrl-C blocked: a process that this starts inherits that, until it is ready."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(work)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """End this process as soon as the one that started it was killed: nobody waits for its files.

    It would write them into a folder that the next run deletes. Ctrl-C ends it without a word.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if parent := parent_process():

        def wait(ends: BaseProcess = parent) -> None:
            ends.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
