"""Scores of a strategy on the training images (dev) and on the test images.

Choose a strategy by dev, report it on test. A supervised strategy has seen the labels of the
training images, so its dev scores are cross-fitted. A transductive one is fitted, without labels,
to the same images that it scores. All other kinds score the training images with one fit.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, Logits, Scores, predict
from ..core.errors import DataError, ParamsError
from .evidence import Evidence
from .mapper import Mapper
from .options import StrategyOptions
from .parallel import run_parallel
from .params import CrossFit
from .standard import in_chunks
from .strategies import STRATEGIES

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scored:
    """A fitted strategy and its scores; `mapper` gives the test scores."""

    mapper: Mapper
    dev: Scores
    test: Scores


def score_all(
    strategies: Mapping[str, StrategyOptions], evidence: Evidence, cross_fit: CrossFit
) -> Iterator[tuple[str, Scored]]:
    """Fit and score every strategy, in order, with its name; warnings of the fit are logged."""

    def one(item: tuple[str, StrategyOptions]) -> Scored:
        return score_strategy(*item, evidence, cross_fit)

    for name, scored in zip(strategies, run_parallel(one, strategies.items()), strict=True):
        if scored.mapper.warning:
            log.warning(f"{name}: {scored.mapper.warning}.")
        yield name, scored


def score_strategy(
    name: str, options: StrategyOptions, evidence: Evidence, cross_fit: CrossFit
) -> Scored:
    """Fit one strategy and score both splits; an error names the strategy."""
    try:
        mapper = STRATEGIES[options.method].fit(evidence, options)
        dev = _dev_scores(mapper, options, evidence, cross_fit)
    except ParamsError as error:
        raise ParamsError(f"params.yaml: map.strategies.{name}: {error}.") from error
    test = apply_mapper(mapper, evidence.test)
    return Scored(
        mapper,
        dev=_describe(dev, mapper, options, evidence),
        test=_describe(test, mapper, options, evidence),
    )


def apply_mapper(mapper: Mapper, logits: Logits) -> NDArray[np.float32]:
    """Scores (N, K) of logits (N, S), chunk by chunk: double precision then needs little memory."""
    return np.concatenate([mapper(part).astype(np.float32) for part in in_chunks(logits)])


def assign_folds(labels: Labels, folds: int, seed: int) -> NDArray[np.int64]:
    """(N,) in [0, folds): stratified by label, otherwise at random."""
    if len(labels) < folds:
        raise DataError(f"{len(labels)} training images cannot be split into {folds} folds.")
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    by_label = shuffled[np.argsort(labels[shuffled], kind="stable")]
    assigned = np.empty(len(labels), dtype=np.int64)
    assigned[by_label] = np.arange(len(labels)) % folds
    return assigned


def _dev_scores(
    mapper: Mapper, options: StrategyOptions, evidence: Evidence, cross_fit: CrossFit
) -> NDArray[np.float32]:
    strategy = STRATEGIES[options.method]
    if strategy.kind == "transductive":
        mapper = strategy.fit(replace(evidence, test=evidence.train), options)
    if strategy.kind != "supervised":
        return apply_mapper(mapper, evidence.train)
    folds = assign_folds(evidence.train_labels, cross_fit.folds, cross_fit.seed)
    scores = np.empty((len(folds), len(evidence.knowledge.targets)), dtype=np.float32)
    for fold in range(cross_fit.folds):
        held_out = folds == fold
        part = evidence.select(~held_out)
        scores[held_out] = apply_mapper(strategy.fit(part, options), evidence.train[held_out])
    return scores


def _describe(
    scores: NDArray[np.float32], mapper: Mapper, options: StrategyOptions, evidence: Evidence
) -> Scores:
    return Scores(
        scores=scores,
        predictions=predict(scores),
        kind=STRATEGIES[options.method].kind_of(evidence.knowledge, options),
        probabilities=mapper.probabilities,
        targets=tuple(target.name for target in evidence.knowledge.targets),
    )
