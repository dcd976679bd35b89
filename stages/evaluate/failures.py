"""Errors of strategies and effects of their lists, as rows of tables; all on dev.

These tables help to improve a mapping. If they were about test images, the mapping would be tuned
on test images. Only where there are no training images are they about test images.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Members, is_mapped
from ..statistics import paired_difference
from ..tables.evaluate import ConfusedPair, ListRecall, Top1Count, UnmappedClass, UnmappedHandling
from .confusion import accuracy_score, confusion_counts, confusion_shares, per_class_scores
from .inputs import Predictions, StrategyScores
from .lists import ListUsed, find_families, published_lists

Flags = NDArray[np.bool_]


def confused_rows(predictions: Predictions, shown: int) -> Iterator[ConfusedPair]:
    """The most frequent confusions of each strategy; ties: in the order of targets."""
    names = predictions.targets
    for strategy in predictions.strategies:
        counts = confusion_counts(
            predictions.choice_labels, predictions.choice_of(strategy).predictions, len(names)
        )
        shares = confusion_shares(counts)
        wrong = counts[:, :-1] * ~np.eye(len(names), dtype=np.bool_)
        for cell in np.argsort(-wrong, axis=None, kind="stable")[:shown]:
            row, column = divmod(int(cell), len(names))
            if wrong[row, column]:
                yield ConfusedPair(
                    strategy.kind, strategy.name, names[row], names[column],
                    int(wrong[row, column]), float(shares[row, column]),
                )  # fmt: skip


def unmapped_rows(
    predictions: Predictions, top1: NDArray[np.int64], lists: Mapping[str, Members],
    imagenet: Sequence[str], shown: int,
) -> Iterator[UnmappedClass]:  # fmt: skip
    """For each list and target, the most frequent top-1 classes that are in no group."""
    for groups, members in lists.items():
        mapped = is_mapped(top1, members)
        for number, target in enumerate(predictions.targets):
            of_target = predictions.choice_labels == number
            counts = np.bincount(top1[of_target & ~mapped], minlength=len(imagenet))
            for index in np.argsort(-counts, kind="stable")[:shown]:
                if counts[index]:
                    share = float(counts[index] / of_target.sum())
                    yield UnmappedClass(
                        groups, target, imagenet[index], int(index), int(counts[index]), share
                    )


def top1_rows(
    predictions: Predictions, top1: NDArray[np.int64], imagenet: Sequence[str]
) -> Iterator[Top1Count]:
    """How often each top-1 class meets each label, the commonest class first; ties: by index.

    It is all that `frequency` and `bayesian` see of the images.
    """
    counts = np.zeros((len(imagenet), len(predictions.targets)), np.int64)
    np.add.at(counts, (top1, predictions.choice_labels), 1)
    for index in np.argsort(-counts.sum(axis=1), kind="stable"):
        for number in np.flatnonzero(counts[index]):
            yield Top1Count(
                int(index), imagenet[index], predictions.targets[number], int(counts[index, number])
            )


def policy_rows(
    predictions: Predictions, top1: NDArray[np.int64], lists: Sequence[ListUsed], confidence: float
) -> Iterator[UnmappedHandling]:
    """Strategies that differ only in `unmapped`, if one of them has `ignore`."""
    by_name = {strategy.name: strategy for strategy in predictions.strategies}
    published = published_lists(lists)
    for family in find_families(lists, "unmapped"):
        plain = [used.strategy for used in family if used.options["unmapped"] == "ignore"]
        if not plain:
            continue
        mapped = is_mapped(top1, published[family[0].groups])
        rights = {used.strategy: _right(by_name[used.strategy], predictions) for used in family}
        for used in family:
            right = rights[used.strategy]
            limits = _difference(rights[plain[0]], right, confidence)
            yield UnmappedHandling(
                by_name[used.strategy].kind,
                used.strategy,
                str(used.options["unmapped"]),
                used.groups,
                str(used.options["of"]),
                str(used.options["reduce"]),
                float(mapped.mean()),
                _share(right, mapped),
                _share(right, ~mapped),
                accuracy_score(
                    predictions.choice_labels,
                    predictions.choice_of(by_name[used.strategy]).predictions,
                ),
                *limits,
            )


def recall_rows(
    predictions: Predictions, top1: NDArray[np.int64], lists: Sequence[ListUsed]
) -> Iterator[ListRecall]:
    """Recall of each target under strategies that differ only in their list."""
    by_name = {strategy.name: strategy for strategy in predictions.strategies}
    published = published_lists(lists)
    for family in find_families(lists, "groups"):
        for used in family:
            strategy = by_name[used.strategy]
            scores = per_class_scores(
                predictions.choice_labels,
                predictions.choice_of(strategy).predictions,
                len(predictions.targets),
            )
            mapped = is_mapped(top1, published.get(used.groups, used.members))
            for number, target in enumerate(predictions.targets):
                yield ListRecall(
                    strategy.kind,
                    used.strategy,
                    used.groups,
                    str(used.options["of"]),
                    str(used.options["reduce"]),
                    str(used.options["unmapped"]),
                    target,
                    float(scores.recall[number]),
                    _share(mapped, predictions.choice_labels == number),
                    int(scores.support[number]),
                )


def _right(strategy: StrategyScores, predictions: Predictions) -> Flags:
    right: Flags = predictions.choice_of(strategy).predictions == predictions.choice_labels
    return right


def _difference(base: Flags, right: Flags, confidence: float) -> tuple[float, float, float]:
    """Accuracy of `right` minus that of `base`, with its paired interval; zeros if they are one."""
    if base is right:
        return 0.0, 0.0, 0.0
    lost, gained = int((base & ~right).sum()), int((right & ~base).sum())
    value, low, high = paired_difference(lost, gained, len(right), confidence)
    return float(value), float(low), float(high)


def _share(flags: Flags, among: Flags) -> float | None:
    return float(flags[among].mean()) if among.any() else None
