"""How commands start and end: the words typed become arguments, foreseen trouble one line."""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Callable, Sequence

from . import arithmetic
from .errors import StageError


def run_stage(room: str, *arguments: str) -> None:
    """Call `main` of stages/<room>/stage.py with the named arguments from the command line.

    It is imported here and no sooner: the arithmetic must be fixed before NumPy is imported, and
    an interrupted import should end like an interrupted run.
    """

    def start() -> None:
        arithmetic.fix()
        root = __name__.partition(".")[0]
        _call(importlib.import_module(f"{root}.{room}.stage").main, arguments)

    enter(start)


def run(main: Callable[..., None], *arguments: str) -> None:
    """Call main with the named positional arguments from the command line."""
    enter(lambda: _call(main, arguments))


def _call(main: Callable[..., None], arguments: Sequence[str]) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in arguments:
        parser.add_argument(name)
    main(**vars(parser.parse_args()))


def enter(action: Callable[[], None]) -> None:
    """Run an action. A StageError becomes one line on stderr and exit code 1, Ctrl-C one line and
    exit code 130; anything else is a bug and keeps its traceback.
    """
    try:
        action()
    except StageError as error:
        sys.exit(f"error: {' '.join(str(error).splitlines())}")
    except BrokenPipeError:  # `| head` has read what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
