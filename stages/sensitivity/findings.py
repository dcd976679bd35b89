"""All results of the stage in one value; other modules write them."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from ..core import paths, strict_yaml
from ..core.arrays import Kind, predict
from ..core.errors import ParamsError
from ..map.evidence import Evidence
from ..map.options import StrategyOptions
from ..map.parallel import run_parallel
from ..map.scoring import apply_mapper, score_all
from ..map.similarity import lin_similarity, shared_content
from ..map.strategies import STRATEGIES, taxonomy
from ..statistics import Estimate, estimate_shares
from .curve import SCOPES, Curve, Share, Specification, measure_curve, share_variance
from .habits import Debiased, measure_debiasing
from .inputs import Inputs
from .learning import Learned, measure_learning_curve
from .params import Marked, SensitivityParams
from .pieces import Take, compute
from .specification import Combination, Fixed
from .unequal import Unequal, measure_unequal


@dataclass(frozen=True)
class Reference:
    """A strategy outside the combinations, on dev: a horizontal line in the figure."""

    name: str
    kind: Kind
    accuracy: Estimate


@dataclass(frozen=True)
class Findings:
    """All results. accuracies: one for each row of the curve; marks: row numbers of the curve.

    Marks, references and exponents are of the first variant, `backbone` with `input`.
    """

    backbone: str
    input: str
    curve: Curve
    accuracies: Sequence[Estimate]
    marks: Mapping[str, int]
    shares: Mapping[str, Mapping[str, Share]]  # scope: choice: share
    references: Sequence[Reference]
    exponents: Mapping[float, Estimate]  # γ of `taxonomy`
    learned: Sequence[Learned]  # of the supervised strategies
    unequal: Sequence[Unequal]  # of the label-free ones
    debiased: Sequence[Debiased] = ()  # what subtracting a habit is worth

    @property
    def line(self) -> Reference | None:
        """The best label-free strategy, with which the learning curves are compared."""
        best = best_of_kinds(self.references)
        return next((one for one in best if one.kind == "label_free"), None)

    def is_first(self, one: Specification) -> bool:
        """Whether a specification is of the first variant."""
        return (one.backbone, one.input) == (self.backbone, self.input)


def measure_sensitivity(
    inputs: Inputs, chosen: SensitivityParams, take: Take = compute
) -> Findings:
    """Measure all that the section `sensitivity` lists; take: what one strategy showed before."""
    knowledge, labels = inputs.evidence.knowledge, inputs.evidence.train_labels
    shared = shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
    fixed = Fixed(chosen.votes, chosen.seed, lin_similarity(shared), chosen.debias)
    curve = measure_curve(inputs.variants, labels, inputs.lists, fixed)
    first = inputs.variants[0]
    return Findings(
        first.backbone,
        first.input,
        curve,
        estimate_shares(curve.right, chosen.confidence),
        {name: find_row(curve, name, mark, inputs) for name, mark in chosen.marked.items()},
        {
            scope: share_variance(
                curve.only(wanted), chosen.resamples, chosen.confidence, chosen.seed
            )
            for scope, wanted in SCOPES.items()
            if scope != "with_informed" or _has_informed(inputs)
        },
        score_references(inputs.evidence, chosen, take),
        vary_exponent(inputs.evidence, chosen.gammas, chosen.confidence),
        measure_learning_curves(inputs.evidence, chosen, take),
        measure_unequal(
            _of_kind(chosen, "label_free"), inputs.evidence, chosen.draws.unequal, take
        ),
        measure_debiasing(inputs.variants, labels, inputs.lists, chosen.confidence),
    )


def _has_informed(inputs: Inputs) -> bool:
    return any(groups.kind == "informed" for groups in inputs.lists.values())


def find_row(curve: Curve, name: str, mark: Marked, inputs: Inputs) -> int:
    """The row of a marked combination on the first variant; ParamsError if there is no such row."""
    wanted = Combination(mark.groups, mark.of, mark.reduce, mark.unmapped, mark.debias)
    first = inputs.variants[0]
    for row, one in enumerate(curve.specifications):
        here = (one.backbone, one.input) == (first.backbone, first.input)
        if here and one.combination == wanted:
            return row
    where = strict_yaml.read(paths.PARAMS).where(("sensitivity", "marked", name))
    raise ParamsError(
        f"{where}: sensitivity.marked.{name} has no meaning, or its list is for other targets: "
        f"{', '.join(astuple(wanted))}. stages/map/reduction.py says what is refused, and why."
    )


def score_references(
    evidence: Evidence, chosen: SensitivityParams, take: Take = compute
) -> list[Reference]:
    """Dev accuracy of each strategy of the section, scored as in the stage `map`."""

    def score(name: str) -> list[bool]:
        strategies = {name: chosen.strategies[name]}
        [(_, scored)] = score_all(strategies, evidence, chosen.cross_fit)
        right: list[bool] = (scored.dev.predictions == evidence.train_labels).tolist()
        return right

    def piece(name: str) -> Reference:
        options = chosen.strategies[name]
        right = np.array(take(options, depends, lambda: score(name)))
        kind = STRATEGIES[options.method].kind_of(evidence.knowledge, options)
        return Reference(name, kind, estimate_shares(right[np.newaxis], chosen.confidence)[0])

    depends = ["reference", chosen.cross_fit.model_dump()]
    return list(run_parallel(piece, chosen.strategies))


def measure_learning_curves(
    evidence: Evidence, chosen: SensitivityParams, take: Take = compute
) -> tuple[Learned, ...]:
    """The learning curve of each supervised strategy of the section."""
    settings = chosen.labels, chosen.draws.learning, chosen.cross_fit.folds
    return tuple(
        measure_learning_curve(name, options, evidence, *settings, take)
        for name, options in _of_kind(chosen, "supervised").items()
    )


def _of_kind(chosen: SensitivityParams, kind: Kind) -> dict[str, StrategyOptions]:
    return {n: o for n, o in chosen.strategies.items() if STRATEGIES[o.method].kind == kind}


def best_of_kinds(references: Sequence[Reference]) -> list[Reference]:
    """The most accurate strategy of each kind; ties: the first."""
    best: dict[Kind, Reference] = {}
    for one in references:
        if one.kind not in best or one.accuracy > best[one.kind].accuracy:
            best[one.kind] = one
    return list(best.values())


def vary_exponent(
    evidence: Evidence, gammas: Sequence[float], confidence: float
) -> dict[float, Estimate]:
    """Dev accuracy of `taxonomy` for each γ, in the order of the list."""
    right = []
    for gamma in gammas:
        options = taxonomy.Options(method="taxonomy", gamma=gamma)
        mapper = STRATEGIES["taxonomy"].fit(evidence, options)
        right.append(predict(apply_mapper(mapper, evidence.train)) == evidence.train_labels)
    return dict(zip(gammas, estimate_shares(np.stack(right), confidence), strict=True))
