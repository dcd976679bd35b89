"""Every number of one strategy beyond the six of metrics/, each with its bootstrap interval.

A number that has no meaning for a strategy is absent, never invented: losses of a strategy without
probabilities, the log loss of one that ruled out a true target (it is infinite).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..core import paths
from ..core.arrays import REJECTED, Labels, Scores
from ..core.errors import ParamsError, shown
from . import bootstrap, calibration, probability, ranks, selection, temperature
from .bootstrap import Counts, Estimate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Estimates = dict[str, Estimate]


class Choices(Protocol):
    """What the section `evaluate` of params.yaml says of these numbers."""

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


class _Mean(NamedTuple):
    """A number that is a mean over some of the images."""

    values: Floats | Flags  # (N,)
    over: Flags  # (N,)

    @property
    def exists(self) -> bool:
        """Whether there is an image to average over, and no infinite loss among them."""
        return bool(self.over.any() and np.isfinite(self.values[self.over]).all())


class _Binned(NamedTuple):
    """What a calibration error is made of."""

    confidence: Floats
    right: Flags
    edges: Floats


class Calibration(NamedTuple):
    """A temperature, and the losses with it; they used labels, whatever the strategy's kind."""

    temperature: float
    estimates: Estimates


def estimate(scores: Scores, labels: Labels, counts: Counts, chosen: Choices) -> Estimates:
    """All numbers of one strategy on N labelled images; counts (N, R) are shared by strategies."""
    targets = len(scores.targets)
    right = scores.predictions == labels
    means = {**_of_predictions(scores, labels, chosen), **_without_absent(scores, labels, chosen)}
    blocks = {"macro_f1": bootstrap.confusion_cells(labels, scores.predictions, targets)}
    log_p = probability.log_probabilities(scores)
    bins: dict[str, _Binned] = {}
    if log_p is not None:
        means |= _losses(log_p, labels)
        bins = _bin(log_p, right, chosen.bins)
    means = {name: mean for name, mean in means.items() if mean.exists}
    sums = bootstrap.resampled_sums(counts, blocks | _columns(means, bins))
    macro_f1 = (
        bootstrap.macro_f1_scores(table, targets)
        for table in (blocks["macro_f1"].sum(axis=0, keepdims=True), sums["macro_f1"])
    )
    value, again = macro_f1
    found = {"macro_f1": bootstrap.percentile_interval(value[0], again, chosen.confidence)}
    found |= _measure(means, bins, sums, chosen.confidence)
    return found if log_p is None else found | _select(log_p, right, counts, chosen)


def estimate_calibrated(
    test: Scores, labels: Labels, dev: Scores, dev_labels: Labels, counts: Counts, chosen: Choices
) -> Calibration | None:
    """Temperature fitted on dev scores and train labels, and the losses with it on test images.

    Supervised strategies' dev scores are of held-out folds, so they say what a confidence is worth
    on new images. Neither predictions nor their order change. None without probabilities.
    """
    dev_log_p, log_p = (probability.log_probabilities(scores) for scores in (dev, test))
    if dev_log_p is None or log_p is None:
        return None
    fitted = temperature.fit_temperature(dev_log_p, dev_labels)
    tempered = temperature.apply_temperature(log_p, fitted)
    bins = _bin(tempered, test.predictions == labels, chosen.bins)
    means = {name: mean for name, mean in _losses(tempered, labels).items() if mean.exists}
    sums = bootstrap.resampled_sums(counts, _columns(means, bins))
    return Calibration(fitted, _measure(means, bins, sums, chosen.confidence))


def _of_predictions(scores: Scores, labels: Labels, chosen: Choices) -> dict[str, _Mean]:
    answered = scores.predictions != REJECTED
    everyone = np.ones(len(labels), dtype=np.bool_)
    hits = {k: ranks.top_k_hits(scores, labels, k) for k in chosen.top_k}
    return {
        "answered_share": _Mean(answered, everyone),
        "answered_accuracy": _Mean(scores.predictions == labels, answered),
        **{f"top_{k}_accuracy": _Mean(hit, everyone) for k, hit in hits.items()},
    }


