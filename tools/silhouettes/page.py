"""The tables of docs/silhouettes.md, in Markdown."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from stages.core.arrays import Scores
from stages.core.errors import DataError
from stages.statistics.paired import mcnemar_p
from tools.silhouettes.measures import Comparison, compare
from tools.silhouettes.published import Published
from tools.silhouettes.scratch_run import DECISION

RESNET50 = "ResNet-50, published"
LEAST_SHOWN = 0.0001  # of p


def write_tables(
    scores: Mapping[str, Mapping[str, Scores]], published: Published, classes: Sequence[str]
) -> str:
    """Three tables of one data set: decisions, classes, mappings."""
    truth, other, people = published.truth, published.resnet50, published.people
    decisions = {RESNET50: other} | {n: each[DECISION].predictions for n, each in scores.items()}
    for name, one in decisions.items():
        if len(one) != len(truth):
            raise DataError(f"{name} has decisions on {len(one)} pictures, not {len(truth)}.")
    found = {name: compare(one, truth, other, people) for name, one in decisions.items()}
    tables = (
        _alike(found, published),
        _by_class(found, published, classes),
        _by_mapping(scores, published),
    )
    return "\n\n".join(tables)


def _alike(found: Mapping[str, Comparison], published: Published) -> str:
    header = (
        "who", "right", "95 % Wilson interval", "alone right, beside the published", "exact p",
        "same decision", "error consistency", "with one person",
    )  # fmt: skip
    theirs = found[RESNET50].person
    rows = [("one person", _percent(published.people.mean()), *[""] * 4, f"{theirs:.2f}", "")]
    for name, one in found.items():
        low, high = (f"{100 * limit:.1f}" for limit in one.accuracy.limits)
        is_other = name != RESNET50
        rows.append(
            (
                name,
                _percent(one.accuracy.value),
                f"{low}–{high} %",
                f"{one.gained}, it {one.lost}" if is_other else "",
                _p(one) if is_other else "",
                _percent(one.same) if is_other else "",
                f"{one.consistency:.2f}" if is_other else "",
                f"{one.person:.2f}",
            )
        )
    return _table(header, rows)


def _by_class(found: Mapping[str, Comparison], published: Published, classes: Sequence[str]) -> str:
    """How many of ten pictures are right: the mean person, and each network."""
    people = np.bincount(published.truth, weights=published.people)
    rows = [
        (name, f"{people[k]:.1f}", *(str(one.right_of[k]) for one in found.values()))
        for k, name in enumerate(classes)
    ]
    return _table(("right of ten", "one person", *found), rows)


def _by_mapping(scores: Mapping[str, Mapping[str, Scores]], published: Published) -> str:
    mappings = list(next(iter(scores.values())))
    rows = [
        (
            mapping,
            *(
                _percent((each[mapping].predictions == published.truth).mean())
                for each in scores.values()
            ),
        )
        for mapping in mappings
    ]
    return _table(("mapping", *scores), rows)


def _p(one: Comparison) -> str:
    p = float(mcnemar_p(one.lost, one.gained))
    return f"{p:.4f}" if p >= LEAST_SHOWN else f"< {LEAST_SHOWN}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
