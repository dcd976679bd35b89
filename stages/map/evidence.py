"""The data that a strategy may use, by kind. No type here has a field for test labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, LogitRows
from ..core.errors import DataError
from ..core.rows import Rows, in_chunks, select
from ..vocabulary import ImagenetClass, Target, WordNet
from .groups import Groups
from .habit import Habit
from .options import GroupOptions, StrategyOptions
from .views import views_of


@dataclass(frozen=True)
class Knowledge:
    """What is known without any image: class names, WordNet, lists, and the network's habits."""

    imagenet: tuple[ImagenetClass, ...]  # S classes, in the order of the logits
    targets: tuple[Target, ...]  # K targets, in the order of the labels
    wordnet: WordNet
    groups: Mapping[str, Groups]
    habits: Mapping[str, Habit] = field(default_factory=dict)  # of the network, where it is known

    def narrowed(self, options: StrategyOptions) -> "Knowledge":
        """A copy with only the list that the options name, or with none: a fit sees no other."""
        names = [options.groups] if isinstance(options, GroupOptions) else []
        return replace(self, groups={name: self.groups[name] for name in names})

    def is_informed(self, options: StrategyOptions) -> bool:
        """Whether the options name a list whose author knew the images."""
        return any(used.kind == "informed" for used in self.narrowed(options).groups.values())


@dataclass(frozen=True)
class Unlabelled:
    """Logits (N, S) of images without their labels, and the knowledge."""

    logits: LogitRows
    knowledge: Knowledge


@dataclass(frozen=True)
class Labelled:
    """Training logits (N, S) with labels (N,) in [0, targets)."""

    logits: LogitRows
    labels: Labels
    targets: int  # K, from the class list, never from the labels present


@dataclass(frozen=True)
class Evidence:
    """All inputs of the map stage; the wrappers in `strategies` pass each kind its part.

    train and test: finite logits (N, S); `arguments.to_logits` converts tensors and lists.
    train_labels: whole numbers (N,) in [0, K). DataError for anything else.
    apart: of an ensemble, whose logits are `SideBySide`, what is known of each of its networks.
    """

    knowledge: Knowledge
    train: LogitRows
    train_labels: Labels
    test: LogitRows
    apart: tuple[Knowledge, ...] = ()

    def __post_init__(self) -> None:
        targets = len(self.knowledge.targets)
        for name, logits in (("train", self.train), ("test", self.test)):
            if not isinstance(logits, np.ndarray | Rows) or logits.ndim != 2:
                raise DataError(f"{name} is no array of logits (N, S).")
            if logits.shape[1] != self.train.shape[1]:
                raise DataError(f"test is {logits.shape}; wanted: (N, {self.train.shape[1]}).")
            if not all(np.isfinite(part).all() for part in in_chunks(logits)):
                raise DataError(f"{name} has logits that are not finite.")
        labels = self.train_labels
        if not isinstance(labels, np.ndarray) or labels.dtype.kind not in "iu":
            raise DataError("train_labels is no array of whole numbers.")
        if labels.shape != self.train.shape[:1]:
            raise DataError(f"train_labels is {labels.shape}; wanted: {self.train.shape[:1]}.")
        if labels.size and not 0 <= labels.min() <= labels.max() < targets:
            raise DataError(
                f"train_labels runs from {labels.min()} to {labels.max()}; "
                f"allowed: 0 to {targets - 1}."
            )

    @property
    def views(self) -> tuple["Evidence", ...]:
        """The evidence of each network of an ensemble; of one network, this alone."""
        if not self.apart:
            return (self,)
        parts = zip(self.apart, views_of(self.train), views_of(self.test), strict=True)
        return tuple(
            Evidence(knowledge, train, self.train_labels, test) for knowledge, train, test in parts
        )

    @property
    def has_training_images(self) -> bool:
        """False for a data set of test images alone."""
        return len(self.train) > 0

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Evidence":
        """The same with some of the training images, chosen by flags (N,) or by index."""
        train = select(self.train, rows)
        return replace(self, train=train, train_labels=self.train_labels[rows])


def count_top1(train: Labelled) -> NDArray[np.float64]:
    """F (S, K): the number of training images whose top-1 class is s and whose label is t."""
    counts = np.zeros((train.logits.shape[1], train.targets))
    for part, labels in zip(in_chunks(train.logits), in_chunks(train.labels), strict=True):
        np.add.at(counts, (part.argmax(axis=1), labels), 1)
    return counts
