"""Question 1: how y = F(x) + x affects gradients."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, sqrt
from statistics import fmean, geometric_mean, stdev
from sys import float_info

from ..tables.study import FormulaCheck, Norm, Skips, Step
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

EXACT = 1e-4  # relative to the gradient: the numerical error of an identity in float64 with ReLUs
STEADY = 10.0  # a gradient that changes less than tenfold through the whole network


@dataclass(frozen=True)
class Pair:
    """The mean of one number over the batches, for the network with and without its skips.

    limits: the paired interval of the difference or the ratio; None with a single batch.
    """

    kept: float
    cut: float
    limits: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class Residual(QuestionResult):
    """Facts on the growth of gradients: their norm at the first block divided by that at the last.

    initial, unnormalised, trained: growth in the untrained network, the same without BatchNorm, and
    the trained one, compared by the ratio of cut to kept; alone: growth in the untrained network
    with F = 0; through: the smallest and largest growth there through one block without a
    projection; steps: the change of the loss by one step of each length, which is a share of the
    norm of the weights; best: those lengths that lower the loss most, with skips and without;
    change: of the loss by those, compared by kept minus cut.
    """

    blocks: int
    projecting: int
    error: float
    passed: tuple[
        float, float
    ]  # the smallest and largest share that the last ReLU of a block passes
    initial: Pair
    unnormalised: Pair
    trained: Pair
    alone: float
    through: tuple[float, float] | None  # None if every block has a projection
    steps: tuple[tuple[float, Pair], ...]
    best: tuple[float, float]
    loss: float
    change: Pair
    repetitions: int
    images: int  # in one batch

    @property
    def vanishes_untrained(self) -> bool:
        """Whether the gradient vanishes without skips in the untrained network."""
        return self.initial.cut < 1

    @property
    def vanishes_unnormalised(self) -> bool:
        """Whether it does so in the untrained network without BatchNorm, and not with skips."""
        return self.unnormalised.cut < min(1, self.unnormalised.kept)

    @property
    def vanishes_trained(self) -> bool:
        """Whether the gradient vanishes without skips in the trained network."""
        return self.trained.cut < 1

    @property
    def leads_further(self) -> bool:
        """Whether a step along the gradient lowers the loss more with skips than without."""
        significant = self.change.limits is None or self.change.limits[1] < 0
        return significant and self.change.kept < min(self.change.cut, 0)


def find_facts(evidence: Evidence) -> Residual:
    """Verdicts on the direct path, vanishing gradients and stability."""
    study = evidence.study
    formula, norms, level = study.formula, study.norms, study.conditions.confidence
    initial, unnormalised, trained = (
        _both(norms, weights, level) for weights in ("initial", "unnormalised", "trained")
    )
    alone = geometric_mean(growths(norms, "initial", "alone"))
    best = _best_step(study.steps, "kept"), _best_step(study.steps, "cut")
    passed = [check.passed for check in formula]
    projecting = sum(check.projects for check in formula)
    # a smaller difference cannot be seen in float64
    error = max(float_info.epsilon, *(check.error for check in formula))
    return Residual(
        verdicts={
            "path": judge_path(error, projecting, min(passed)),
            "vanishing": judge_vanishing(initial, unnormalised),
            "stable": judge_stability(alone, initial.kept),
        },
        figure=study.figure("gradients"),
        blocks=len(formula),
        projecting=projecting,
        error=error,
        passed=(min(passed), max(passed)),
        initial=initial,
        unnormalised=unnormalised,
        trained=trained,
        alone=alone,
        through=_through(norms, formula),
        steps=tuple(
            (step, _change(study.steps, (step, step), level))
            for step in sorted({row.step for row in study.steps})
        ),
        best=best,
        loss=fmean(row.loss_before for row in study.steps if row.skips == "kept"),
        change=_change(study.steps, best, level),
        repetitions=len({norm.repetition for norm in norms}),
        images=study.conditions.gradient_images,
    )


def judge_path(error: float, projecting: int, passed: float) -> ClaimVerdict:
    """Confirmed only if the direct path has no projection and no ReLU."""
    if error > EXACT:
        return "refuted"
    return "refined" if projecting or passed < 1 else "confirmed"


def judge_vanishing(*networks: Pair) -> ClaimVerdict:
    """Confirmed if in all networks gradients vanish without skips, and less so with them; refined
    if in some, refuted if in none.
    """
    cured = [pair.cut < min(1, pair.kept) for pair in networks]
    if all(cured):
        return "confirmed"
    return "refined" if any(cured) else "refuted"


def judge_stability(alone: float, kept: float) -> ClaimVerdict:
    """Refuted if the gradient is not steady with F = 0; refined if not with the initial F."""
    if not is_steady(alone):
        return "refuted"
    return "confirmed" if is_steady(kept) else "refined"


def is_steady(growth: float) -> bool:
    """Whether a gradient neither explodes nor vanishes."""
    return 1 / STEADY < growth < STEADY


def growths(norms: Sequence[Norm], weights: str, skips: str) -> list[float]:
    """The first norm divided by the last at the blocks' outputs, for each repetition in order."""
    by_layer: dict[int, dict[int, float]] = {}
    for norm in norms:
        if (norm.weights, norm.skips, norm.part) == (weights, skips, "output"):
            by_layer.setdefault(norm.repetition, {})[norm.layer] = norm.norm
    return [lengths[0] / lengths[max(lengths)] for _, lengths in sorted(by_layer.items())]


