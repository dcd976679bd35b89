"""Standardised logits and their reductions, against a slow loop."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from stages.core.errors import ParamsError
from stages.map.strategies import standardise
from tests.map.unlabelled import images, unlabelled


def _options(reduce: Literal["mean", "max", "logsumexp"] = "logsumexp") -> standardise.Options:
    return standardise.Options(method="standardise", groups="wordnet_broad", reduce=reduce)


def test_scores_match_the_worked_example() -> None:
    """Logits (5, 3) and (9, 3): centred ±1 and ±3, standardised −1 and 1 for logit 0."""
    seen = unlabelled(np.array([[5, 3], [9, 3]], np.float32), [[0], [1]])
    assert standardise.fit(seen, _options())(seen.logits).tolist() == [[-1, 1], [1, -1]]


@given(seed=st.integers(0, 99), reduce=st.sampled_from(["mean", "max", "logsumexp"]))
def test_scores_match_a_slow_loop(seed: int, reduce: Literal["mean", "max", "logsumexp"]) -> None:
    z = np.random.default_rng(seed).normal(3, 2, size=(9, 6)).astype(np.float32)
    seen = unlabelled(z, [[0, 2], [1, 3, 4]])
    scores = standardise.fit(seen, _options(reduce))(z)
    x = z - z.mean(axis=1, keepdims=True)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    adds: dict[str, Callable[[NDArray[np.float32]], float]] = {
        "mean": lambda values: float(np.mean(values)),
        "max": lambda values: float(np.max(values)),
        "logsumexp": lambda values: float(np.log(np.mean(np.exp(values)))),
    }
    expected = [[adds[reduce](row[[0, 2]]), adds[reduce](row[[1, 3, 4]])] for row in x]
    assert_allclose(scores, expected, rtol=1e-3, atol=1e-4)


@given(seed=st.integers(0, 20))
def test_scores_do_not_depend_on_each_images_constant(seed: int) -> None:
    z, _ = images([0.5, 0.5], count=20, seed=seed)
    shifts = np.random.default_rng(seed).normal(scale=9, size=(20, 1)).astype(np.float32)
    seen, moved = unlabelled(z, [[0], [1]]), unlabelled(z + shifts, [[0], [1]])
    expected = standardise.fit(seen, _options())(z)
    assert_allclose(standardise.fit(moved, _options())(z + shifts), expected, atol=1e-3)


def test_a_logit_that_is_always_high_has_no_head_start() -> None:
    """Raw logits would give t0 to every image."""
    z, _ = images([0.5, 0.5], count=200)
    z[:, 0] += 20
    predicted = standardise.fit(unlabelled(z, [[0], [1]]), _options())(z).argmax(axis=1)
    assert 0.3 < predicted.mean() < 0.7


def test_target_without_a_group_cannot_be() -> None:
    seen = unlabelled(np.array([[5, 3], [9, 3]], np.float32), [[0], [], [1]])
    scores = standardise.fit(seen, _options())(seen.logits)
    assert np.isneginf(scores[:, 1]).all()
    assert np.isfinite(scores[:, [0, 2]]).all()


def test_scores_are_no_log_probabilities_and_say_so() -> None:
    seen = unlabelled(np.array([[5, 3], [9, 3]], np.float32), [[0], [1]])
    assert standardise.fit(seen, _options()).probabilities == "none"


def test_list_without_any_class_is_refused() -> None:
    with pytest.raises(ParamsError, match="all empty"):
        standardise.fit(unlabelled(np.zeros((2, 2), np.float32), [[], []]), _options())
