"""The scores of one strategy on N labelled images, from which its numbers are computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels, Scores
from . import probability, ranks, selection
from .bootstrap import Resamples, draw_cells

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Choices(Protocol):
    """The parameters of these numbers, in the section `evaluate` of params.yaml."""

    @property
    def confidence(self) -> float: ...
    @property
    def bins(self) -> int: ...
    @property
    def risks(self) -> Sequence[float]: ...
    @property
    def top_k(self) -> Sequence[int]: ...
    @property
    def absent(self) -> str | None: ...


@dataclass(frozen=True)
class Case:
    """One strategy on N labelled images, and the resamples that all strategies share.

    mapped (N,): whether the image's top-1 class is in the strategy's list, or None without a list.
    log_p (N, K): the logarithms of its probabilities, or None without probabilities.
    """

    scores: Scores
    labels: Labels
    mapped: Flags | None
    log_p: Floats | None
    resamples: Resamples
    chosen: Choices

    @property
    def targets(self) -> int:
        """The number of targets, K."""
        return len(self.scores.targets)

    @property
    def all_images(self) -> Flags:
        """(N,), all true."""
        return np.ones(len(self.labels), dtype=np.bool_)

    @cached_property
    def right(self) -> Flags:
        """(N,): whether the prediction is right."""
        return np.asarray(self.scores.predictions == self.labels)

    @cached_property
    def answered(self) -> Flags:
        """(N,): whether the image was not rejected."""
        return np.asarray(self.scores.predictions != REJECTED)

    @cached_property
    def present(self) -> Flags:
        """(N,): whether ImageNet has the image's target; true for all if no target is absent."""
        if self.chosen.absent is None:
            return self.all_images
        return np.asarray(self.labels != self.scores.targets.index(self.chosen.absent))

    @cached_property
    def without_absent(self) -> tuple[Scores, Labels] | None:
        """Scores and labels without the absent target; None if no target is absent."""
        if self.chosen.absent is None:
            return None
        return ranks.without_target(self.scores, self.labels, self.chosen.absent)

    @cached_property
    def confidence(self) -> Floats | None:
        """(N,): the probability of the likeliest target, or None without probabilities."""
        return None if self.log_p is None else probability.top_probabilities(self.log_p)

    @cached_property
    def certainty(self) -> Floats | None:
        """(N,): orders images like `confidence`, but without its rounding to 1."""
        return None if self.log_p is None else probability.certainties(self.log_p)

    @cached_property
    def resampled_selection(self) -> Floats | None:
        """(R, 1 + len(risks)): AURC and coverages of each resample, which no sums determine."""
        if self.certainty is None:
            return None
        return selection.resampled_selection(
            self.resamples.blocks(), self.certainty, ~self.right, self.chosen.risks
        )

    @property
    def nothing(self) -> Floats:
        """(N, 0): no columns, for a number that is not a function of sums."""
        return np.empty((len(self.labels), 0))

    def spread(self, values: Floats | Flags) -> NDArray[Any]:
        """(N,): the values of the images that are `present`, 0 for the others."""
        spread = np.zeros(len(self.labels), values.dtype)
        spread[self.present] = values
        return spread

    def draw_cells(self, counts: list[int]) -> NDArray[np.int64]:
        """(R, C): in each resample, the images of each of C cells, from their counts."""
        return np.concatenate(list(draw_cells(np.array(counts), self.resamples)))


def make_case(
    scores: Scores, labels: Labels, mapped: Flags | None, resamples: Resamples, chosen: Choices
) -> Case:
    """A case with the strategy's own probabilities."""
    return Case(scores, labels, mapped, probability.log_probabilities(scores), resamples, chosen)
