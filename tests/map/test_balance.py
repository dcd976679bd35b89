"""Scores whose mean mass is the prior."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.optimize import root
from scipy.special import softmax

from stages.map.priors import PriorName
from stages.map.strategies import balance, standardise
from tests.map.unlabelled import accuracy, images, unlabelled

SINGLES = [[0], [1], [2]]


def _options(prior: PriorName = "uniform") -> balance.Options:
    return balance.Options(
        method="balance", groups="wordnet_broad", reduce="logsumexp", prior=prior
    )


def test_symmetric_images_need_no_bias() -> None:
    """Standardised logits (−1, 1) and (1, −1): each target has half the mass already."""
    seen = unlabelled(np.array([[5, 3], [9, 3]], np.float32), [[0], [1]])
    assert_allclose(balance.fit(seen, _options()).bias, [0, 0], atol=1e-6)


@given(seed=st.integers(0, 50))
def test_mass_is_uniform_over_the_images_seen(seed: int) -> None:
    z, _ = images([0.6, 0.3, 0.1], count=60, seed=seed)
    scores = balance.fit(unlabelled(z, SINGLES), _options())(z)
    assert_allclose(softmax(scores, axis=1).mean(axis=0), 1 / 3, atol=1e-4)


def test_bias_matches_a_root_finder() -> None:
    z, _ = images([0.6, 0.3, 0.1], count=60)
    seen = unlabelled(z, SINGLES)
    plain = standardise.fit(
        seen, standardise.Options(method="standardise", groups="wordnet_broad", reduce="logsumexp")
    )(z)

    def surplus(bias: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(softmax(plain + np.array([0, *bias]), axis=1).mean(axis=0)[1:] - 1 / 3)

    found = root(surplus, np.zeros(2))
    bias = balance.fit(seen, _options()).bias
    assert_allclose(bias[1:] - bias[0], found.x, atol=1e-4)


def test_estimated_prior_is_better_where_one_target_dominates() -> None:
    z, labels = images([0.8, 0.1, 0.1], count=600, hint=3.0)
    seen = unlabelled(z, SINGLES)
    even = accuracy(balance.fit(seen, _options("uniform"))(z), labels)
    assert accuracy(balance.fit(seen, _options("bbse"))(z), labels) > even + 0.02


@pytest.mark.parametrize("prior", ["uniform", "bbse", "em"])
def test_target_without_a_group_cannot_be(prior: PriorName) -> None:
    z, _ = images([0.5, 0.5], count=60)
    scores = balance.fit(unlabelled(z, [[0], [], [1]]), _options(prior))(z)
    assert np.isneginf(scores[:, 1]).all()
    assert np.isfinite(scores[:, [0, 2]]).all()
