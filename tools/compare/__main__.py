"""Compares two revisions, and tells changes from noise:

python -m tools.compare [REV] [REV]

Reads the scores of both through DVC, also in a clone without data. Prints, for every strategy whose
predictions changed: accuracy before and after, difference, paired interval, Holm-corrected p, one
verdict, the images that flipped. First comes the best of each kind on dev, under every network that
both revisions list. Networks and strategies of only one of them are named.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from stages.core import files, front_door, params, paths
from stages.core.errors import DataError, ParamsError
from stages.evaluate.params import EvaluateSection
from tools.compare import comparison, revisions, text
from tools.compare.comparison import Comparison
from tools.compare.revisions import WORKSPACE, Snapshot


class Request(NamedTuple):
    """What to compare: revisions (before, after), and backbones (before, after)."""

    revisions: tuple[str, str]
    backbones: tuple[str, str] | None  # None: each that both sides list
    strategies: tuple[str, str] | None  # None: all, by name
    scored: paths.Scored


def parse_request(words: argparse.Namespace) -> Request:
    """The request of the command line."""
    within = words.strategies or words.backbones  # two of one revision, unless two are named
    match words.revisions:
        case []:
            asked = (WORKSPACE, WORKSPACE) if within else ("HEAD", WORKSPACE)
        case [only]:
            asked = (only, only) if within else (only, WORKSPACE)
        case [before, after]:
            asked = (before, after)
        case _:
            raise ParamsError("at most two revisions can be compared; see: compare --help")
    named = words.backbones or ([words.backbone] * 2 if words.backbone else None)
    strategies = tuple(words.strategies) if words.strategies else None
    scored: paths.Scored = words.split or "dev"
    return Request(asked, tuple(named) if named else None, strategies, scored)


class Networks(NamedTuple):
    """The pairs to compare (before, after), and what only one side has."""

    pairs: tuple[tuple[str, str], ...]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()


def find_networks(request: Request) -> Networks:
    """The pair that was asked for, or those that both params.yaml list; DataError without any."""
    if request.backbones:
        return Networks((request.backbones,))
    first, second = request.revisions
    before = revisions.read_backbones(first)
    after = before if first == second else revisions.read_backbones(second)
    pairs = tuple((name, name) for name in after if name in before)
    if not pairs:
        raise DataError(
            f"{first} has {', '.join(before)}, {second} has {', '.join(after)}: no network is in "
            f"both. Name two: python -m tools.compare {first} {second} --backbones BEFORE AFTER"
        )
    return Networks(
        pairs,
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name not in before),
    )


def compare_revisions(
    request: Request, networks: Networks, confidence: float
) -> tuple[Comparison, tuple[str, str]]:
    """Read both sides of every backbone and compare them; returns also the titles of both."""
    matches, only_before, only_after = [], [], []
    sides: list[Snapshot] = []
    for pair in networks.pairs:
        before, after = (
            revisions.read_snapshot(revision, backbone, request.scored)
            for revision, backbone in zip(request.revisions, pair, strict=True)
        )
        if sides and not request.backbones and comparison.has_other_images(sides[0], before):
            logging.warning(
                f"{pair[0]} was shown other images than {sides[0].backbone}. To compare it, add: "
                f"--backbone {pair[0]}"
            )
            continue
        sides += [before, after]
        comparison.check_comparable(sides[0], before)
        comparison.check_comparable(sides[0], after)
        if request.strategies:
            matches += comparison.match_pair(before, after, request.strategies)
            continue
        matches += comparison.match_names(before, after)
        only_before += comparison.missing_from(after, before)
        only_after += comparison.missing_from(before, after)
    compared = comparison.compare(matches, sides[0].labels, confidence, only_before, only_after)
    compared = replace(
        compared, networks_before=networks.only_before, networks_after=networks.only_after
    )
    return compared, (sides[0].title, sides[1].title)


def main(words: argparse.Namespace) -> None:
    """Read, compare, print; write a page and a figure if the user names files for them."""
    chosen = params.load_section("evaluate", EvaluateSection)
    request = parse_request(words)
    networks = find_networks(request)
    last = request.revisions[-1], networks.pairs[0][-1]
    if words.split is None and not revisions.has_dev_images(*last):
        request = request._replace(scored="test")
        logging.warning("There are no training images, so the test images are compared.")
    compared, titles = compare_revisions(request, networks, chosen.confidence)
    if WORKSPACE in request.revisions:
        _warn_of_stale({name for pair in networks.pairs for name in pair})
    heading = text.Heading(*titles, request.scored, words.images)
    render = {"json": text.as_json, "md": text.as_markdown}
    sys.stdout.write(render.get(words.form, text.as_table)(compared, heading))
    if words.html:
        from tools.compare import page  # draws, too

        files.write_text(words.html, page.as_page(compared, heading))
    if words.figure:
        from stages import drawing  # matplotlib: as much as all the rest
        from tools.compare import figure

        drawing.save(figure.draw(compared, heading), words.figure)


def _warn_of_stale(backbones: set[str]) -> None:
    for backbone in sorted(backbones):
        if changed := revisions.differs_from_lock(backbone):
            logging.warning(
                "warning: the workspace's scores of %s may be old: dvc.lock does not know this %s. "
                "Run: make remap",
                backbone,
                ", ".join(changed),
            )


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; argparse ends the program if it is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("revisions", nargs="*", metavar="REV",
        help="branch, tag, commit, experiment or 'workspace'; none: HEAD and the workspace; "
             "one: that and the workspace")  # fmt: skip
    add("--split", choices=("dev", "test"),
        help="dev: the training images, to choose by (default, if there are any); test: to report",
        )  # fmt: skip
    networks = parser.add_mutually_exclusive_group()
    networks.add_argument("--backbone", metavar="NAME", help="only this one; all that both have")
    networks.add_argument("--backbones", nargs=2, metavar="NAME", help="one network with another")
    add("--strategies", nargs=2, metavar="NAME", help="one strategy with another")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--md", dest="form", action="store_const", const="md", help="Markdown")
    forms.add_argument("--json", dest="form", action="store_const", const="json",
                       help="JSON, with all flipped images")  # fmt: skip
    add("--figure", type=_figure_path, metavar="FILE", help="draw it too: .svg or .png")
    add("--html", type=_page_path, metavar="FILE", help="write it as a page, too: .html")
    add("--images", type=_count, default=5, metavar="N", help="flipped images named each way (5)")
    return parser.parse_args(words)


def _count(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is no number of images: 0, 1, 2, …")
    return int(word)


def _figure_path(word: str) -> Path:
    return _check_path(word, ".svg", ".png")


def _page_path(word: str) -> Path:
    return _check_path(word, ".html")


def _check_path(word: str, *endings: str) -> Path:
    """A path outside DVC's outs, which must not depend on the names of commits."""
    path = Path(word)
    if path.suffix not in endings:
        raise argparse.ArgumentTypeError(f"{word!r} must end in {' or '.join(endings)}")
    here = Path.cwd()
    tracked = [paths.DATA, paths.METRICS, paths.PLOTS, paths.REPORT]
    if any((here / path).resolve().is_relative_to((here / out).resolve()) for out in tracked):
        names = ", ".join(map(str, tracked))
        raise argparse.ArgumentTypeError(f"{word!r} lies in an out of DVC (one of {names})")
    return path


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    typed = parse(sys.argv[1:])
    front_door.enter(lambda: main(typed))
