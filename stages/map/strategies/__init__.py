"""All strategies, by method. The type of a wrapper says what a fit may use: mypy refuses a fit that
needs more than its kind allows. A new strategy is a file here and a line in STRATEGIES.

The author of a class list may have known the images. So a fit sees only the list that its options
name, and the strategy's kind depends on the kind of that list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from ...core.arrays import Kind, LogitRows
from ...core.errors import ParamsError
from .. import memory
from ..arguments import shorten
from ..evidence import Evidence, Knowledge, Labelled, Unlabelled
from ..mapper import Mapper
from ..options import StrategyOptions
from ..pooled import Pooled
from . import (
    balance,
    bayesian,
    bayesian_plus,
    co_train,
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

NUMBERS = 10  # for each image and target, in double precision: scores, probabilities, …

Opts = TypeVar("Opts", bound=StrategyOptions)


@dataclass(frozen=True)
class Strategy:
    """A method: its kind, its options, and its fit."""

    kind: Kind
    options: type[StrategyOptions]
    fit_seen: Callable[[Evidence, Any], Mapper]
    keeps_images: bool = False  # whether a fit holds all images in memory, to read them again
    # of an ensemble: its networks are fitted one by one and their answers pooled; or one fit reads
    # all of them together, and some such fits want several
    ensemble: Literal["pooled", "together", "wanted"] = "pooled"

    def fit(self, evidence: Evidence, options: StrategyOptions) -> Mapper:
        """Fit to the evidence that the kind may see; ParamsError for options of another method."""
        if not isinstance(options, self.options):
            raise ParamsError(
                f"options are {shorten(options)}; wanted: what model_validate of "
                f"{self.options.__module__}.{self.options.__name__} returns"
            )
        self.require_memory(evidence)
        views = evidence.views
        if self.ensemble == "wanted" and len(views) == 1:
            raise ParamsError(f"{options.method} is for several networks; write it for `ensembles`")
        if len(views) == 1 or self.ensemble == "wanted":
            return self.fit_seen(evidence, options)
        fitted = views if self.ensemble == "pooled" else (evidence,)
        return Pooled(tuple(self.fit_seen(view, options) for view in fitted))

    def require_memory(self, evidence: Evidence) -> None:
        """ParamsError if a fit to so many images does not fit into memory."""
        memory.require(
            self.memory_of(evidence),
            f"a fit to {self._images(evidence):,} images",
            "end other programs, fit it to fewer images, or take a method that reads them in "
            "blocks (lda, prototype, standardise, balance)",
        )

    def memory_of(self, evidence: Evidence) -> int:
        """Bytes that one fit holds: standardised logits, and some numbers for each target."""
        targets = len(evidence.knowledge.targets)
        row = 4 * evidence.train.shape[1] + NUMBERS * 8 * targets
        return self._images(evidence) * row if self.keeps_images else 0

    def _images(self, evidence: Evidence) -> int:
        seen = [evidence.train, evidence.test] if self.kind == "transductive" else [evidence.train]
        return max(len(logits) for logits in seen)

    def kind_of(self, knowledge: Knowledge, options: StrategyOptions) -> Kind:
        """The method's kind; `informed` for a zero-shot method with an informed list."""
        informed = self.kind == "zero_shot" and knowledge.is_informed(options)
        return "informed" if informed else self.kind


def zero_shot(fit: Callable[[Knowledge, Opts], Mapper], options: type[Opts]) -> Strategy:
    """The fit sees names, WordNet and a class list, but no image."""
    return Strategy("zero_shot", options, lambda seen, o: fit(seen.knowledge.narrowed(o), o))


def label_free(
    fit: Callable[[Unlabelled, Opts], Mapper], options: type[Opts], *, keeps_images: bool = False
) -> Strategy:
    """The fit sees the training images without their labels."""
    return Strategy(
        "label_free",
        options,
        lambda seen, o: fit(_unlabelled(seen.train, seen.knowledge, o), o),
        keeps_images,
    )


def co_taught(fit: Callable[[Sequence[Unlabelled], Opts], Mapper], options: type[Opts]) -> Strategy:
    """The fit sees the training images of several networks without their labels."""
    return Strategy(
        "label_free",
        options,
        lambda seen, o: fit([_unlabelled(v.train, v.knowledge, o) for v in seen.views], o),
        keeps_images=True,
        ensemble="wanted",
    )


def transductive(
    fit: Callable[[Unlabelled, Opts], Mapper], options: type[Opts], *, keeps_images: bool = False
) -> Strategy:
    """The fit sees, without labels, all the images that it scores afterwards."""
    return Strategy(
        "transductive",
        options,
        lambda seen, o: fit(_unlabelled(seen.test, seen.knowledge, o), o),
        keeps_images,
    )


def _unlabelled(logits: LogitRows, knowledge: Knowledge, options: StrategyOptions) -> Unlabelled:
    """The input of a fit without labels; ParamsError for an informed list: it comes from labels."""
    if knowledge.is_informed(options):
        (name,) = knowledge.narrowed(options).groups
        raise ParamsError(
            f"groups is {name}, whose author knew the images, so {options.method} would not be "
            "label-free; allowed: a zero-shot list such as wordnet_broad"
        )
    return Unlabelled(logits, knowledge.narrowed(options))


def supervised(
    fit: Callable[[Labelled, Opts], Mapper],
    options: type[Opts],
    *,
    keeps_images: bool = False,
    ensemble: Literal["pooled", "together"] = "pooled",
) -> Strategy:
    """The fit sees the training images with their labels."""
    return Strategy(
        "supervised",
        options,
        lambda seen, o: fit(
            Labelled(seen.train, seen.train_labels, len(seen.knowledge.targets)), o
        ),
        keeps_images,
        ensemble,
    )


STRATEGIES: dict[str, Strategy] = {
    "groups": zero_shot(groups.fit, groups.Options),
    "taxonomy": zero_shot(taxonomy.fit, taxonomy.Options),
    "random": zero_shot(random.fit, random.Options),
    "standardise": label_free(standardise.fit, standardise.Options),
    "balance": label_free(balance.fit, balance.Options),
    "self_train": label_free(self_train.fit, self_train.Options, keeps_images=True),
    "co_train": co_taught(co_train.fit, co_train.Options),
    "self_train_transductive": transductive(self_train.fit, self_train.Options, keeps_images=True),
    "frequency": supervised(frequency.fit, frequency.Options),
    "optimal_assignment": supervised(optimal_assignment.fit, optimal_assignment.Options),
    "bayesian": supervised(bayesian.fit, bayesian.Options),
    "bayesian_plus": supervised(bayesian_plus.fit, bayesian_plus.Options),
    "expected": supervised(expected.fit, expected.Options),
    "prototype": supervised(prototype.fit, prototype.Options, ensemble="together"),
    "linear_probe": supervised(
        linear_probe.fit, linear_probe.Options, keeps_images=True, ensemble="together"
    ),
    "lda": supervised(lda.fit, lda.Options, ensemble="together"),
}
