"""Learning from one's own answers: better than the start, and no label in it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import softmax

from stages.map import priors
from stages.map.discriminant import fit_discriminant
from stages.map.priors import PriorName, rank_confidence
from stages.map.standard import fit_scaler
from stages.map.strategies import balance, self_train
from tests.map.unlabelled import accuracy, images, unlabelled


def _options(prior: PriorName = "uniform", rounds: int = 10) -> self_train.Options:
    return self_train.Options(
        method="self_train",
        groups="wordnet_broad",
        reduce="logsumexp",
        prior=prior,
        rounds=rounds,
    )


def _start(prior: PriorName = "uniform") -> balance.Options:
    return balance.Options(
        method="balance", groups="wordnet_broad", reduce="logsumexp", prior=prior
    )


@pytest.mark.parametrize("targets", [4, 16])
def test_hidden_clusters_are_found_from_a_weak_hint(targets: int) -> None:
    z, labels = images([1 / targets] * targets, count=100 * targets, size=60)
    members = [[t] for t in range(targets)]
    seen = unlabelled(z, members)
    begun = accuracy(balance.fit(seen, _start())(z), labels)
    learnt = accuracy(self_train.fit(seen, _options())(z), labels)
    assert begun < 0.85
    assert learnt > 0.95


@pytest.mark.parametrize("rounds", [1, 3])
def test_scores_match_a_loop_by_hand(rounds: int) -> None:
    """Reference: weigh, fit LDA, add the start, balance; the same scores and mass in the end."""
    z, _ = images([0.5, 0.3, 0.2], count=300)
    seen = unlabelled(z, [[0], [1], [2]])
    begun = balance.fit(seen, _start())
    x, scores = fit_scaler(z).transform(z), begun(z)
    for _ in range(rounds):
        confidence, predicted = rank_confidence(scores)
        found = fit_discriminant(x.astype(np.float32), predicted, 3, image_weights=confidence)
        rescored = x @ found.weights + found.bias + begun(z) - begun.bias
        scores = rescored + priors.fit_bias(rescored, np.full(3, 1 / 3))
    fitted = self_train.fit(seen, _options(rounds=rounds))(z)
    assert_allclose(fitted, scores, atol=1e-5)
    assert_allclose(softmax(fitted, axis=1).mean(axis=0), 1 / 3, atol=1e-6)


def test_order_of_the_images_does_not_matter() -> None:
    z, _ = images([0.4, 0.3, 0.3], count=300)
    members = [[0], [1], [2]]
    forward = self_train.fit(unlabelled(z, members), _options())(z)
    backward = self_train.fit(unlabelled(z[::-1], members), _options())(z)
    assert_allclose(forward, backward, rtol=1e-6, atol=1e-6)


def test_small_differences_of_the_logits_stay_small() -> None:
    """Rounds that multiplied them would end elsewhere: a threshold of confidence made them jump."""
    z, _ = images([0.4, 0.3, 0.3], count=600, size=60, hint=0.8)
    members = [[0], [1], [2]]
    noise = np.random.default_rng(0).normal(scale=1e-4, size=z.shape)
    plain = self_train.fit(unlabelled(z, members), _options(rounds=20))
    moved = self_train.fit(unlabelled((z + noise).astype(np.float32), members), _options(rounds=20))
    assert np.abs(moved(z) - plain(z)).max() < 0.05


def test_estimated_prior_is_better_where_one_target_dominates() -> None:
    z, labels = images([0.8, 0.1, 0.1], count=600, hint=3.0)
    seen = unlabelled(z, [[0], [1], [2]])
    even = accuracy(self_train.fit(seen, _options("uniform"))(z), labels)
    assert accuracy(self_train.fit(seen, _options("bbse"))(z), labels) > even + 0.02


def test_target_without_a_group_cannot_be() -> None:
    z, labels = images([0.5, 0.5], count=200)
    scores = self_train.fit(unlabelled(z, [[0], [], [1]]), _options())(z)
    assert np.isneginf(scores[:, 1]).all()
    assert accuracy(scores[:, [0, 2]], labels) > 0.95


def test_fewer_images_than_targets_give_scores_all_the_same() -> None:
    z, _ = images([0.5, 0.5], count=2)
    scores = self_train.fit(unlabelled(z, [[0], [1], [2]]), _options())(z)
    assert not np.isnan(scores).any()
