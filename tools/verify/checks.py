"""Compares two versions of a file: the difference and the allowed difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Labels, Logits, Scores, predict
from tools.verify import tolerances


@dataclass(frozen=True)
class Check:
    """The result of one comparison."""

    group: str  # the folder under which it is shown
    item: str  # the file, for the message of a mismatch
    what: str  # what the difference counts or measures
    difference: float
    allowed: float
    detail: str  # both values at the largest difference

    @property
    def passed(self) -> bool:
        """Whether the difference is allowed; False for NaN."""
        return self.difference <= self.allowed


def report_missing(path: Path, group: str, detail: str) -> Check:
    """The failed check for a file that only one side has."""
    return Check(group, path.as_posix(), "files of only one side", inf, 0, detail)


def compare_labels(path: Path, committed: Labels, now: Labels) -> list[Check]:
    """Compare the true labels: no difference is allowed."""
    group, what = path.parent.as_posix(), "labels that differ"
    if committed.shape != now.shape:
        return [_other_shape(path, group, what, committed, now)]
    return [_count(path, group, what, committed, now, allowed=0)]


def compare_logits(path: Path, committed: Logits, now: Logits, precision: str) -> list[Check]:
    """Compare logits (N, S): the largest difference, and the number of other top-1 classes."""
    group, what = path.parent.as_posix(), f"largest difference of a logit ({precision})"
    if committed.shape != now.shape:
        return [_other_shape(path, group, what, committed, now)]
    apart = np.abs(committed - now)
    image, index = np.unravel_index(apart.argmax(), apart.shape)
    detail = (
        f"image {image}, class {index}: "
        f"committed {committed[image, index]:.6g}, now {now[image, index]:.6g}"
    )
    value = Check(
        group, path.as_posix(), what, float(apart.max()), tolerances.LOGIT[precision], detail
    )
    top1_then, top1_now = committed.argmax(axis=1), now.argmax(axis=1)
    allowed = tolerances.top1(precision, len(now))
    other = _count(path, group, "other top-1 classes", top1_then, top1_now, allowed)
    return [value, other]


def compare_predictions(
    path: Path, committed: Scores, now: Scores, same_logits: bool
) -> list[Check]:
    """Compare predictions; and check that the committed ones follow from their scores, without any
    tolerance.
    """
    group, what = path.parent.as_posix(), "predictions that differ"
    if committed.predictions.shape != now.predictions.shape:
        return [_other_shape(path, group, what, committed.predictions, now.predictions)]
    images = len(committed.predictions)
    allowed = 0 if same_logits else tolerances.predictions(committed.kind, images)
    best = predict(committed.scores)
    wrong = np.flatnonzero(best != committed.predictions)
    detail = ""
    if wrong.size:
        detail = f"image {wrong[0]}: {committed.predictions[wrong[0]]}, not {best[wrong[0]]}"
    return [
        _count(path, group, what, committed.predictions, now.predictions, allowed),
        Check(group, path.as_posix(), "predictions against their scores", wrong.size, 0, detail),
    ]


def compare_metrics(
    path: Path,
    committed: Mapping[str, float],
    now: Mapping[str, float],
    images: Mapping[str, int],
    same_logits: bool,
) -> list[Check]:
    """Compare each number of metrics/<backbone>/<kind>/<strategy>; images: of dev and of test."""
    group = "/".join(path.parts[:2])
    results = []
    for name in sorted(committed.keys() | now.keys()):
        before, after = committed.get(name), now.get(name)
        apart = inf if before is None or after is None else abs(before - after)
        detail = f"committed {_value(before)}, now {_value(after)}"
        what = f"difference of {name}"
        split = "dev" if name.startswith("dev_") else "test"
        allowed = 0 if same_logits else tolerances.metric(path.parts[2], name, images[split])
        results.append(Check(group, path.as_posix(), what, apart, allowed, detail))
    return results


def _count(path: Path, group: str, what: str, then: Labels, now: Labels, allowed: float) -> Check:
    count = int((then != now).sum())
    return Check(group, path.as_posix(), what, count, allowed, _first_difference(then, now))


def _first_difference(then: NDArray[np.int64], now: NDArray[np.int64]) -> str:
    differ = np.flatnonzero(then != now)
    if not differ.size:
        return ""
    more = f" (and {differ.size - 1} more)" if differ.size > 1 else ""
    return f"image {differ[0]}: committed {then[differ[0]]}, now {now[differ[0]]}{more}"


def _other_shape(path: Path, group: str, what: str, then: NDArray[Any], now: NDArray[Any]) -> Check:
    return Check(group, path.as_posix(), what, inf, 0, f"committed {then.shape}, now {now.shape}")


def _value(number: float | None) -> str:
    return "absent" if number is None else f"{number:g}"
