"""LEEP and NCE on four images, and what they must agree on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mutual_info_score

from stages.map.transferability import leep_score, nce_score
from tests.map.labelled import clusters, from_counts, from_probabilities, without

IMAGES = [[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]]


def test_leep_matches_the_worked_example() -> None:
    train = from_probabilities(IMAGES, [0, 0, 1, 1], 2)
    assert leep_score(train) == pytest.approx(-0.45824, abs=1e-5)


def test_nce_matches_the_worked_example() -> None:
    """F = [[3, 1], [0, 4]]: (3 log ¾ + log ¼ + 4 log 1)/8 = −.281168."""
    assert nce_score(from_counts([[3, 1], [0, 4]])) == pytest.approx(-0.281168, abs=1e-6)


@given(seed=st.integers(0, 99))
def test_nce_is_mutual_information_less_the_entropy_of_the_labels(seed: int) -> None:
    """scikit-learn's I(label; top-1) − H(label); four targets of equal size: H = log 4."""
    train = clusters(targets=4, per_class=5, size=7, seed=seed)
    information = mutual_info_score(train.labels, np.asarray(train.logits).argmax(axis=1))
    assert nce_score(train) == pytest.approx(information - np.log(4), abs=1e-9)


@given(seed=st.integers(0, 99))
def test_leep_of_certain_images_is_nce(seed: int) -> None:
    """Where the softmax is one-hot, both know the top-1 class and no more."""
    labels = np.random.default_rng(seed).integers(3, size=20)
    top1 = np.random.default_rng(seed + 1).integers(5, size=20)
    train = from_probabilities(np.eye(5)[top1].tolist(), labels.tolist(), 3)
    assert leep_score(train) == pytest.approx(nce_score(train), abs=1e-6)


def test_absent_target_and_massless_source_leave_the_scores_finite() -> None:
    """Both published libraries return NaN for a source class without mass."""
    train = without(from_probabilities([[1, 0, 0], [0, 1, 0], [1, 0, 0]], [0, 1, 0], 3), 2)
    assert leep_score(train) == pytest.approx(0, abs=1e-6)
    assert nce_score(train) == 0
