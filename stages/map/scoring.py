"""Scores of a strategy on the training images (dev) and on the test images.

Choose a strategy by dev, report it on test. A strategy remembers the images that it was fitted to,
with their labels or without. So the dev scores of supervised and label-free strategies are
cross-fitted: each fold of the training images is scored after a fit to the other folds. A
transductive one is fitted, by its definition, to the same images that it scores; the other kinds
have no fit.
"""

import logging
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, LogitRows, Scores, predict
from ..core.errors import DataError, ParamsError
from ..core.rows import in_chunks, select
from . import memory
from .evidence import Evidence
from .mapper import WARNING, Mapper
from .options import StrategyOptions
from .parallel import FITS, run_parallel
from .params import CrossFit
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
    """Fit and score every strategy, in order, with its name; notes of the fit are logged."""

    twins = find_twins(strategies)
    groups = [
        [name, *(twin for twin, of in twins.items() if of == name)]
        for name in strategies
        if name not in twins
    ]

    def score(names: Sequence[str]) -> dict[str, Scored]:
        scored: dict[str, Scored] = {}
        for name in names:
            twin = scored[names[0]].mapper if scored else None
            scored[name] = score_strategy(name, strategies[name], evidence, cross_fit, twin)
        return scored

    waiting: dict[str, Scored] = {}
    parts = run_parallel(score, groups, choose_fits(strategies, evidence))
    for name in strategies:
        while name not in waiting:
            waiting |= next(parts)
        one = waiting.pop(name)
        log_note(name, one.mapper.note)
        yield name, one


def log_note(strategy: str, note: str | None) -> None:
    """Log what a fit has to tell, now or when its result is taken from the store."""
    if note:
        level = logging.WARNING if note.startswith(WARNING) else logging.INFO
        log.log(level, f"{strategy}: {note}.")


def choose_fits(strategies: Mapping[str, StrategyOptions], evidence: Evidence) -> int:
    """How many fits run at the same time: 1 where the two largest together need too much memory.

    ParamsError, before anything is fitted, for a fit that needs too much alone.
    """
    needs = {name: STRATEGIES[o.method].memory_of(evidence) for name, o in strategies.items()}
    for name, options in strategies.items():
        with _naming(name):
            STRATEGIES[options.method].require_memory(evidence)
    there, largest = memory.available(), sum(sorted(needs.values())[-FITS:])
    return FITS if there is None or largest <= there else 1


def find_twins(strategies: Mapping[str, StrategyOptions]) -> dict[str, str]:
    """By name of a transductive strategy, the label-free one that has the same fit and options.

    Fitted to the training images, they are the same mapper, so one fit is enough.
    """

    def settings(options: StrategyOptions) -> Hashable:
        return type(options), options.model_dump_json(exclude={"method"})

    kinds = {name: STRATEGIES[options.method].kind for name, options in strategies.items()}
    label_free = {settings(o): n for n, o in strategies.items() if kinds[n] == "label_free"}
    return {
        name: label_free[settings(options)]
        for name, options in strategies.items()
        if kinds[name] == "transductive" and settings(options) in label_free
    }


def score_strategy(
    name: str,
    options: StrategyOptions,
    evidence: Evidence,
    cross_fit: CrossFit,
    twin: Mapper | None = None,
) -> Scored:
    """Fit one strategy and score both splits; an error names the strategy.

    twin: of a transductive strategy, the mapper that its fit to the training images would give.
    """
    with _naming(name):
        mapper = STRATEGIES[options.method].fit(evidence, options)
        dev = _dev_scores(mapper, options, evidence, cross_fit, twin)
    test = apply_mapper(mapper, evidence.test)
    return Scored(
        mapper,
        dev=_describe(dev, mapper, options, evidence),
        test=_describe(test, mapper, options, evidence),
    )


def apply_mapper(mapper: Mapper, logits: LogitRows) -> NDArray[np.float32]:
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


@contextmanager
def _naming(strategy: str) -> Iterator[None]:
    try:
        yield
    except ParamsError as error:
        raise ParamsError(f"params.yaml: map.strategies.{strategy}: {error}.") from error


def _dev_scores(
    mapper: Mapper,
    options: StrategyOptions,
    evidence: Evidence,
    cross_fit: CrossFit,
    twin: Mapper | None,
) -> NDArray[np.float32]:
    strategy = STRATEGIES[options.method]
    if not evidence.has_training_images:
        return np.empty((0, len(evidence.knowledge.targets)), np.float32)
    if strategy.kind == "transductive":
        mapper = twin or strategy.fit(replace(evidence, test=evidence.train), options)
    if strategy.kind not in ("supervised", "label_free"):
        return apply_mapper(mapper, evidence.train)
    folds = assign_folds(evidence.train_labels, cross_fit.folds, cross_fit.seed)
    scores = np.empty((len(folds), len(evidence.knowledge.targets)), dtype=np.float32)
    for fold in range(cross_fit.folds):
        held_out = folds == fold
        part = evidence.select(~held_out)
        held = select(evidence.train, held_out)
        scores[held_out] = apply_mapper(strategy.fit(part, options), held)
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
