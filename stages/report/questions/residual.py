"""Question 1: how y = F(x) + x keeps gradients alive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from sys import float_info

from stages.report.questions.evidence import Evidence
from stages.report.questions.study import Norm, Step
from stages.report.questions.verdicts import Answer, Verdict

EXACT = 1e-4  # of a gradient's length: what float64 and a ReLU at the nudge leave of an identity


@dataclass(frozen=True)
class Pair:
    """The same number of the network with its skips, and of the network with them cut."""

    kept: float
    cut: float


@dataclass(frozen=True, kw_only=True)
class Residual(Answer):
    """growth: the gradient where the blocks begin over the gradient where they end, 1 being
    neither growth nor loss; change: of the loss, by one step of `step` times the weights' length.
    """

    blocks: int
    projecting: int
    error: float
    passed: tuple[float, float]  # smallest and largest share that a last ReLU lets through
    initial: Pair
    trained: Pair
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
        return self.change.kept < min(self.change.cut, 0)


def find(evidence: Evidence) -> Residual:
    """Medians over the repetitions; verdicts on the path, the vanishing, the stability."""
    study = evidence.study
    formula, norms = study.formula, study.norms
    initial, trained = (_growth(norms, weights) for weights in ("initial", "trained"))
    step = max(row.step for row in study.steps)
    passed = [check.passed for check in formula]
    projecting = sum(check.projects for check in formula)
    # float64 knows no smaller difference
    error = max(float_info.epsilon, *(check.error for check in formula))
    return Residual(
        verdicts={
            "path": judge_path(error, projecting, min(passed)),
            "vanishing": judge_vanishing(initial),
            "stable": judge_stability(initial, trained),
        },
        figure=study.figure("gradients"),
        blocks=len(formula),
        projecting=projecting,
        error=error,
        passed=(min(passed), max(passed)),
        initial=initial,
        trained=trained,
        step=step,
        loss=median(row.loss_before for row in study.steps if row.skips == "kept"),
        change=Pair(_change(study.steps, "kept", step), _change(study.steps, "cut", step)),
        repetitions=len({norm.repetition for norm in norms}),
        images=study.gradient_images,
    )


def judge_path(error: float, projecting: int, passed: float) -> Verdict:
    """A direct way for the gradient: only where no projection and no ReLU stands in it."""
    if error > EXACT:
        return "refuted"
    return "refined" if projecting or passed < 1 else "confirmed"


def judge_vanishing(initial: Pair) -> Verdict:
    """The skips cure vanishing gradients only if those vanish without them."""
    return "confirmed" if initial.cut < min(1, initial.kept) else "refuted"


def judge_stability(initial: Pair, trained: Pair) -> Verdict:
    """Nearer to 1 with the skips, in either direction, before and after training."""
    steadier = [abs(log(pair.kept)) < abs(log(pair.cut)) for pair in (initial, trained)]
    if all(steadier):
        return "confirmed"
    return "refined" if any(steadier) else "refuted"


def _growth(norms: Sequence[Norm], weights: str) -> Pair:
    ours = [norm for norm in norms if (norm.weights, norm.part) == (weights, "output")]
    last = max(norm.layer for norm in ours)
    ends: dict[tuple[str, int], dict[int, float]] = {}
    for norm in ours:
        ends.setdefault((norm.skips, norm.repetition), {})[norm.layer] = norm.norm
    ratios: Mapping[str, list[float]] = {"kept": [], "cut": []}
    for (skips, _), lengths in ends.items():
        ratios[skips].append(lengths[0] / lengths[last])
    return Pair(median(ratios["kept"]), median(ratios["cut"]))


def _change(steps: Sequence[Step], skips: str, step: float) -> float:
    return median(
        row.loss_after - row.loss_before for row in steps if (row.skips, row.step) == (skips, step)
    )