def limits(differences: Sequence[float], confidence: float) -> tuple[float, float] | None:
    """Student's interval of the mean; None for a single difference, or one that is not finite."""
    from scipy.stats import t

    count = len(differences)
    if count < 2 or not all(map(isfinite, differences)):
        return None
    reach = float(t.ppf((1 + confidence) / 2, count - 1)) * stdev(differences) / sqrt(count)
    return fmean(differences) - reach, fmean(differences) + reach


def _both(norms: Sequence[Norm], weights: str, confidence: float) -> Pair:
    kept, cut = (growths(norms, weights, skips) for skips in ("kept", "cut"))
    ends = limits([log(b / a) for a, b in zip(kept, cut, strict=True)], confidence)
    ratios = (exp(ends[0]), exp(ends[1])) if ends else None
    return Pair(geometric_mean(kept), geometric_mean(cut), ratios)


def _through(norms: Sequence[Norm], formula: Sequence[FormulaCheck]) -> tuple[float, float] | None:
    plain = {check.block for check in formula if not check.projects}
    alone = [norm for norm in norms if (norm.skips, norm.part) == ("alone", "output")]
    before = {(norm.repetition, norm.layer): norm.norm for norm in alone}
    ratios = [
        before[norm.repetition, norm.layer - 1] / norm.norm for norm in alone if norm.name in plain
    ]
    return (min(ratios), max(ratios)) if ratios else None


def _changes(steps: Sequence[Step], skips: Skips, step: float) -> list[float]:
    """The changes of the loss by a step of one length, in the order of the repetitions."""
    rows = [row for row in steps if (row.skips, row.step) == (skips, step)]
    rows.sort(key=lambda row: row.repetition)
    return [row.loss_after - row.loss_before for row in rows]


def _best_step(steps: Sequence[Step], skips: Skips) -> float:
    """The length that lowers the loss most, in the mean; a step to ∞ or NaN is none."""
    means = {step: fmean(_changes(steps, skips, step)) for step in {row.step for row in steps}}
    return min(means, key=lambda step: (not isfinite(means[step]), means[step], step))


def _change(steps: Sequence[Step], lengths: tuple[float, float], confidence: float) -> Pair:
    """By a step of the first length with skips, of the second without."""
    kept, cut = _changes(steps, "kept", lengths[0]), _changes(steps, "cut", lengths[1])
    apart = limits([a - b for a, b in zip(kept, cut, strict=True)], confidence)
    return Pair(fmean(kept), fmean(cut), apart)