def _without_absent(scores: Scores, labels: Labels, chosen: Choices) -> dict[str, _Mean]:
    """Where the target that ImageNet lacks does not exist: neither its images nor its score.

    None where no target is absent; ParamsError for a name that is no target.
    """
    if chosen.absent is None:
        return {}
    if chosen.absent not in scores.targets:
        raise ParamsError(
            f"{paths.PARAMS}: evaluate.absent is {shown(chosen.absent)}; allowed: null (none is), "
            f"{', '.join(scores.targets)}."
        )
    kept = labels != scores.targets.index(chosen.absent)
    left, renumbered = ranks.without_target(scores, labels, chosen.absent)
    found = {"accuracy": (left.predictions == renumbered).astype(np.float64)}
    log_p = probability.log_probabilities(left)
    if log_p is not None:
        found["nll"] = probability.log_losses(log_p, renumbered)
    means = {}
    for name, values in found.items():
        everyone = np.zeros(len(labels))
        everyone[kept] = values
        means[f"{name}_without_{chosen.absent}"] = _Mean(everyone, kept)
    return means


def _losses(log_p: Floats, labels: Labels) -> dict[str, _Mean]:
    everyone = np.ones(len(labels), dtype=np.bool_)
    return {
        "nll": _Mean(probability.log_losses(log_p, labels), everyone),
        "brier": _Mean(probability.brier_losses(log_p, labels), everyone),
    }


def _bin(log_p: Floats, right: Flags, bins: int) -> dict[str, _Binned]:
    confidence = probability.top_probabilities(log_p)
    edges = {
        "ece": calibration.equal_width_edges(bins),
        "ece_equal_mass": calibration.equal_mass_edges(confidence, bins),
    }
    return {name: _Binned(confidence, right, found) for name, found in edges.items()}


def _columns(
    means: Mapping[str, _Mean], bins: Mapping[str, _Binned]
) -> dict[str, NDArray[np.generic]]:
    """What must be summed over each resample to know the numbers in it."""
    sums = {n: np.stack([np.where(m.over, m.values, 0), m.over], axis=1) for n, m in means.items()}
    return {**sums, **{name: calibration.surpluses(*binned) for name, binned in bins.items()}}


def _measure(
    means: Mapping[str, _Mean],
    bins: Mapping[str, _Binned],
    sums: Mapping[str, Floats],
    level: float,
) -> Estimates:
    found = {}
    for name, mean in means.items():
        total, drawn = sums[name].T
        again = np.divide(total, drawn, out=np.full(total.shape, np.nan), where=drawn > 0)
        value = float(mean.values[mean.over].mean(dtype=np.float64))
        found[name] = bootstrap.percentile_interval(value, again, level)
    for name, binned in bins.items():
        error = calibration.expected_calibration_error(*binned)
        again = np.abs(sums[name]).sum(axis=1) / len(binned.right)
        chance = calibration.error_if_calibrated(binned.confidence, binned.edges, level)
        found[name] = calibration.error_interval(error, again, chance, level)
        found[f"{name}_if_calibrated"] = chance
    return found


def _select(log_p: Floats, right: Flags, counts: Counts, chosen: Choices) -> Estimates:
    confidence, wrong = probability.certainties(log_p), ~right
    again = selection.resampled_selection(counts, confidence, wrong, chosen.risks)
    values = [selection.aurc_loss(confidence, wrong)]
    values += [selection.coverage_at_risk(confidence, wrong, risk) for risk in chosen.risks]
    names = ["aurc", *(f"coverage_at_risk_{100 * risk:g}" for risk in chosen.risks)]
    return {
        name: bootstrap.percentile_interval(value, column, chosen.confidence)
        for name, value, column in zip(names, values, again.T, strict=True)
    }
