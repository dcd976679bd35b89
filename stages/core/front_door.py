"""How commands start and end: the words typed become arguments, foreseen trouble one line.

Once this module is imported, nothing ends a command with a traceback on the screen. It imports
little itself: an import takes long, and Ctrl-C before its end would be Python's own affair.
"""

import sys
from collections.abc import Callable, Sequence

from .errors import StageError

INTERRUPTED = 130  # as a shell says of a command that Ctrl-C ended


def run_stage(room: str, *arguments: str) -> None:
    """Call `main` of stages/<room>/stage.py with the named arguments from the command line.

    It is imported here and no sooner: the arithmetic must be fixed before NumPy is imported, and
    an interrupted import should end like an interrupted run. The same stage with the same
    arguments runs once at a time; a second one waits.
    """

    def start() -> None:
        import importlib
        from urllib.parse import quote

        from . import arithmetic, lock, paths

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
    import argparse
    import logging

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in arguments:
        parser.add_argument(name)
    return vars(parser.parse_args())


def _end_with_dvc() -> None:
    """End this process soon after the DVC that started it was killed.

    Nobody waits for its results then, and the next `dvc repro` deletes and writes the same outs.
    """
    import os
    import threading

    if "DVC_STAGE" in os.environ:
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    import os
    import time

    while os.getppid() == parent:
        time.sleep(0.2)
    sys.stderr.write("error: the DVC that started this stage has gone. Run: dvc repro\n")
    os._exit(1)


def enter(action: Callable[[], None]) -> None:
    """Run an action; whatever ends it is one line on stderr.

    Exit code 1 after a StageError, after what the machine refuses (refusals.py) and after a bug,
    whose traceback is in the file that the line names; 130 after Ctrl-C.
    """
    sys.unraisablehook = _interrupt_again
    try:
        action()
    except BrokenPipeError:  # `| head` has read what it wanted
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (Exception, KeyboardInterrupt) as error:
        _end(error)


def _end(error: BaseException) -> None:
    """Say in one line what ended the command, and exit."""
    if isinstance(error, StageError):
        sys.exit(f"error: {_one_line(error)}")
    import traceback

    from . import refusals

    told = "".join(traceback.format_exception(error))
    # in an import, libraries answer an interrupt with errors of their own, which tell of it
    if "KeyboardInterrupt" in told:
        sys.stderr.write("interrupted\n")
        sys.exit(INTERRUPTED)
    sys.exit(f"error: {_one_line(refusals.explain(error) or _report_bug(error, told))}")


def _report_bug(error: BaseException, told: str) -> str:
    """Write a traceback to a file, or to stderr where that fails; the sentence that says so."""
    import shlex
    import time

    from .errors import shown
    from .paths import WORK

    spec = getattr(sys.modules["__main__"], "__spec__", None)
    command = spec.name.removesuffix(".__main__") if spec else "python"
    path = WORK / "errors" / f"{command}-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    bug = f"this is a bug of ours: {type(error).__name__}: {shown(str(error))}."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{shlex.join(sys.orig_argv)}\n{told}", "utf-8", "backslashreplace")
    except OSError:
        sys.stderr.write(told)
        return bug
    return f"{bug} Its traceback is in {path}: please report it with that file."


def _one_line(text: object) -> str:
    """Text without line ends and other characters that would steer a terminal."""
    flat = " ".join(str(text).split())
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in flat)


def _interrupt_again(dropped: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C in a callback whose errors Python drops: interrupt once more, when it has ended."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    import signal
    import threading

    main = threading.main_thread().ident or 0
    threading.Timer(0.01, signal.pthread_kill, (main, signal.SIGINT)).start()


# what ends a command before `enter`, while its imports run
sys.excepthook = lambda _kind, error, _trace: _end(error)
