"""Every strategy, by method: what it may look at is in its wrapper's type, so mypy refuses a fit
that asks for more evidence than its kind allows. A new one is a file here and a line below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stages.core.arrays import Kind
from stages.map.evidence import Evidence, Knowledge, Labelled, Unlabelled
from stages.map.mapper import Mapper
from stages.map.options import StrategyOptions
from stages.map.strategies import (
    balance,
    bayesian,
    bayesian_plus,
    expected,
    frequency,
    groups,
    lda,
    linear_probe,
    optimal_assignment,
    prototype,
    random,
    self_train,
    standardise,
    taxonomy,
)

Opts = TypeVar("Opts", bound=StrategyOptions)


@dataclass(frozen=True)
class Strategy:
    """A method: how it is fitted, to what, and what it is to be called."""

    kind: Kind
    options: type[StrategyOptions]
    fit: Callable[[Evidence, Any], Mapper]
    # whether these options use what a person knew of the images, though no fit does
    informed: Callable[[Knowledge, Any], bool] = lambda knowledge, options: False

    def kind_of(self, knowledge: Knowledge, options: StrategyOptions) -> Kind:
        """The method's kind; a zero-shot method with a list by one who knew is `informed`."""
        return "informed" if self.informed(knowledge, options) else self.kind


def zero_shot(
    fit: Callable[[Knowledge, Opts], Mapper],
    options: type[Opts],
    informed: Callable[[Knowledge, Opts], bool] = lambda knowledge, options: False,
) -> Strategy:
    """Sees names, WordNet and class groups, and no image."""
    return Strategy("zero_shot", options, lambda seen, o: fit(seen.knowledge, o), informed)


def label_free(fit: Callable[[Unlabelled, Opts], Mapper], options: type[Opts]) -> Strategy:
    """Sees the training images without their labels."""
    return Strategy(
        "label_free", options, lambda seen, o: fit(Unlabelled(seen.train, seen.knowledge), o)
    )


def transductive(fit: Callable[[Unlabelled, Opts], Mapper], options: type[Opts]) -> Strategy:
    """Sees, all at once and without labels, the very images that it is to recognise."""
    return Strategy(
        "transductive", options, lambda seen, o: fit(Unlabelled(seen.test, seen.knowledge), o)
    )


def supervised(fit: Callable[[Labelled, Opts], Mapper], options: type[Opts]) -> Strategy:
    """Sees the training images with their labels."""
    return Strategy(
        "supervised",
        options,
        lambda seen, o: fit(
            Labelled(seen.train, seen.train_labels, len(seen.knowledge.targets)), o
        ),
    )


STRATEGIES: dict[str, Strategy] = {
    "groups": zero_shot(groups.fit, groups.Options, groups.is_informed),
    "taxonomy": zero_shot(taxonomy.fit, taxonomy.Options),
    "random": zero_shot(random.fit, random.Options),
    "standardise": label_free(standardise.fit, standardise.Options),
    "balance": label_free(balance.fit, balance.Options),
    "self_train": label_free(self_train.fit, self_train.Options),
    "self_train_transductive": transductive(self_train.fit, self_train.Options),
    "frequency": supervised(frequency.fit, frequency.Options),
    "optimal_assignment": supervised(optimal_assignment.fit, optimal_assignment.Options),
    "bayesian": supervised(bayesian.fit, bayesian.Options),
    "bayesian_plus": supervised(bayesian_plus.fit, bayesian_plus.Options),
    "expected": supervised(expected.fit, expected.Options),
    "prototype": supervised(prototype.fit, prototype.Options),
    "linear_probe": supervised(linear_probe.fit, linear_probe.Options),
    "lda": supervised(lda.fit, lda.Options),
}
