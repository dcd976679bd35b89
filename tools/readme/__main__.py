"""The tables of README.md and docs/ that hold results, each between two marks, and croissant.json:
`python -m tools.readme [--check]`.

The pages are written by people and so are no outs of DVC; only what stands between marks is ours.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from stages.core import files, front_door, strict_yaml
from stages.core.arrays import Kind
from stages.core.errors import DataError
from stages.report.parameters import options_of_strategies, read_parameters
from stages.report.render import markdown, shared_facts
from stages.results.evaluation import Content, read_content
from tools.readme import croissant

README = Path("README.md")
RESULTS = Path("docs/results.md")
CARD = Path("docs/card.md")
CROISSANT = Path("docs/croissant.json")
CITATION = Path("CITATION.cff")
STRATEGIES = Path("docs/strategies.md")
TEMPLATES = Path(__file__).parent / "templates"


def main(check: bool) -> None:
    """Fill the tables; with check, write nothing and fail where one is not what metrics/ say."""
    for page, new in write_pages(read_content()).items():
        if not check:
            files.write_text(page, new)
        elif _read(page) != new:
            raise DataError(f"{page}: the results are not those of metrics/. Run: make readme")


def write_pages(content: Content) -> Mapping[Path, str]:
    """The pages with their tables filled, and the description for machines."""
    version = str(strict_yaml.read(CITATION).content["version"])
    described = json.dumps(croissant.describe(content, version, "../"), indent=1)
    return {
        **{page: _fill(page, tables) for page, tables in write_tables(content).items()},
        CROISSANT: f"{described}\n",
    }


def write_tables(content: Content) -> Mapping[Path, Mapping[str, str]]:
    """For each page the tables by the names of their marks."""
    facts = shared_facts(content) | {"options": options_of_strategies(read_parameters())}

    def render(template: str, **more: Any) -> str:
        return markdown(TEMPLATES).get_template(f"{template}.md.j2").render(facts, **more)

    return {
        README: {"results": render("best")},
        RESULTS: {"results": render("results")},
        CARD: {"card": render("card")},
        STRATEGIES: {kind: render("measured", kind=kind) for kind in get_args(Kind)},
    }


def _fill(page: Path, tables: Mapping[str, str]) -> str:
    text = _read(page)
    for name, table in tables.items():
        text = filled(page, text, name, table)
    return text


def filled(page: Path, text: str, name: str, table: str) -> str:
    """The text with the table between the marks of that name, whatever stood there before."""
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise DataError(f"{page} must hold {start!r} and, below it, {end!r}, each once.")
    before, rest = text.split(start)
    _, after = rest.split(end)
    return f"{before}{start}\n{table.strip()}\n{end}{after}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing. Run: git checkout {path}") from error


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.readme", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if it differs")
    front_door.enter(lambda: main(**vars(parser.parse_args())))
