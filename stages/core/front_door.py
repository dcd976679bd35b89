"""How commands start and end: the words typed become arguments, foreseen trouble one line."""

import argparse
import importlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import quote

from . import arithmetic, lock, paths
from .errors import StageError


def run_stage(room: str, *arguments: str) -> None:
    """Call `main` of stages/<room>/stage.py with the named arguments from the command line.

    It is imported here and no sooner: the arithmetic must be fixed before NumPy is imported, and
    an interrupted import should end like an interrupted run. The same stage with the same
    arguments runs once at a time; a second one waits.
    """

    def start() -> None:
        arithmetic.fix()
        paths.require_root()
        _end_with_dvc()
        root = __name__.partition(".")[0]
        main = importlib.import_module(f"{root}.{room}.stage").main
        words = _parse(main, arguments)
        run = "-".join([room, *(quote(word, safe="") for word in words.values())])
        with lock.hold(paths.WORK / "locks" / run, f"runs {' '.join([room, *words.values()])}"):
            main(**words)

    enter(start)


def run(main: Callable[..., None], *arguments: str) -> None:
    """Call main with the named positional arguments from the command line."""
    enter(lambda: main(**_parse(main, arguments)))


def _parse(main: Callable[..., None], arguments: Sequence[str]) -> dict[str, str]:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in arguments:
        parser.add_argument(name)
    return vars(parser.parse_args())


def _end_with_dvc() -> None:
    """End this process soon after the DVC that started it was killed.

    Nobody waits for its results then, and the next `dvc repro` deletes and writes the same outs.
    """
    if "DVC_STAGE" in os.environ:
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    sys.stderr.write("error: the DVC that started this stage has gone. Run: dvc repro\n")
    os._exit(1)


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
