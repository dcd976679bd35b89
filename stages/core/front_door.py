"""How each room is entered: parse the words typed, run, turn foreseen errors into one line."""

import argparse
import logging
import sys
from collections.abc import Callable

from stages.core.errors import StageError


def run(main: Callable[..., None], *arguments: str) -> None:
    """Call main with the named positional arguments from the command line.

    A StageError becomes one line on stderr and exit code 1, Ctrl-C exit code 130;
    anything else is a bug and keeps its traceback.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in arguments:
        parser.add_argument(name)
    enter(lambda: main(**vars(parser.parse_args())))


def enter(action: Callable[[], None]) -> None:
    """Run an action whose words are parsed already, with the same ending as `run`."""
    try:
        action()
    except StageError as error:
        sys.exit(f"error: {' '.join(str(error).splitlines())}")
    except KeyboardInterrupt:
        sys.exit(130)
