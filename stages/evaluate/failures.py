"""Where strategies fail and what lists do to it, as rows; all of it on dev.

Whoever looks at failures wants to mend a mapping, and a mapping mended by the test images would be
tuned on them.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Members, is_mapped
from ..statistics import paired_difference
from ..tables.evaluate import ConfusedPair, ListRecall, UnmappedClass, UnmappedHandling
from .accuracy import accuracy_score
from .confusion import confusion_counts, confusion_shares
from .inputs import Predictions, StrategyScores
from .lists import ListUsed, find_families, published_lists
from .per_class import per_class_scores

Flags = NDArray[np.bool_]


def confused_rows(field: Predictions, shown: int) -> Iterator[ConfusedPair]:
    """The largest cells off the diagonal of each strategy; equal ones in the order of targets."""
    names = field.targets
    for entrant in field.entrants:
        counts = confusion_counts(field.dev, entrant.dev.predictions, len(names))
        shares = confusion_shares(counts)
        wrong = counts[:, :-1] * ~np.eye(len(names), dtype=np.bool_)
        for cell in np.argsort(-wrong, axis=None, kind="stable")[:shown]:
            row, column = divmod(int(cell), len(names))
            if wrong[row, column]:
                yield ConfusedPair(
                    entrant.kind, entrant.name, names[row], names[column],
                    int(wrong[row, column]), float(shares[row, column]),
                )  # fmt: skip


def unmapped_rows(
    field: Predictions, top1: NDArray[np.int64], lists: Mapping[str, Members],
    imagenet: Sequence[str], shown: int,
) -> Iterator[UnmappedClass]:  # fmt: skip
    """For each list and target the classes that take the most images away from every group."""
    for groups, members in lists.items():
        mapped = is_mapped(top1, members)
        for number, target in enumerate(field.targets):
            ours = field.dev == number
            counts = np.bincount(top1[ours & ~mapped], minlength=len(imagenet))
            for index in np.argsort(-counts, kind="stable")[:shown]:
                if counts[index]:
                    share = float(counts[index] / ours.sum())
                    yield UnmappedClass(
                        groups, target, imagenet[index], int(index), int(counts[index]), share
                    )


def policy_rows(
    field: Predictions, top1: NDArray[np.int64], lists: Sequence[ListUsed], confidence: float
) -> Iterator[UnmappedHandling]:
    """Strategies that differ only in `unmapped`, those with `ignore` among them."""
    entrants = {entrant.name: entrant for entrant in field.entrants}
    published = published_lists(lists)
    for family in find_families(lists, "unmapped"):
        plain = [used.strategy for used in family if used.options["unmapped"] == "ignore"]
        if not plain:
            continue
        mapped = is_mapped(top1, published[family[0].groups])
        rights = {used.strategy: _right(entrants[used.strategy], field) for used in family}
        for used in family:
            right = rights[used.strategy]
            limits = _difference(rights[plain[0]], right, confidence)
            yield UnmappedHandling(
                entrants[used.strategy].kind,
                used.strategy,
                str(used.options["unmapped"]),
                used.groups,
                str(used.options["of"]),
                str(used.options["reduce"]),
                float(mapped.mean()),
                _share(right, mapped),
                _share(right, ~mapped),
                accuracy_score(field.dev, entrants[used.strategy].dev.predictions),
                *limits,
            )


def recall_rows(
    field: Predictions, top1: NDArray[np.int64], lists: Sequence[ListUsed]
) -> Iterator[ListRecall]:
    """Strategies that differ only in their list: recall of each target."""
    entrants = {entrant.name: entrant for entrant in field.entrants}
    published = published_lists(lists)
    for family in find_families(lists, "groups"):
        for used in family:
            entrant = entrants[used.strategy]
            scores = per_class_scores(field.dev, entrant.dev.predictions, len(field.targets))
            mapped = is_mapped(top1, published.get(used.groups, used.members))
            for number, target in enumerate(field.targets):
                yield ListRecall(
                    entrant.kind,
                    used.strategy,
                    used.groups,
                    str(used.options["of"]),
                    str(used.options["reduce"]),
                    str(used.options["unmapped"]),
                    target,
                    float(scores.recall[number]),
                    _share(mapped, field.dev == number),
                    int(scores.support[number]),
                )


def _right(entrant: StrategyScores, field: Predictions) -> Flags:
    right: Flags = entrant.dev.predictions == field.dev
    return right


def _difference(base: Flags, right: Flags, confidence: float) -> tuple[float, float, float]:
    """Accuracy of `right` less that of `base`, with its paired interval; nothing to itself."""
    if base is right:
        return 0.0, 0.0, 0.0
    lost, gained = int((base & ~right).sum()), int((right & ~base).sum())
    found = paired_difference(lost, gained, len(right), confidence)
    return float(found.value), float(found.low), float(found.high)


def _share(flags: Flags, among: Flags) -> float | None:
    return float(flags[among].mean()) if among.any() else None
