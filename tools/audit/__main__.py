"""Measures the effect of each single edit of a class list: `python -m tools.audit GROUPS`

GROUPS is the name of a list in stages/map/groups, or a file (in that form, or any that
`tools.check` reads). Each class in a group is removed, and each other class is added, one at a
time; the effect on the accuracy on dev (training images; without any, on test) is printed with
its paired interval. It uses labels, so a list that is edited by it is no longer zero-shot.
"""

import argparse
import sys
from pathlib import Path
from typing import get_args

from stages.core import files, front_door, params, paths
from stages.core.errors import ParamsError
from stages.map.evidence import Labelled, count_top1
from stages.map.params import MapParams
from stages.map.reduction import Of, Reduce
from tools.audit.edits import count_flips
from tools.audit.effects import measure_effects
from tools.audit.inputs import Choice, Confidence, choose_reduction, find_groups
from tools.audit.text import CSV_HEADER, Audit, as_text, csv_rows
from tools.explain.recorded import choose_backbone, read_labels, read_logits


def audit_list(word: str, choice: Choice, asked: str | None) -> Audit:
    """Read list, logits and labels, and measure every edit."""
    chosen = params.load_section("map", MapParams)
    confidence = params.load_section("evaluate", Confidence).confidence
    groups = find_groups(word, params.load_targets())
    strategy, reduction = choose_reduction(groups, chosen.strategies, choice)
    backbone = choose_backbone(asked)
    scored: paths.Scored = "dev"
    logits = read_logits(backbone, scored)
    if not len(logits):
        scored, logits = "test", read_logits(backbone, "test")
    labels = read_labels(backbone, scored, len(logits))
    flips = count_flips(logits, labels, reduction)
    top1 = count_top1(Labelled(logits, labels, len(groups.targets)))
    effects = measure_effects(flips, confidence)
    return Audit(backbone, scored, groups, strategy, reduction, flips, effects, top1, confidence)


def main(words: argparse.Namespace) -> None:
    """Print the most harmful members and the most useful other classes; write all to --csv."""
    if words.top < 1:
        raise ParamsError(f"--top is {words.top}; allowed: 1 and more.")
    audit = audit_list(words.groups, Choice(words.like, words.of, words.reduce), words.backbone)
    if words.csv:
        files.write_csv(Path(words.csv), CSV_HEADER, csv_rows(audit))
    sys.stdout.write(as_text(audit, words.top))


def read_words() -> argparse.Namespace:
    """The command line; params.yaml gives the options that it leaves out."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.audit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("groups", metavar="GROUPS")
    parser.add_argument("--backbone", help="one of params.yaml's (the first)")
    parser.add_argument(
        "--like", metavar="STRATEGY", help="whose options are taken (the first that uses the list)"
    )
    parser.add_argument("--of", choices=get_args(Of), help="instead of the strategy's")
    # a vote takes its k from a strategy
    reductions = [name for name in get_args(Reduce) if name != "vote"]
    parser.add_argument("--reduce", choices=reductions, help="instead of the strategy's")
    parser.add_argument("--top", type=int, default=10, help="edits to print of either kind (10)")
    parser.add_argument("--csv", metavar="FILE", help="write all edits to FILE")
    return parser.parse_args()


if __name__ == "__main__":
    typed = read_words()
    front_door.enter(lambda: main(typed))
