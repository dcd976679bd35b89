"""Question 1: how y = F(x) + x keeps gradients alive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean, geometric_mean, stdev
from sys import float_info

from ..tables.study import FormulaCheck, Norm, Step
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

EXACT = 1e-4  # of a gradient's length: what float64 and a ReLU at the nudge leave of an identity
STEADY = 10.0  # a gradient that changes less than tenfold on its way through the whole network


@dataclass(frozen=True)
class Pair:
    """The same number of the network with its skips, and of the network with them cut: means over
    the batches; limits: of what sets the two apart, paired, None of a single batch."""

    kept: float
    cut: float
    limits: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class Residual(QuestionResult):
    """growth: the gradient where the blocks begin over the gradient where they end, 1 being
    neither growth nor loss; initial, trained: of both networks, apart by cut over kept; alone: of
    the untrained network with F = 0; through: smallest and largest growth there in a single block
    that does not project; change: of the loss, by one step of `step` times the weights' length,
    apart by kept less cut.
    """

    blocks: int
    projecting: int
    error: float
    passed: tuple[float, float]  # smallest and largest share that a last ReLU lets through
    initial: Pair
    trained: Pair
    alone: float
    through: tuple[float, float] | None  # None where every block projects
    step: float
    loss: float
    change: Pair
    repetitions: int
    images: int  # of one batch

    @property
    def vanishes_untrained(self) -> bool:
        """Whether there is anything to save before training, when the skips are cut."""
        return self.initial.cut < 1

    @property
    def vanishes_trained(self) -> bool:
        """The same of the trained network."""
        return self.trained.cut < 1

    @property
    def leads_further(self) -> bool:
        """Whether a step along the gradient lowers the loss more with the skips than without."""
        surely = self.change.limits is None or self.change.limits[1] < 0
        return surely and self.change.kept < min(self.change.cut, 0)


def find_facts(evidence: Evidence) -> Residual:
    """Verdicts on the path, the vanishing, the stability."""
    study = evidence.study
    formula, norms, level = study.formula, study.norms, study.conditions.confidence
    initial, trained = (_both(norms, weights, level) for weights in ("initial", "trained"))
    alone = geometric_mean(growths(norms, "initial", "alone"))
    step = max(row.step for row in study.steps)
    passed = [check.passed for check in formula]
    projecting = sum(check.projects for check in formula)
    # float64 knows no smaller difference
    error = max(float_info.epsilon, *(check.error for check in formula))
    return Residual(
        verdicts={
            "path": judge_path(error, projecting, min(passed)),
            "vanishing": judge_vanishing(initial),
            "stable": judge_stability(alone, initial.kept),
        },
        figure=study.figure("gradients"),
        blocks=len(formula),
        projecting=projecting,
        error=error,
        passed=(min(passed), max(passed)),
        initial=initial,
        trained=trained,
        alone=alone,
        through=_through(norms, formula),
        step=step,
        loss=fmean(row.loss_before for row in study.steps if row.skips == "kept"),
        change=_change(study.steps, step, level),
        repetitions=len({norm.repetition for norm in norms}),
        images=study.conditions.gradient_images,
    )


def judge_path(error: float, projecting: int, passed: float) -> ClaimVerdict:
    """A direct way for the gradient: only where no projection and no ReLU stands in it."""
    if error > EXACT:
        return "refuted"
    return "refined" if projecting or passed < 1 else "confirmed"


def judge_vanishing(initial: Pair) -> ClaimVerdict:
    """The skips cure vanishing gradients only if those vanish without them."""
    return "confirmed" if initial.cut < min(1, initial.kept) else "refuted"


def judge_stability(alone: float, kept: float) -> ClaimVerdict:
    """F = 0 must keep the gradient steady; refined where F, as initialised, does not."""
    if not is_steady(alone):
        return "refuted"
    return "confirmed" if is_steady(kept) else "refined"


def is_steady(growth: float) -> bool:
    """Neither exploding nor vanishing."""
    return 1 / STEADY < growth < STEADY


def growths(norms: Sequence[Norm], weights: str, skips: str) -> list[float]:
    """First over last length at the blocks' outputs, of each repetition in its order."""
    lengths: dict[int, dict[int, float]] = {}
    for norm in norms:
        if (norm.weights, norm.skips, norm.part) == (weights, skips, "output"):
            lengths.setdefault(norm.repetition, {})[norm.layer] = norm.norm
    return [found[0] / found[max(found)] for _, found in sorted(lengths.items())]


def limits(differences: Sequence[float], confidence: float) -> tuple[float, float] | None:
    """Student's interval of the mean; None of a single difference."""
    from scipy.stats import t

    count = len(differences)
    if count < 2:
        return None
    reach = float(t.ppf((1 + confidence) / 2, count - 1)) * stdev(differences) / sqrt(count)
    return fmean(differences) - reach, fmean(differences) + reach


def _both(norms: Sequence[Norm], weights: str, confidence: float) -> Pair:
    kept, cut = (growths(norms, weights, skips) for skips in ("kept", "cut"))
    found = limits([log(b / a) for a, b in zip(kept, cut, strict=True)], confidence)
    ratios = (exp(found[0]), exp(found[1])) if found else None
    return Pair(geometric_mean(kept), geometric_mean(cut), ratios)


def _through(norms: Sequence[Norm], formula: Sequence[FormulaCheck]) -> tuple[float, float] | None:
    plain = {check.block for check in formula if not check.projects}
    alone = [norm for norm in norms if (norm.skips, norm.part) == ("alone", "output")]
    before = {(norm.repetition, norm.layer): norm.norm for norm in alone}
    ratios = [
        before[norm.repetition, norm.layer - 1] / norm.norm for norm in alone if norm.name in plain
    ]
    return (min(ratios), max(ratios)) if ratios else None


def _change(steps: Sequence[Step], step: float, confidence: float) -> Pair:
    changes: Mapping[str, list[float]] = {"kept": [], "cut": []}
    for row in sorted(steps, key=lambda row: row.repetition):
        if row.step == step:
            changes[row.skips].append(row.loss_after - row.loss_before)
    kept, cut = changes["kept"], changes["cut"]
    apart = limits([a - b for a, b in zip(kept, cut, strict=True)], confidence)
    return Pair(fmean(kept), fmean(cut), apart)
