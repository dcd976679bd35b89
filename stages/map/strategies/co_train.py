"""Networks that teach each other: each learns from what the others say of the same images.

Co-training (Blum and Mitchell, 1998), with a majority of several views (Zhou and Li, 2005). No
label is read; there is no fraction of confident images, and no seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray
from scipy.special import log_softmax

from ...core.rows import in_chunks
from ...vocabulary import Target
from ..affine import unscale_weights
from ..discriminant import fit_discriminant
from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StandardisedOptions, standardise_groups
from ..mapper import WARNING
from ..pooled import Pooled
from ..priors import assume_uniform, fit_bias
from ..standard import Features
from .self_train import SelfTrained

HALF = 0.5  # of the bias: all of it where classes are even, none where they are not
# times as many answers as for the median target; docs/strategies.md has false alarms and misses
COMMONEST = 1.2

Scores = NDArray[np.float64]  # (N, K)
Answers = NDArray[np.int64]  # (N,)


class Options(StandardisedOptions):
    """rounds: how often each view learns from the others."""

    rounds: Annotated[int, Ge(1), Le(1000)]


@dataclass(frozen=True)
class _View:
    """One network: its standardised logits, and the scores of `standardise` on them."""

    base: StandardisedGroups
    features: Features
    start: Scores


def fit(views: Sequence[Unlabelled], options: Options) -> Pooled:
    """Start from `standardise` and half of `balance`'s bias; then `rounds` times, for each view:
    fit LDA to what the others say, add the start, and half of the bias that this asks for.

    views: the logits (N, S) of the same images by two networks or more, without labels. The
    answer is the sum of the views' log probabilities.
    """
    seen = [_open(view, options) for view in views]
    scores = [view.start + _half_bias(view.start) for view in seen]
    mappers: list[SelfTrained] = []
    for _ in range(options.rounds):
        said = [one.argmax(axis=1) for one in scores]
        taught = [_teach(view, *agree(said, number)) for number, view in enumerate(seen)]
        scores, mappers = [one for one, _ in taught], [mapper for _, mapper in taught]
    answers = np.sum([log_softmax(one, axis=1) for one in scores], axis=0).argmax(axis=1)
    first, *others = mappers
    note = describe_answers(answers, views[0].knowledge.targets)
    return Pooled((replace(first, note=note), *others))


def describe_answers(answers: Answers, targets: Sequence[Target]) -> str:
    """What the fit assumes of the classes, and how far its answers (N,) are from that.

    Half of the bias pulls the answers towards equal shares, so what is left of a difference is
    small. The median, of targets with answers, hardly moves where a class is rare or absent, which
    does no harm.
    """
    counts = np.bincount(answers, minlength=len(targets))
    times = counts.max() / np.median(counts[counts > 0])
    return (
        f"{WARNING if times > COMMONEST else ''}assumes that all targets are equally common, and "
        f"answers {targets[int(counts.argmax())].name} {times:.2f} times as often as the median "
        "target; if one is far commoner than the others, use standardise (docs/strategies.md)"
    )


def agree(said: Sequence[Answers], learner: int) -> tuple[Answers, NDArray[np.bool_]]:
    """What more than half of the other views say of each image (N,), and whether they do (N,).

    Of two views, only what both say: one teacher alone would hand on all its errors.
    """
    if len(said) == 2:
        return said[0], said[0] == said[1]
    others = np.stack([answers for number, answers in enumerate(said) if number != learner])
    votes = np.stack([(others == target).sum(axis=0) for target in range(int(others.max()) + 1)])
    return votes.argmax(axis=0), votes.max(axis=0) > len(others) / 2


def _open(view: Unlabelled, options: Options) -> _View:
    base = standardise_groups(view, options)
    features, start = base.scaler.features(view.logits)[:], base(view.logits)
    return _View(base, features, start)


def _teach(view: _View, said: Answers, agreed: NDArray[np.bool_]) -> tuple[Scores, SelfTrained]:
    """New scores of one view, and their mapper, from the images on which its teachers agree."""
    weights = agreed.astype(np.float64)
    fitted = fit_discriminant(view.features, said, view.start.shape[1], image_weights=weights)
    linear = [part.astype(np.float64) @ fitted.weights for part in in_chunks(view.features)]
    scores = np.concatenate(linear) + fitted.bias + view.start
    bias = _half_bias(scores)
    affine = unscale_weights(view.base.scaler, fitted.weights, fitted.bias + bias)
    return scores + bias, SelfTrained(affine, view.base, None)


def _half_bias(scores: Scores) -> NDArray[np.float64]:
    """Half of the bias (K,) for which the mean of softmax(scores + bias) is the same for all."""
    return HALF * fit_bias(scores, assume_uniform(scores))
