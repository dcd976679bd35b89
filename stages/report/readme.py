"""The results table of README.md, between two marks: `python -m stages.report.readme [--check]`.

README.md is written by people and so is no out of DVC; only what stands between the marks is ours.
"""

import argparse
from pathlib import Path

from stages.core import files, front_door
from stages.core.errors import DataError
from stages.report.content import read_content
from stages.report.render import render

README = Path("README.md")
START = "<!-- results:start -->"
END = "<!-- results:end -->"


def main(check: bool) -> None:
    """Fill the table; with check, write nothing and fail where it is not what metrics/ say."""
    text = _read(README)
    new = filled(text, render("readme_table.md.j2", read_content()))
    if check and new != text:
        raise DataError(f"{README}: the results table is not that of metrics/. Run: make readme")
    if new != text:
        files.write_text(README, new)


def filled(text: str, table: str) -> str:
    """The text with the table between its marks, whatever stood there before."""
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise DataError(f"{README} must hold {START!r} and, below it, {END!r}, each once.")
    before, rest = text.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{table.strip()}\n{END}{after}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing. Run: git checkout {path}") from error


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if it differs")
    front_door.enter(lambda: main(**vars(parser.parse_args())))
