"""What the pages say to type, and whether the program that is named would take the words."""

import argparse
import logging
import re
import runpy
import shlex
import subprocess
import sys
import warnings
from pathlib import Path
from unittest import mock

from stages.core import arithmetic
from tests.conftest import ROOT

PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
    "benchmarks/README.md",
    "report/report.md",
)
# what make installs into .venv
ENVIRONMENTS = ("runtime", "inference", "networks", "dev", "all", "ray", "parquet")
PROGRAMS = ("python -m ", "dvc ", "make ")


class Taken(BaseException):
    """The parser has taken the words: time to stop, before anything is done."""


def lines_of(page: str) -> list[str]:
    """The lines of a page's ```bash blocks, without comments."""
    return lines_in((ROOT / page).read_text(encoding="utf-8"))


def lines_in(text: str) -> list[str]:
    """The same of a part of a page."""
    blocks = re.findall(r"```bash\n(.*?)```", text, flags=re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [found for line in lines if (found := f" {line}".split(" #")[0].strip())]


def section(page: str, heading: str) -> str:
    """What stands below a heading of the second level, up to the next one."""
    _, found, rest = (ROOT / page).read_text(encoding="utf-8").partition(f"## {heading}\n")
    assert found, f"{page} has no section {heading}"
    return rest.split("\n## ")[0]


def mentioned_in(page: str) -> list[str]:
    """The commands within sentences: `make bench`; … and capitals stand for what one puts there."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)]
    return [span for span in spans if span.startswith(PROGRAMS)]


def simple_commands(line: str) -> list[list[str]]:
    """The words of each command in a line, without the variables set before it."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    found: list[list[str]] = [[]]
    for word in lexer:
        if set(word) <= set("&|;"):
            found.append([])
        elif found[-1] or not re.match(r"[A-Z_]+=", word):
            found[-1].append(word)
    return found


def check(words: list[str]) -> None:
    """AssertionError unless the program that is named takes all other words, which it is asked."""
    match words:
        case ["make", *targets]:
            for line in recipe(targets):
                check(shlex.split(line))
        case ["dvc", *rest]:
            take_as_dvc(rest)
        case ["python", "-m", module, *rest]:
            take_as_module(module, rest)
        case [other, *_]:
            assert other in {"git", "source", "pre-commit", "sed", "column"}, words


def recipe(targets: list[str]) -> list[str]:
    """What make would run of ours, the environment aside; a target that is not there fails."""
    built = [word for name in ENVIRONMENTS for word in ("-o", f".venv/{name}")]
    command = ["make", *built, "--dry-run", *targets]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    typed = re.sub(r"echo '[^']*'", "", done.stdout.replace("\\\n", " "))
    return re.findall(r"(?:python -m|dvc) [^;&|#\n]*[^;&|#\n\s]", typed)


def take_as_dvc(words: list[str]) -> None:
    """DVC's own parser."""
    from dvc.cli import DvcParserError
    from dvc.cli.parser import get_main_parser

    logging.disable()  # its handler may write to a stream that an earlier test has closed
    try:
        get_main_parser().parse_args(words)
    except DvcParserError as error:
        raise AssertionError(f"dvc does not take {words}") from error
    finally:
        logging.disable(logging.NOTSET)


def take_as_module(module: str, words: list[str]) -> None:
    """The module's own parser: it is run until that has taken the words."""
    path = file_of(module)
    if "parse_args" not in (text := path.read_text(encoding="utf-8")) and "front_door" not in text:
        assert not words, f"{module} takes no words, and is given {words}"
        return
    parse = argparse.ArgumentParser.parse_args

    def take(parser: argparse.ArgumentParser, *given: list[str]) -> None:
        parse(parser, *given)
        raise Taken

    with (
        mock.patch.object(sys, "argv", [str(path), *words]),
        mock.patch.object(argparse.ArgumentParser, "parse_args", take),
        mock.patch.object(arithmetic, "fix"),  # it would start pytest again, in place of this one
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", RuntimeWarning)  # a test may have imported the module
        try:
            runpy.run_module(module, run_name="__main__")
        except Taken:
            return
        except SystemExit as ended:
            raise AssertionError(f"{module} does not take {words}") from ended
    raise AssertionError(f"{module} ran without reading {words}")


def file_of(module: str) -> Path:
    """What `python -m` would run."""
    folder = ROOT / Path(*module.split("."))
    path = folder / "__main__.py" if folder.is_dir() else folder.with_suffix(".py")
    assert path.is_file(), f"there is no module {module}"
    return path
